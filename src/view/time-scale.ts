import type { Range } from "./axis.ts";

/** Space around the plot area, in CSS pixels; the same left and right in every plot, so that times line up. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const WIDE_MARGINS: Margins = { left: 62, right: 14, top: 8, bottom: 24 };
export const NARROW_MARGINS: Margins = { left: 54, right: 10, top: 8, bottom: 24 };
/** Narrower cards get the small margins and fewer ticks. */
export const NARROW_WIDTH = 520;

export function marginsFor(width: number): Margins {
  return width < NARROW_WIDTH ? NARROW_MARGINS : WIDE_MARGINS;
}

/** Linear map between times of a window and pixels of the plot area of a card `width` pixels wide. */
export interface TimeScale {
  readonly window: Range;
  readonly left: number;
  readonly width: number;
}

export function timeScale(window: Range, cardWidth: number): TimeScale {
  const { left, right } = marginsFor(cardWidth);
  return { window, left, width: Math.max(1, cardWidth - left - right) };
}

/** Pixels from the left edge of the card. */
export function timeToPixel(scale: TimeScale, t: number): number {
  const [start, end] = scale.window;
  return scale.left + ((t - start) / (end - start)) * scale.width;
}

/** Time at a pixel, clipped to the window. */
export function pixelToTime(scale: TimeScale, pixel: number): number {
  const [start, end] = scale.window;
  const t = start + ((pixel - scale.left) / scale.width) * (end - start);
  return Math.min(end, Math.max(start, t));
}

/** Index of the sample nearest to `t` among the first `count` samples of an ascending grid; -1 when there is none. */
export function nearestSample(times: ArrayLike<number>, count: number, t: number): number {
  if (count === 0) return -1;
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= t) low = middle;
    else high = middle;
  }
  return t - (times[low] ?? 0) <= (times[high] ?? 0) - t ? low : high;
}

/** Like `nearestSample`, but -1 when `t` lies more than half a step beyond the last sample present. */
export function sampleAt(times: ArrayLike<number>, count: number, t: number): number {
  const index = nearestSample(times, count, t);
  const step = times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : 0;
  return index >= 0 && Math.abs((times[index] ?? 0) - t) <= 0.5 * step + 1e-9 ? index : -1;
}
