/** Correlation of two series of equal length. */

interface Covariances {
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** Variances and covariance, divided by the number of values. */
export function covariances(x: ArrayLike<number>, y: ArrayLike<number>): Covariances {
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const [dx, dy] = [x[k] - meanX, y[k] - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { xx: xx / x.length, yy: yy / x.length, xy: xy / x.length };
}

export function mean(series: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < series.length; k++) sum += series[k];
  return sum / series.length;
}

/** A standard deviation this small beside the mean is rounding. */
const ROUNDING = 1e-12;

/** Whether values of this mean and variance differ by more than rounding. */
export function varies(average: number, variance: number): boolean {
  return Math.sqrt(variance) > ROUNDING * Math.abs(average);
}

/** Pearson's coefficient, -1 ... 1; NaN for fewer than two values or a constant series. */
export function pearsonCoefficient(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const { xx, yy, xy } = covariances(x, y);
  if (!varies(mean(x), xx) || !varies(mean(y), yy)) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Spearman's coefficient: Pearson's of the ranks, ties ranked by their average (Kendall and Gibbons, Rank
 * Correlation Methods, 5th ed.); NaN as there.
 */
export function spearmanCoefficient(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return pearsonCoefficient(ranks(x), ranks(y));
}

/** Ranks 1 ... n from the smallest value up; equal values share the average of their ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, k) => k).sort(
    (p, q) => values[p] - values[q],
  );
  const ranked = new Float64Array(values.length);
  for (let begin = 0; begin < order.length; ) {
    let end = begin + 1;
    while (end < order.length && values[order[end]] === values[order[begin]]) end += 1;
    for (let k = begin; k < end; k++) ranked[order[k]] = (begin + end + 1) / 2;
    begin = end;
  }
  return ranked;
}
