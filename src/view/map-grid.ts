import type { MapAxes, MapTable } from "../protocol/map.ts";
import { linearTicks, type Tick } from "./axis.ts";
import { absenceAt } from "./map-fields.ts";
import { levelOf, type Rgb } from "./map-palette.ts";
import type { MapScale } from "./map-scale.ts";

/** Where a method kept going to the end, on maps of the time of divergence; on no sequential map. */
export const NOT_DIVERGED_COLOR: Rgb = [204, 228, 216];

/**
 * For every point, the computed point whose value is drawn there: itself, or, as maps are filled coarse to
 * fine, the nearest one before it on a coarser grid; -1 where there is none.
 */
export function drawnPoints({ axes, status }: Pick<MapTable, "axes" | "status">): Int32Array {
  const rows = axes.interaction.length;
  const columns = axes.trap.length;
  const drawn = new Int32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const point = i * columns + j;
      drawn[point] = status[point] === "pending" ? (drawn[coarser(i, j, columns)] ?? -1) : point;
    }
  }
  return drawn;
}

/** The point before one on the next coarser grid that does not have it; -1 for the first of all. */
function coarser(i: number, j: number, columns: number): number {
  const spacing = 2 * ((i | j) & -(i | j));
  return spacing === 0 ? -1 : (i - (i % spacing)) * columns + j - (j % spacing);
}

/** Points that are computed. */
export function computedCount({ status }: Pick<MapTable, "status">): number {
  return status.reduce((count, point) => count + (point === "pending" ? 0 : 1), 0);
}

/**
 * RGBA, one pixel per point: interaction to the right, trap upwards. Transparent where a computed point has no
 * value, `pending` where nothing is computed yet.
 */
export function mapPixels(
  table: MapTable,
  field: string,
  scale: MapScale,
  pending: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const columns = table.axes.interaction.length;
  const rows = table.axes.trap.length;
  const values = table.fields[field] ?? new Float64Array();
  const drawn = drawnPoints(table);
  const colors = scale.palette.table;
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const point = drawn[i * rows + j] ?? -1;
      const pixel = 4 * ((rows - 1 - j) * columns + i);
      const value = values[point] ?? Number.NaN;
      if (Number.isNaN(value))
        paintAbsent(pixels, pixel, point < 0 ? pending : absentColor(table, field, point));
      else {
        const color = 3 * levelOf(scale.fraction(value));
        pixels[pixel] = colors[color] ?? 0;
        pixels[pixel + 1] = colors[color + 1] ?? 0;
        pixels[pixel + 2] = colors[color + 2] ?? 0;
        pixels[pixel + 3] = 255;
      }
    }
  }
  return pixels;
}

/** The colour of a computed point without a value; null where it is hatched. */
export function absentColor(table: MapTable, field: string, point: number): Rgb | null {
  return absenceAt(table, field, point) === "notDiverged" ? NOT_DIVERGED_COLOR : null;
}

function paintAbsent(pixels: Uint8ClampedArray, pixel: number, color: Rgb | null): void {
  if (color === null) return;
  pixels.set(color, pixel);
  pixels[pixel + 3] = 255;
}

/** Where a value lies along an axis drawn in cells of equal size, 0 ... 1; outside this range beyond the outer cells. */
export function axisPlace(axis: readonly number[], value: number): number {
  if (axis.length === 1) return 0.5 + Math.sign(value - (axis[0] ?? value));
  const next = axis.findIndex((tick) => tick >= value);
  const upper = Math.min(axis.length - 1, Math.max(1, next < 0 ? axis.length - 1 : next));
  const low = axis[upper - 1] ?? value;
  const high = axis[upper] ?? value;
  return (upper - 0.5 + (value - low) / (high - low)) / axis.length;
}

/** Round values along an axis, with their places; powers of two where it rises in equal ratios. */
export function axisTicks(axis: readonly number[]): readonly (Tick & { readonly place: number })[] {
  const first = axis[0] ?? 0;
  const last = axis.at(-1) ?? first;
  const ticks =
    last === first
      ? [{ value: first, label: String(first) }]
      : isGeometric(axis)
        ? binaryTicks(first, last)
        : linearTicks([first, last], 5);
  return ticks.map((tick) => ({ ...tick, place: axisPlace(axis, tick.value) }));
}

/** Whether the middle of an axis is nearer to the geometric mean of its ends than to the other one. */
function isGeometric(axis: readonly number[]): boolean {
  const [first = 0, last = 0] = [axis[0], axis.at(-1)];
  if (first <= 0 || axis.length < 3) return false;
  const share = (axis.length >> 1) / (axis.length - 1);
  const middle = axis[axis.length >> 1] ?? 0;
  const even = first + share * (last - first);
  return Math.abs(middle - first * (last / first) ** share) < Math.abs(middle - even);
}

const MOST_TICKS = 6;

/** Powers of 2, or of 4, 8 ... where there would be many. */
function binaryTicks(first: number, last: number): Tick[] {
  const [low, high] = [Math.ceil(Math.log2(first) - 1e-9), Math.floor(Math.log2(last) + 1e-9)];
  const stride = Math.ceil((high - low + 1) / MOST_TICKS);
  const ticks: Tick[] = [];
  for (let exponent = low; exponent <= high; exponent += stride) {
    ticks.push({ value: 2 ** exponent, label: String(Number((2 ** exponent).toPrecision(3))) });
  }
  return ticks;
}

/** Interaction and trap of a point. */
export function pointAt({ interaction, trap }: MapAxes, point: number): { u: number; v: number } {
  const u = interaction[Math.floor(point / trap.length)] ?? Number.NaN;
  return { u, v: trap[point % trap.length] ?? Number.NaN };
}
