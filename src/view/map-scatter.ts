import { pearsonCoefficient, spearmanCoefficient } from "../base/statistics.ts";
import type { MapTable, PointStatus } from "../protocol/map.ts";
import { fieldKind } from "../protocol/map-fields.ts";
import { mapFieldInfo, quantityValues } from "./map-fields.ts";
import type { Rgb, SequentialName } from "./map-palette.ts";
import { type MapScale, mapScale } from "./map-scale.ts";

/** What a scatter draws: names of quantities, for `color` also the status of the points. */
export interface ScatterChoice {
  readonly x: string;
  readonly y: string;
  readonly color: string;
}

/** Value of `ScatterChoice.color` for colours by status. */
export const BY_STATUS = "status";

/** Okabe-Ito blue, vermilion, grey. */
export const STATUS_COLORS: Readonly<Record<PointStatus, Rgb>> = {
  pending: [150, 155, 163],
  done: [0, 114, 178],
  diverged: [213, 94, 0],
  failed: [150, 155, 163],
};

/** One quantity of a map against another, one dot per point that has both. */
export interface ScatterModel {
  readonly x: MapScale;
  readonly y: MapScale;
  /** Null for colours by status. */
  readonly color: MapScale | null;
  /** Numbers of the points in the map. */
  readonly points: Uint32Array;
  /** Where they lie, 0 ... 1 to the right and upwards. */
  readonly right: Float64Array;
  readonly up: Float64Array;
  readonly colors: readonly Rgb[];
  /** Computed points that lack one of the two. */
  readonly missing: number;
  /** Of the values themselves, whatever the axes; NaN where undefined. */
  readonly pearson: number;
  readonly spearman: number;
}

export function scatterModel(
  table: MapTable,
  choice: ScatterChoice,
  sequential: SequentialName,
): ScatterModel {
  const [xs, ys] = [quantityValues(table, choice.x), quantityValues(table, choice.y)];
  const { points, missing } = dotPoints(table, xs, ys);
  const [x, y] = [pick(xs, points), pick(ys, points)];
  const [scaleX, scaleY] = [mapScale(choice.x, x), mapScale(choice.y, y)];
  const { scale: color, colors } = dotColors(table, choice.color, points, sequential);
  return {
    x: scaleX,
    y: scaleY,
    color,
    points,
    right: x.map(scaleX.fraction),
    up: y.map(scaleY.fraction),
    colors,
    missing,
    pearson: pearsonCoefficient(x, y),
    spearman: spearmanCoefficient(x, y),
  };
}

/** The points that have both values, and the number of computed ones that have not. */
function dotPoints(
  { status }: MapTable,
  xs: Float64Array,
  ys: Float64Array,
): { points: Uint32Array; missing: number } {
  const points = new Uint32Array(status.length);
  let count = 0;
  let missing = 0;
  for (let point = 0; point < status.length; point++) {
    if (status[point] === "pending") continue;
    if (Number.isNaN((xs[point] ?? Number.NaN) + (ys[point] ?? Number.NaN))) missing += 1;
    else points[count++] = point;
  }
  return { points: points.slice(0, count), missing };
}

function pick(values: Float64Array, points: Uint32Array): Float64Array {
  const picked = new Float64Array(points.length);
  for (let k = 0; k < points.length; k++) picked[k] = values[points[k] ?? 0] ?? Number.NaN;
  return picked;
}

/** Dots without a value of the third quantity are grey. */
function dotColors(
  table: MapTable,
  choice: string,
  points: Uint32Array,
  sequential: SequentialName,
): { scale: MapScale | null; colors: Rgb[] } {
  if (choice === BY_STATUS) {
    const colors = Array.from(points, (point) => STATUS_COLORS[table.status[point] ?? "failed"]);
    return { scale: null, colors };
  }
  const values = quantityValues(table, choice);
  const scale = mapScale(choice, values, sequential);
  const colors = Array.from(points, (point) => {
    const value = values[point] ?? Number.NaN;
    return Number.isNaN(value) ? STATUS_COLORS.failed : scale.color(value);
  });
  return { scale, colors };
}

/** The dot nearest to a place within `reach`, all in the units of `width` and `height`; null where there is none. */
export function dotNear(
  { points, right, up }: ScatterModel,
  place: { readonly right: number; readonly up: number },
  { width, height, reach }: { readonly width: number; readonly height: number; readonly reach: number },
): number | null {
  let nearest: number | null = null;
  let best = reach * reach;
  for (let k = 0; k < points.length; k++) {
    const dx = ((right[k] ?? 0) - place.right) * width;
    const dy = ((up[k] ?? 0) - place.up) * height;
    const distance = dx * dx + dy * dy;
    if (distance > best) continue;
    best = distance;
    nearest = points[k] ?? null;
  }
  return nearest;
}

/** The dot that follows one (by its point) to the right, or to the left for a `step` of -1; the outermost from nowhere. */
export function dotBeside({ points, right }: ScatterModel, from: number | null, step: 1 | -1): number | null {
  const order = [...points.keys()].sort((a, b) => (right[a] ?? 0) - (right[b] ?? 0));
  const now = from === null ? -1 : order.findIndex((k) => points[k] === from);
  const next =
    now < 0 ? (step > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, now + step));
  return points[order[next] ?? -1] ?? null;
}

/** The scatter a map opens with: the error of its last method, beyond the training if there is one, against the buildup. */
export function defaultScatter({ fields }: Pick<MapTable, "fields">): ScatterChoice {
  const last = (kind: string) => Object.keys(fields).findLast((name) => fieldKind(name) === kind);
  const error = last("extrapolationError") ?? last("relativeError");
  return { x: "buildup", y: error ?? "pearson", color: "interaction" };
}

/** `Buildup b against Trap V`: plain, or with `title` in rich markup. */
export function scatterTitle({ x, y }: ScatterChoice, form: "label" | "title" = "label"): string {
  return `${mapFieldInfo(y)[form]} against ${mapFieldInfo(x)[form]}`;
}
