import type { Config } from "./config-schema.ts";
import type { MethodResult, RunChecks } from "./results.ts";

/**
 * The checks of a run that could not report its own (cancelled, or still running), from the samples it
 * sent; a drift is 0 where its field is absent.
 */
export function checksFromSamples({ electrons }: Config, { data, filled }: MethodResult): RunChecks {
  const series = (values: Float64Array | undefined): Float64Array =>
    values?.subarray(0, filled) ?? new Float64Array();
  const energy = series(data.energy);
  return {
    particleDrift: largestDeviation(series(data.particles), electrons.up + electrons.down),
    energyDrift: largestDeviation(energy, energy[0] ?? 0),
    minEigenvalueD: smallest(series(data.minEigenvalueD)),
    minEigenvalueQ: smallest(series(data.minEigenvalueQ)),
    contractionResidual: null,
  };
}

function largestDeviation(values: Float64Array, reference: number): number {
  return values.reduce((worst, value) => Math.max(worst, Math.abs(value - reference)), 0);
}

function smallest(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((least, value) => Math.min(least, value));
}
