import type { MapField } from "../../state/quench-map.ts";

type Rgb = readonly [number, number, number];

/** Blue, white, orange: r from -1 through 0 to 1 (blue is a correlated pair of norms, r = 1). */
const DIVERGING: readonly Rgb[] = [
  [192, 92, 48],
  [226, 163, 133],
  [245, 244, 242],
  [122, 169, 214],
  [31, 102, 173],
];

/** Cividis (Nunez, Anderton, Renslow, PLoS ONE 13, e0199239), nine of its colours. */
const CIVIDIS: readonly Rgb[] = [
  [0, 34, 78],
  [26, 56, 111],
  [67, 78, 108],
  [95, 101, 111],
  [124, 123, 120],
  [153, 147, 120],
  [185, 171, 112],
  [219, 198, 95],
  [254, 232, 56],
];

/** Colour of a value of a map: r on a fixed scale from -1 to 1, b from 0 to the largest value. */
export function mapColor(field: MapField, values: Float64Array): (value: number) => string {
  if (field === "pearson") return (value) => interpolate(DIVERGING, (value + 1) / 2);
  const largest = values.reduce((best, value) => (value > best ? value : best), Number.MIN_VALUE);
  return (value) => interpolate(CIVIDIS, value / largest);
}

function interpolate(scale: readonly Rgb[], fraction: number): string {
  const position = Math.min(1, Math.max(0, fraction)) * (scale.length - 1);
  const below = Math.min(scale.length - 2, Math.floor(position));
  const low = scale[below] ?? [0, 0, 0];
  const high = scale[below + 1] ?? low;
  const mixed = low.map((value, channel) =>
    Math.round(value + ((high[channel] ?? value) - value) * (position - below)),
  );
  return `rgb(${mixed.join(" ")})`;
}
