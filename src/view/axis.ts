import { fixed, powerOfTen, scientific } from "./format.ts";

export type Range = readonly [number, number];

export interface Tick {
  readonly value: number;
  /** Rich markup. */
  readonly label: string;
}

/** A value axis. On a log axis `range` and tick values are the quantities themselves, not exponents. */
export interface Axis {
  readonly label: string;
  readonly scale: "linear" | "log";
  readonly range: Range;
}

const NICE = [1, 2, 5, 10];

/** Smallest of 1, 2, 5 times a power of ten that is at least `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = NICE.find((nice) => nice * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Ticks at round values inside `range`, about `target` of them. */
export function linearTicks(range: Range, target: number): Tick[] {
  const [low, high] = range;
  if (!(high > low)) return [];
  const step = niceStep((high - low) / target);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    const value = k * step;
    ticks.push({ value, label: decimals > 4 ? scientific(value, 2) : fixed(value, decimals) });
  }
  return ticks;
}

/** Powers of ten inside `range`, thinned evenly to about `target`. */
export function logTicks(range: Range, target: number): Tick[] {
  const low = Math.ceil(Math.log10(range[0]) - 1e-9);
  const high = Math.floor(Math.log10(range[1]) + 1e-9);
  const stride = Math.max(1, Math.ceil((high - low) / Math.max(1, target)));
  const ticks: Tick[] = [];
  for (let exponent = high; exponent >= low; exponent -= stride) {
    ticks.unshift({ value: 10 ** exponent, label: powerOfTen(exponent) });
  }
  return ticks;
}

export function axisTicks(axis: Axis, target: number): Tick[] {
  return axis.scale === "log" ? logTicks(axis.range, target) : linearTicks(axis.range, target);
}

/** Position along the axis, 0 at its low end, 1 at its high end; values beyond are not clipped on a linear axis. */
export function axisFraction(axis: Axis, value: number): number {
  const [low, high] = axis.range;
  if (axis.scale === "linear") return (value - low) / (high - low);
  const clipped = Math.max(value, low);
  return Math.log(clipped / low) / Math.log(high / low);
}

/** The outermost values of some data; empty while low > high. */
export interface Extent {
  low: number;
  high: number;
}

/** Rounds an extent outward to a quarter of its size in round steps; always of positive length. */
export function niceRange(extent: Extent): Range {
  if (!(extent.low <= extent.high)) return [0, 1];
  const size = extent.high - extent.low;
  const spread =
    size > 1e-12 * Math.max(1, Math.abs(extent.high)) ? size : Math.max(Math.abs(extent.high), 1) * 0.1;
  const step = niceStep(spread / 8);
  const low = Math.floor(extent.low / step + 1e-6) * step;
  const high = Math.ceil(extent.high / step - 1e-6) * step;
  return high > low ? [low, high] : [low - step, low + step];
}

const SMALLEST_DECADE = -16;

/** From a whole decade up to 1, 2 or 5 times a power of ten; at least two decades, none below 1e-16. */
export function decadeRange(extent: Extent): Range {
  if (!(extent.low <= extent.high)) return [1e-4, 1];
  const high = niceStep(Math.max(extent.high, 10 ** (SMALLEST_DECADE + 2)));
  const decade = Math.max(SMALLEST_DECADE, Math.floor(Math.log10(Math.max(extent.low, 1e-300)) + 1e-6));
  return [10 ** Math.min(decade, Math.floor(Math.log10(high) + 1e-9) - 2), high];
}

/**
 * An axis keeps its range until it must change: when data leave it, or - once a run is complete - when they
 * fill less than 40 % of it.
 */
export function stickyRange(
  previous: Range | null,
  wanted: Range,
  scale: "linear" | "log",
  complete: boolean,
): Range {
  if (previous === null) return wanted;
  const size = ([low, high]: Range): number => (scale === "log" ? Math.log(high / low) : high - low);
  const fits = wanted[0] >= previous[0] && wanted[1] <= previous[1];
  if (fits && (!complete || size(wanted) >= 0.4 * size(previous))) return previous;
  if (complete) return wanted;
  return [Math.min(previous[0], wanted[0]), Math.max(previous[1], wanted[1])];
}
