import type { Diagnostics, MethodResult } from "../protocol/results.ts";

export const NO_DIAGNOSTICS: Diagnostics = {
  pearson: null,
  meanDelta3: null,
  initialDelta3: null,
  buildup: null,
};

/** Scalars over the window of a complete exact run (PHYSICS.md section 7); null without the cumulant norms. */
export function diagnosticsOf(exact: MethodResult): Diagnostics {
  const { delta2, delta3 } = exact.data;
  if (delta2 === undefined || delta3 === undefined) return NO_DIAGNOSTICS;
  const mean3 = delta3.reduce((a, b) => a + b, 0) / delta3.length;
  const mean2 = delta2.reduce((a, b) => a + b, 0) / delta2.length;
  let [c22, c33, c23] = [0, 0, 0];
  for (let k = 0; k < delta3.length; k++) {
    const [x, y] = [(delta2[k] ?? 0) - mean2, (delta3[k] ?? 0) - mean3];
    c22 += x * x;
    c33 += y * y;
    c23 += x * y;
  }
  const denominator = Math.sqrt(c22 * c33);
  const first = delta3[0] ?? 0;
  return {
    pearson: denominator === 0 ? null : c23 / denominator,
    meanDelta3: mean3,
    initialDelta3: first,
    buildup: mean3 - first,
  };
}
