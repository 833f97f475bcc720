import { windowDiagnostics } from "../physics/diagnostics.ts";
import type { Diagnostics, MethodResult } from "../protocol/results.ts";

export const NO_DIAGNOSTICS: Diagnostics = {
  pearson: null,
  meanDelta3: null,
  initialDelta3: null,
  buildup: null,
  unseenFraction: null,
  extrapolation: null,
};

/** Scalars over the window of a complete exact run (PHYSICS.md section 7); null without the cumulant norms. */
export function diagnosticsOf({ data }: MethodResult): Diagnostics {
  const { delta2, delta3 } = data;
  return delta2 === undefined || delta3 === undefined
    ? NO_DIAGNOSTICS
    : { ...NO_DIAGNOSTICS, ...windowDiagnostics(delta2, delta3) };
}
