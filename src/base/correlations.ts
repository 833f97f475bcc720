import { varies } from "./statistics.ts";

/** Values counted several times, or not at all: one whole number for each. */
export type Weights = Float64Array;

/** Order and ties of a series, from which the ranks of any resample of it follow without sorting again. */
export class RankOrder {
  private readonly order: Uint32Array;
  /** Where groups of equal values end in `order`. */
  private readonly ends: Uint32Array;

  constructor(values: Float64Array) {
    this.order = Uint32Array.from(values.keys()).sort((p, q) => compare(values[p], values[q]));
    const ends: number[] = [];
    this.order.forEach((index, place) => {
      if (place + 1 === this.order.length || values[this.order[place + 1]] !== values[index])
        ends.push(place + 1);
    });
    this.ends = Uint32Array.from(ends);
  }

  /** Ranks from 1 up; equal values share the average of theirs. Values of weight 0 get a rank too, without any use. */
  ranks(weights: Weights, ranks: Float64Array): void {
    let below = 0;
    let begin = 0;
    for (const end of this.ends) {
      let count = 0;
      for (let place = begin; place < end; place++) count += weights[this.order[place]];
      const rank = below + (count + 1) / 2;
      for (let place = begin; place < end; place++) ranks[this.order[place]] = rank;
      below += count;
      begin = end;
    }
  }
}

/** Infinities are equal to themselves. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Pearson's coefficients between columns of equal length; NaN in the row and column of a constant one. */
export function correlationMatrix(columns: readonly Float64Array[], weights: Weights): number[][] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = columns.map((column) => weightedSum(column, weights) / total);
  const covariance = columns.map(() => columns.map(() => 0));
  columns.forEach((x, a) => {
    for (let b = a; b < columns.length; b++) {
      covariance[a][b] = centredSum(x, means[a], columns[b], means[b], weights) / total;
      covariance[b][a] = covariance[a][b];
    }
  });
  const roots = columns.map((_, a) =>
    varies(means[a], covariance[a][a]) ? Math.sqrt(covariance[a][a]) : Number.NaN,
  );
  return covariance.map((row, a) => row.map((value, b) => clip(value / (roots[a] * roots[b]))));
}

function weightedSum(column: Float64Array, weights: Weights): number {
  let sum = 0;
  for (let k = 0; k < column.length; k++) if (weights[k] > 0) sum += weights[k] * column[k];
  return sum;
}

function centredSum(
  x: Float64Array,
  meanX: number,
  y: Float64Array,
  meanY: number,
  weights: Weights,
): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) {
    if (weights[k] > 0) sum += weights[k] * (x[k] - meanX) * (y[k] - meanY);
  }
  return sum;
}

/** What is left of a variance when others explain all but rounding of it. */
const EXPLAINED = 1e-10;

/**
 * Partial correlation of two columns given others, from the matrix of all correlations R: with P the inverse of its
 * part over the columns named, -P_xy / sqrt(P_xx P_yy). Here by eliminating one given column after the other, which
 * for a single z is (r_xy - r_xz r_yz) / sqrt((1 - r_xz^2)(1 - r_yz^2)) (Kendall and Gibbons, Rank Correlation
 * Methods, 5th ed.). NaN where a coefficient is, or where the given columns leave nothing of x or y.
 */
export function partialCorrelation(
  correlations: readonly (readonly number[])[],
  x: number,
  y: number,
  given: readonly number[],
): number {
  const names = [x, y, ...given];
  const rest = names.map((row) => names.map((column) => correlations[row][column]));
  for (let last = names.length - 1; last >= 2; last--) {
    const pivot = rest[last][last];
    if (!(pivot > EXPLAINED)) return Number.NaN;
    for (let row = 0; row < last; row++) {
      for (let column = 0; column < last; column++) {
        rest[row][column] -= (rest[row][last] * rest[last][column]) / pivot;
      }
    }
  }
  if (!(rest[0][0] > EXPLAINED && rest[1][1] > EXPLAINED)) return Number.NaN;
  return clip(rest[0][1] / Math.sqrt(rest[0][0] * rest[1][1]));
}

function clip(coefficient: number): number {
  return Math.max(-1, Math.min(1, coefficient));
}
