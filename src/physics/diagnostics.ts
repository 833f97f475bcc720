import { covariances, mean } from "../base/statistics.ts";

/** Numbers that describe a whole run (PHYSICS.md section 7); time series have one value per sample. */

/** A series with a smaller standard deviation is constant to the accuracy of a propagation in float64, in float32. */
const CONSTANT = 1e-9;
export const CONSTANT_FLOAT32 = 1e-5;

/**
 * Pearson correlation of two time series of equal length; null when one of them is constant.
 * @param constant standard deviation below which a series is
 */
export function pearson(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  constant: number = CONSTANT,
): number | null {
  const { xx, yy, xy } = covariances(x, y);
  if (Math.sqrt(Math.min(xx, yy)) < constant) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Time mean of |Delta3|. */
export function meanDelta3(delta3: ArrayLike<number>): number {
  return mean(delta3);
}

/** |Delta3| at t = 0. */
export function initialDelta3(delta3: ArrayLike<number>): number {
  return delta3[0];
}

/** Three-particle buildup: time mean of |Delta3| minus its value at t = 0. */
export function buildup(delta3: ArrayLike<number>): number {
  return meanDelta3(delta3) - initialDelta3(delta3);
}

/**
 * |Dab - exact|_F / |exact|_F sample by sample, from series of complex interleaved matrices with
 * `valuesPerSample` float64 values each; ends with the shorter series.
 */
export function relativeErrors(
  dab: Float64Array,
  exact: Float64Array,
  valuesPerSample: number,
): Float64Array<ArrayBuffer> {
  const samples = Math.floor(Math.min(dab.length, exact.length) / valuesPerSample);
  const errors = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let difference = 0;
    let norm = 0;
    for (let i = sample * valuesPerSample; i < (sample + 1) * valuesPerSample; i++) {
      difference += (dab[i] - exact[i]) ** 2;
      norm += exact[i] ** 2;
    }
    errors[sample] = norm > 0 ? Math.sqrt(difference / norm) : 0;
  }
  return errors;
}

export interface WindowDiagnostics {
  readonly pearson: number | null;
  readonly meanDelta3: number;
  readonly initialDelta3: number;
  readonly buildup: number;
}

/** The scalars above of the cumulant norms |Delta2|(t), |Delta3|(t) of one run. */
export function windowDiagnostics(
  delta2: Float64Array,
  delta3: Float64Array,
  constant: number = CONSTANT,
): WindowDiagnostics {
  return {
    pearson: pearson(delta2, delta3, constant),
    meanDelta3: meanDelta3(delta3),
    initialDelta3: initialDelta3(delta3),
    buildup: buildup(delta3),
  };
}
