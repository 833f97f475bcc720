import type { Tableau } from "./tableau.ts";

/** out = dy/dt at time t; must not keep or change y. */
export type VectorField = (t: number, y: Float64Array, out: Float64Array) => void;

/** Slopes of one explicit Runge-Kutta step, allocated once. */
export class RungeKuttaStages {
  private readonly slopes: Float64Array[];
  private readonly argument: Float64Array;
  private firstKnown = false;

  constructor(
    private readonly tableau: Tableau,
    private readonly field: VectorField,
    size: number,
  ) {
    this.slopes = tableau.nodes.map(() => new Float64Array(size));
    this.argument = new Float64Array(size);
  }

  /**
   * Evaluates the slopes of a step of length h from (t, y), pausing after each, and writes its end point
   * to `end`.
   */
  *attempt(t: number, y: Float64Array, h: number, end: Float64Array): Generator<void, void> {
    const { tableau, slopes, field } = this;
    this.first(t, y);
    yield;
    for (let s = 1; s < slopes.length; s++) {
      combine(y, h, tableau.stages[s], slopes, this.argument);
      field(t + tableau.nodes[s] * h, this.argument, slopes[s]);
      yield;
    }
    combine(y, h, tableau.weights, slopes, end);
  }

  /** The slope at (t, y), evaluated unless it is known already. */
  first(t: number, y: Float64Array): Float64Array {
    if (!this.firstKnown) this.field(t, y, this.slopes[0]);
    this.firstKnown = true;
    return this.slopes[0];
  }

  /** After the step was accepted: its last slope starts the next step where the tableau allows. */
  advance(): void {
    const { slopes, tableau } = this;
    this.firstKnown = tableau.firstSameAsLast;
    if (!tableau.firstSameAsLast) return;
    const last = slopes.length - 1;
    [slopes[0], slopes[last]] = [slopes[last], slopes[0]];
  }

  /** After the state was changed from outside: forget its slope. */
  forget(): void {
    this.firstKnown = false;
  }

  /**
   * Root mean square of the embedded error of the last attempt, each component divided by
   * atol + rtol max(|y|, |end|) (Hairer, Norsett and Wanner, Solving ODEs I, section II.4).
   */
  error(y: Float64Array, end: Float64Array, h: number, rtol: number, atol: number): number {
    const { argument, slopes, tableau } = this;
    argument.fill(0);
    combine(argument, h, tableau.errorWeights ?? [], slopes, argument);
    let sum = 0;
    for (let i = 0; i < y.length; i++) {
      const scaled = argument[i] / (atol + rtol * Math.max(Math.abs(y[i]), Math.abs(end[i])));
      sum += scaled * scaled;
    }
    return Math.sqrt(sum / y.length);
  }
}

/** out = y + h sum_s weights[s] slopes[s] */
function combine(
  y: Float64Array,
  h: number,
  weights: readonly number[],
  slopes: readonly Float64Array[],
  out: Float64Array,
): void {
  if (out !== y) out.set(y);
  for (let s = 0; s < weights.length; s++) {
    if (weights[s] === 0) continue;
    const factor = h * weights[s];
    const slope = slopes[s];
    for (let i = 0; i < out.length; i++) out[i] += factor * slope[i];
  }
}
