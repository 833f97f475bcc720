import type { MapAxes, MapTable } from "../protocol/map.ts";
import { linearTicks, type Tick } from "./axis.ts";
import type { MapScale, Rgb } from "./map-scale.ts";

/** Drawn where a computed point has no value. */
export const UNDEFINED_COLOR: Rgb = [150, 155, 163];

/**
 * For every point, the computed point whose value is drawn there: itself, or, as maps are filled coarse to
 * fine, the nearest one before it on a coarser grid; -1 where there is none.
 */
export function drawnPoints({ axes, status }: Pick<MapTable, "axes" | "status">): Int32Array {
  const rows = axes.interaction.length;
  const columns = axes.trap.length;
  const drawn = new Int32Array(rows * columns).fill(-1);
  const size = Math.max(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let spacing = 1; spacing < 2 * size; spacing *= 2) {
        const point = (i - (i % spacing)) * columns + j - (j % spacing);
        if (status[point] === "pending") continue;
        drawn[i * columns + j] = point;
        break;
      }
    }
  }
  return drawn;
}

/** Points that are computed. */
export function computedCount({ status }: Pick<MapTable, "status">): number {
  return status.reduce((count, point) => count + (point === "pending" ? 0 : 1), 0);
}

/**
 * RGBA, one pixel per point: interaction to the right, trap upwards. Transparent where nothing is computed yet.
 */
export function mapPixels(table: MapTable, field: string, scale: MapScale): Uint8ClampedArray<ArrayBuffer> {
  const { interaction, trap } = table.axes;
  const values = table.fields[field] ?? new Float64Array();
  const drawn = drawnPoints(table);
  const pixels = new Uint8ClampedArray(4 * interaction.length * trap.length);
  for (let i = 0; i < interaction.length; i++) {
    for (let j = 0; j < trap.length; j++) {
      const point = drawn[i * trap.length + j] ?? -1;
      if (point < 0) continue;
      const value = values[point] ?? Number.NaN;
      const color = Number.isNaN(value) ? UNDEFINED_COLOR : scale.color(value);
      const pixel = 4 * ((trap.length - 1 - j) * interaction.length + i);
      pixels.set(color, pixel);
      pixels[pixel + 3] = 255;
    }
  }
  return pixels;
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

/** Round values along an axis, with their places. */
export function axisTicks(axis: readonly number[]): readonly (Tick & { readonly place: number })[] {
  const first = axis[0] ?? 0;
  const last = axis.at(-1) ?? first;
  const ticks = last > first ? linearTicks([first, last], 5) : [{ value: first, label: String(first) }];
  return ticks.map((tick) => ({ ...tick, place: axisPlace(axis, tick.value) }));
}

/** Interaction and trap of a point. */
export function pointAt({ interaction, trap }: MapAxes, point: number): { u: number; v: number } {
  const u = interaction[Math.floor(point / trap.length)] ?? Number.NaN;
  return { u, v: trap[point % trap.length] ?? Number.NaN };
}
