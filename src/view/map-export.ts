import { type MapTable, pointBackends } from "../protocol/map.ts";
import { fixed } from "./format.ts";
import { type Absence, absenceAt, mapFieldInfo, mapFieldTitle, quantityValues } from "./map-fields.ts";
import { absentColor, axisTicks, drawnPoints, NOT_DIVERGED_COLOR } from "./map-grid.ts";
import { cssColor, type Rgb, type SequentialName } from "./map-palette.ts";
import { type MapScale, mapScale } from "./map-scale.ts";
import {
  type ScatterChoice,
  type ScatterModel,
  STATUS_COLORS,
  scatterModel,
  scatterTitle,
} from "./map-scatter.ts";
import { colorBar, figureSvg, PLANE, planeAxes, round, swatches, text } from "./map-svg.ts";

/** One line per point: U and V in J, status, all fields (empty where a value is undefined), device and precision. */
export function mapCsv(table: MapTable): string {
  const { axes, fields, status } = table;
  const names = Object.keys(fields);
  const backends = pointBackends(table);
  const lines = [["interaction", "trap", "status", ...names, "backend"].map(quoted).join(",")];
  axes.interaction.forEach((u, i) =>
    axes.trap.forEach((v, j) => {
      const point = i * axes.trap.length + j;
      const values = names.map((name) => {
        const value = fields[name]?.[point] ?? Number.NaN;
        return Number.isNaN(value) ? "" : String(value);
      });
      const backend = backends[point] ?? table.backend;
      const origin = status[point] === "pending" ? "" : `${backend.device} ${backend.precision}`;
      lines.push([u, v, status[point] ?? "pending", ...values, origin].join(","));
    }),
  );
  return `${lines.join("\n")}\n`;
}

/** A value of a CSV file. */
export function quoted(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export const HATCH = "url(#hatch)";
export const HATCH_PATTERN =
  '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
  '<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#969ba3"/></pattern></defs>';

/** A field of a map as a picture that stands alone. `subtitle` is rich markup. */
export function mapSvg(table: MapTable, field: string, subtitle: string, palette: SequentialName): string {
  const values = quantityValues(table, field);
  const scale = mapScale(field, values, palette);
  const colorOf = (point: number) => {
    const value = values[point] ?? Number.NaN;
    return Number.isNaN(value) ? absentColor(table, field, point) : scale.color(value);
  };
  return figureSvg(mapFieldInfo(field).title, subtitle, [
    HATCH_PATTERN,
    cells(table, colorOf),
    mapAxes(table),
    colorBar(field, scale),
    absences(table, field),
  ]);
}

/** Frame, ticks and names of the axes of a map. */
export function mapAxes({ axes, config }: Pick<MapTable, "axes" | "config">): string {
  const after = config.quench.protocol === "interaction-quench";
  const names = { x: after ? "*U*_{f} (*J*)" : "*U* (*J*)", y: "*V* (*J*)" };
  return planeAxes(axisTicks(axes.interaction), axisTicks(axes.trap), names);
}

/** The cells of a map; hatched where a computed point has no colour. */
export function cells(table: MapTable, colorOf: (point: number) => Rgb | null): string {
  const { interaction, trap } = table.axes;
  const width = PLANE.width / interaction.length;
  const height = PLANE.height / trap.length;
  const rects = Array.from(drawnPoints(table), (point, cell) => {
    if (point < 0) return "";
    const color = colorOf(point);
    const x = PLANE.left + Math.floor(cell / trap.length) * width;
    const y = PLANE.top + (trap.length - 1 - (cell % trap.length)) * height;
    const fill = color === null ? HATCH : cssColor(color);
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;
  });
  return `<g shape-rendering="crispEdges">${rects.join("")}</g>`;
}

/** What cells without a colour of the bar mean, as far as there are any. */
function absences(table: MapTable, field: string): string {
  const found = new Set<Absence>();
  quantityValues(table, field).forEach((value, point) => {
    if (Number.isNaN(value)) found.add(absenceAt(table, field, point));
  });
  return swatches([
    ...(found.has("notDiverged") ? [{ fill: cssColor(NOT_DIVERGED_COLOR), label: "never diverges" }] : []),
    ...(found.has("undefined") ? [{ fill: HATCH, label: "no value" }] : []),
  ]);
}

/** The scatter of two quantities as a picture that stands alone, with its coefficients. `subtitle` is rich markup. */
export function scatterSvg(
  table: MapTable,
  choice: ScatterChoice,
  subtitle: string,
  palette: SequentialName,
): string {
  const model = scatterModel(table, choice, palette);
  return figureSvg(scatterTitle(choice, "title"), subtitle, [
    ...scatterParts(model, choice),
    model.color === null ? statusKey() : colorBar(choice.color, model.color),
  ]);
}

/** Axes, dots and coefficients of a scatter. */
export function scatterParts(model: ScatterModel, choice: Pick<ScatterChoice, "x" | "y">): string[] {
  const { x, y, points, right, up, colors, spearman, pearson } = model;
  const dots = colors.map((color, k) => {
    const cx = PLANE.left + (right[k] ?? 0) * PLANE.width;
    const cy = PLANE.top + (1 - (up[k] ?? 0)) * PLANE.height;
    return `<circle cx="${round(cx)}" cy="${round(cy)}" r="3" fill="${cssColor(color)}" fill-opacity="0.85"/>`;
  });
  const placed = (scale: MapScale) =>
    scale.ticks.map(({ value, label }) => ({ label, place: scale.fraction(value) }));
  const title = (name: string) => mapFieldTitle(mapFieldInfo(name));
  const coefficients = `Spearman *ρ* = ${written(spearman)}, Pearson = ${written(pearson)}, ${points.length} points`;
  return [
    planeAxes(placed(x), placed(y), { x: title(choice.x), y: title(choice.y) }),
    dots.join(""),
    text(PLANE.left, 586, coefficients, 'fill="#566070"'),
  ];
}

function statusKey(): string {
  return colorKey(
    (["done", "diverged", "failed"] as const).map((status) => ({
      color: STATUS_COLORS[status],
      label: status,
    })),
  );
}

/** Dots with words, to the right of the plane. */
export function colorKey(entries: readonly { readonly color: Rgb; readonly label: string }[]): string {
  return entries
    .map(({ color, label }, k) => {
      const y = PLANE.top + 12 + 24 * k;
      const dot = `<circle cx="545" cy="${y - 5}" r="5" fill="${cssColor(color)}"/>`;
      return dot + text(558, y, label, "");
    })
    .join("");
}

function written(coefficient: number): string {
  return Number.isNaN(coefficient) ? "undefined" : fixed(coefficient, 3);
}

/** `pearson`, `relativeError-MF-against-buildup`: a part of a file name. */
export function pictureName(names: readonly string[]): string {
  return names
    .join("-against-")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/-$/, "");
}
