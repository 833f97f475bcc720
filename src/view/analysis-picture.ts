import type { Classification } from "../analysis/analyse.ts";
import { POINT_CLASSES, type PointClass } from "../analysis/classes.ts";
import { errorField, measureOf, type Predictor, predictorsOf } from "../analysis/measure.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { MapTable } from "../protocol/map.ts";
import { cells, colorKey, HATCH_PATTERN, mapAxes, quoted, scatterParts } from "./map-export.ts";
import { drawnPoints } from "./map-grid.ts";
import type { Rgb } from "./map-palette.ts";
import {
  BY_STATUS,
  type ScatterChoice,
  type ScatterModel,
  scatterModel,
  scatterTitle,
} from "./map-scatter.ts";
import { figureSvg } from "./map-svg.ts";

/** Okabe-Ito blue and orange, and a dark red: apart in lightness too. */
export const CLASS_COLORS: Readonly<Record<PointClass, Rgb>> = {
  local: [0, 114, 178],
  memory: [230, 159, 0],
  none: [168, 48, 36],
};
/** Of computed points whose class is not known. */
export const OPEN_COLOR: Rgb = [150, 155, 163];

export const CLASS_NAMES: Readonly<Record<PointClass, string>> = {
  local: "local closure works",
  memory: "needs memory",
  none: "unpredictable",
};

type Classes = Classification["classes"];

function colorOf(each: PointClass | null | undefined): Rgb | null {
  return each === null || each === undefined ? null : CLASS_COLORS[each];
}

/** RGBA, one pixel per point, as `mapPixels`: transparent where the class of a computed point is not known. */
export function classPixels(table: MapTable, classes: Classes, pending: Rgb): Uint8ClampedArray<ArrayBuffer> {
  const [columns, rows] = [table.axes.interaction.length, table.axes.trap.length];
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  drawnPoints(table).forEach((point, cell) => {
    const color = point < 0 ? pending : colorOf(classes[point]);
    if (color === null) return;
    const pixel = 4 * ((rows - 1 - (cell % rows)) * columns + Math.floor(cell / rows));
    pixels.set(color, pixel);
    pixels[pixel + 3] = 255;
  });
  return pixels;
}

/** The error of a method against a predictor. */
export function errorChoice(
  table: MapTable,
  { method }: Pick<AnalysisSettings, "method">,
  predictor: Predictor,
): ScatterChoice {
  return { x: predictor, y: errorField(measureOf(table), method), color: BY_STATUS };
}

/** A scatter whose dots have the colours of their classes. */
export function classScatter(table: MapTable, choice: ScatterChoice, classes: Classes): ScatterModel {
  const model = scatterModel(table, choice, "cividis");
  const colors = Array.from(model.points, (point) => colorOf(classes[point]) ?? OPEN_COLOR);
  return { ...model, colors };
}

/** The predictors that an error is drawn against, of those a map has. */
export function drawnPredictors(table: MapTable): Predictor[] {
  const names = predictorsOf(table);
  const first = names.filter((name) => name !== "initialDelta3");
  return first.length === 3 ? first : names;
}

/** Short enough for the margin of a picture. */
const SHORT_NAMES: Readonly<Record<PointClass, string>> = { ...CLASS_NAMES, local: "local works" };
const KEY = POINT_CLASSES.map((name) => ({ color: CLASS_COLORS[name], label: SHORT_NAMES[name] }));

/** The class of every point as a picture that stands alone. `subtitle` is rich markup. */
export function classMapSvg(table: MapTable, classes: Classes, subtitle: string): string {
  return figureSvg("Where a closure exists", subtitle, [
    HATCH_PATTERN,
    cells(table, (point) => colorOf(classes[point])),
    mapAxes(table),
    colorKey(KEY),
  ]);
}

/** A scatter of the error as a picture that stands alone. `subtitle` is rich markup. */
export function classScatterSvg(
  table: MapTable,
  choice: ScatterChoice,
  classes: Classes,
  subtitle: string,
): string {
  const model = classScatter(table, choice, classes);
  return figureSvg(scatterTitle(choice, "title"), subtitle, [...scatterParts(model, choice), colorKey(KEY)]);
}

/** One line per point: U and V in J, status, class, whether the criterion is hopeful, all fields of the map. */
export function classCsv(table: MapTable, { classes, criterion }: Classification): string {
  const { axes, fields, status } = table;
  const names = Object.keys(fields);
  const hopeful = new Set([...criterion.rightlyHopeful, ...criterion.wronglyHopeful]);
  const doubtful = new Set([...criterion.rightlyDoubtful, ...criterion.wronglyDoubtful]);
  const head = ["interaction", "trap", "status", "class", "criterion", ...names].map(quoted).join(",");
  const lines = axes.interaction.flatMap((u, i) =>
    axes.trap.map((v, j) => {
      const point = i * axes.trap.length + j;
      const said = hopeful.has(point) ? "works" : doubtful.has(point) ? "fails" : "";
      const values = names.map((name) => {
        const value = fields[name]?.[point] ?? Number.NaN;
        return Number.isNaN(value) ? "" : String(value);
      });
      return [u, v, status[point] ?? "pending", classes[point] ?? "", said, ...values].join(",");
    }),
  );
  return `${[head, ...lines].join("\n")}\n`;
}
