import type { ContractionResidual } from "./consistency.ts";

/** A closure for the three-particle cumulant, reduced to what the equation of motion of Dab needs of it. */
export interface ThirdCumulant {
  /** T[a b;c d] = Delta3[a b b;c b d] of the last evaluation, M^4 complex interleaved. */
  readonly collision: Float64Array;
  /**
   * Evaluates the closure for g and Delta_ab, both complex interleaved.
   *
   * @param residual if given, the contractions of Delta3 are subtracted from it
   */
  evaluate(g: Float64Array, delta: Float64Array, residual: ContractionResidual | null): void;
}

/** out += interaction (W - W^+), W = T + its spin-exchanged partner; T and out of M^4 elements. */
export function addCollision(sites: number, interaction: number, t: Float64Array, out: Float64Array): void {
  const m = sites;
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        for (let d = 0; d < m; d++) {
          const here = 2 * (((a * m + b) * m + c) * m + d);
          const exchanged = 2 * (((b * m + a) * m + d) * m + c);
          const adjoint = 2 * (((c * m + d) * m + a) * m + b);
          const both = 2 * (((d * m + c) * m + b) * m + a);
          out[here] += interaction * (t[here] + t[exchanged] - t[adjoint] - t[both]);
          out[here + 1] += interaction * (t[here + 1] + t[exchanged + 1] + t[adjoint + 1] + t[both + 1]);
        }
      }
    }
  }
}
