import type { Range } from "./axis.ts";
import type { HeatLayer, Series } from "./model.ts";

/** Visible times and the pixels they spread over. */
export interface SampledArea {
  readonly window: Range;
  readonly width: number;
}

/** Most samples per pixel that a line can show; above it, only the extremes of every pixel column are drawn. */
const SAMPLES_PER_PIXEL = 3;

/** Samples of a series worth drawing in the window: all, or the lowest and highest of each pixel column. */
export function drawnSamples(series: Series, area: SampledArea): number[] {
  const { at } = series;
  const [first, last] = visibleSamples(series, area.window);
  const columns = Math.max(1, Math.round(area.width));
  const stride = (last - first + 1) / columns;
  if (stride <= SAMPLES_PER_PIXEL) {
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  }
  const samples: number[] = [];
  for (let column = 0; column < columns; column++) {
    let low = first + Math.floor(column * stride);
    let high = low;
    for (let k = low; k < first + Math.floor((column + 1) * stride); k++) {
      if (at(k) < at(low)) low = k;
      if (at(k) > at(high)) high = k;
    }
    samples.push(Math.min(low, high));
    if (low !== high) samples.push(Math.max(low, high));
  }
  if (samples.at(-1) !== last) samples.push(last);
  return samples;
}

/** Most columns of a heatmap per pixel. */
const COLUMNS_PER_PIXEL = 1.5;

/** Every `stride`-th sample of a layer in the window: as many columns as can be told apart. */
export interface DrawnColumns {
  readonly samples: readonly number[];
  readonly stride: number;
}

export function drawnColumns(layer: HeatLayer, area: SampledArea): DrawnColumns {
  const [first, last] = visibleSamples(layer, area.window);
  const stride = Math.max(1, Math.ceil((last - first + 1) / (COLUMNS_PER_PIXEL * Math.max(1, area.width))));
  const length = Math.max(0, Math.ceil((last - first + 1) / stride));
  return { samples: Array.from({ length }, (_, k) => first + k * stride), stride };
}

/** First and last sample to draw: those inside the window and one beyond each of its ends. */
function visibleSamples(
  { times, from, count }: Pick<Series, "times" | "from" | "count">,
  window: Range,
): Range {
  const [start, end] = window;
  let first = from;
  while (first + 1 < count && (times[first + 1] ?? 0) <= start) first += 1;
  let last = count - 1;
  while (last - 1 > first && (times[last - 1] ?? 0) >= end) last -= 1;
  return [first, last];
}
