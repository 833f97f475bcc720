/** A series that varies less than this (standard deviation) is constant to the accuracy of the propagation. */
const CONSTANT = 1e-9;

export interface WindowDiagnostics {
  /** Pearson coefficient of the two series; null when one of them is constant. */
  readonly pearson: number | null;
  readonly meanDelta3: number;
  readonly initialDelta3: number;
  /** Mean of |Delta3| less its value at t = 0. */
  readonly buildup: number;
}

/** Scalars of the cumulant norms |Delta2|(t), |Delta3|(t) over a window of samples (PHYSICS.md section 7). */
export function windowDiagnostics(delta2: Float64Array, delta3: Float64Array): WindowDiagnostics {
  const mean2 = mean(delta2);
  const mean3 = mean(delta3);
  let [c22, c33, c23] = [0, 0, 0];
  for (let k = 0; k < delta3.length; k++) {
    const x = delta2[k] - mean2;
    const y = delta3[k] - mean3;
    c22 += x * x;
    c33 += y * y;
    c23 += x * y;
  }
  const defined = Math.sqrt(Math.min(c22, c33) / delta3.length) > CONSTANT;
  const initialDelta3 = delta3[0];
  return {
    pearson: defined ? Math.max(-1, Math.min(1, c23 / Math.sqrt(c22 * c33))) : null,
    meanDelta3: mean3,
    initialDelta3,
    buildup: mean3 - initialDelta3,
  };
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
