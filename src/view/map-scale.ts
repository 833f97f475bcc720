import {
  axisFraction,
  decadeRange,
  linearTicks,
  logTicks,
  niceRange,
  type Range,
  type Tick,
} from "./axis.ts";
import { type MapFieldInfo, mapFieldInfo } from "./map-fields.ts";

export type Rgb = readonly [number, number, number];

/** Orange, white, blue: r from -1 through 0 to 1 (blue is a correlated pair of norms, r = 1). */
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

/** Colours and ticks of one field of a map. */
export interface MapScale {
  readonly range: Range;
  readonly ticks: readonly Tick[];
  /** Place of a value on the colour bar, 0 ... 1. */
  fraction(value: number): number;
  color(value: number): Rgb;
  /** The colours of the bar, evenly spaced from low to high. */
  readonly stops: readonly Rgb[];
}

const TICKS = 5;

/** r is shown from -1 to 1, errors by decades, the rest over the values there are. */
export function mapScale(field: string, values: Float64Array): MapScale {
  const info = mapFieldInfo(field);
  const range = rangeOf(info, values);
  const scale = info.scale === "log" ? "log" : "linear";
  const stops = info.scale === "diverging" ? DIVERGING : CIVIDIS;
  const axis = { label: "", scale, range } as const;
  const fraction = (value: number) => Math.min(1, Math.max(0, axisFraction(axis, value)));
  return {
    range,
    stops,
    ticks: scale === "log" ? logTicks(range, TICKS) : linearTicks(range, TICKS),
    fraction,
    color: (value) => interpolate(stops, fraction(value)),
  };
}

function rangeOf({ scale }: MapFieldInfo, values: Float64Array): Range {
  if (scale === "diverging") return [-1, 1];
  const extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const value of values) {
    if (Number.isNaN(value) || (scale === "log" && value <= 0)) continue;
    extent.low = Math.min(extent.low, value);
    extent.high = Math.max(extent.high, value);
  }
  if (scale === "log") return decadeRange(extent);
  if (scale === "fromZero") extent.low = Math.min(0, extent.low);
  return niceRange(extent);
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

function interpolate(stops: readonly Rgb[], fraction: number): Rgb {
  const position = fraction * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(position));
  const low = stops[below] ?? [0, 0, 0];
  const high = stops[below + 1] ?? low;
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(low[channel] + (high[channel] - low[channel]) * (position - below));
  return [mix(0), mix(1), mix(2)];
}
