import type { MethodResult, ResultSet, RunChecks } from "../protocol/results.ts";

/**
 * The checks of a run that stopped before it could report its own (cancelled, failed), from the samples
 * it sent; null without samples.
 */
export function checksFromSamples({ config }: ResultSet, result: MethodResult): RunChecks | null {
  const { particles, energy, minEigenvalueD, minEigenvalueQ } = result.data;
  if (result.filled === 0 || particles === undefined || energy === undefined) return null;
  return {
    particleDrift: largestDeviation(
      particles.subarray(0, result.filled),
      config.electrons.up + config.electrons.down,
    ),
    energyDrift: largestDeviation(energy.subarray(0, result.filled), energy[0] ?? 0),
    minEigenvalueD: smallest(minEigenvalueD?.subarray(0, result.filled)),
    minEigenvalueQ: smallest(minEigenvalueQ?.subarray(0, result.filled)),
    contractionResidual: null,
  };
}

function largestDeviation(values: Float64Array, reference: number): number {
  return values.reduce((worst, value) => Math.max(worst, Math.abs(value - reference)), 0);
}

function smallest(values: Float64Array | undefined): number | null {
  return values?.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY) ?? null;
}
