import type { Weights } from "./correlations.ts";
import { uniformStream } from "./random.ts";

/** Share of the resamples inside an interval. */
export const LEVEL = 0.95;

export interface Resampling {
  /** Number of resamples. */
  readonly resamples: number;
  readonly seed: number;
}

/** A statistic of the data with its percentile interval; NaN where undefined. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile intervals of several statistics of the same `count` values (Efron and Tibshirani, An Introduction to the
 * Bootstrap, section 13.3). A resample draws as many values with replacement; it is handed over as the number of times
 * each was drawn. Resamples without a statistic are left out of its interval; where they are the majority, there is
 * none. Pauses after each resample.
 * @param evaluate the statistics of weighted values, in a fixed order
 */
export function* bootstrap(
  count: number,
  evaluate: (weights: Weights) => readonly number[],
  { resamples, seed }: Resampling,
): Generator<void, Estimate[], void> {
  const values = evaluate(new Float64Array(count).fill(1));
  const found: number[][] = values.map(() => []);
  const uniform = uniformStream(seed);
  const weights = new Float64Array(count);
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < count; draw++) weights[Math.floor(uniform() * count)] += 1;
    evaluate(weights).forEach((value, k) => {
      if (!Number.isNaN(value)) found[k].push(value);
    });
    yield;
  }
  return values.map((value, k) => {
    const none = Number.isNaN(value) || 2 * found[k].length <= resamples;
    if (none) return { value, low: Number.NaN, high: Number.NaN };
    const sorted = Float64Array.from(found[k]).sort();
    return { value, low: percentile(sorted, (1 - LEVEL) / 2), high: percentile(sorted, (1 + LEVEL) / 2) };
  });
}

/** Of ascending values, interpolated linearly between neighbours: 0 is the smallest, 1 the largest. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
