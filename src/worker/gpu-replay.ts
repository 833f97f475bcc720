import type { SampledField } from "../base/fields.ts";
import type { GroundStateReport, MethodRun } from "../methods/types.ts";

/** What was computed of one method at one point, all samples up to a divergence. */
export interface GpuRecord {
  readonly samples: number;
  readonly fields: Partial<Record<SampledField, Float64Array<ArrayBuffer>>>;
  /** Time of divergence in 1/J, or null. */
  readonly divergedAt: number | null;
  /** A remark, such as on the limit of purification, or null. */
  readonly message: string | null;
  readonly groundState: GroundStateReport | null;
  /** Largest changes of particle number and energy over the samples. */
  readonly particleDrift: number;
  readonly energyDrift: number;
}

/** A record as a run of its method, so that everything derived from runs is derived from it too. */
export function* replay({ samples, fields, divergedAt, ...record }: GpuRecord): MethodRun {
  yield { kind: "samples", batch: { first: 0, count: samples, fields } };
  return {
    status: divergedAt === null ? "completed" : "diverged",
    divergedAt,
    message: record.message,
    steps: { accepted: samples, rejected: 0 },
    groundState: record.groundState,
    checks: {
      particleDrift: record.particleDrift,
      energyDrift: record.energyDrift,
      minEigenvalueD: null,
      minEigenvalueQ: null,
      contractionResidual: null,
    },
  };
}

/** Largest |x - first| of a series. */
export function drift(series: Float64Array): number {
  return series.reduce((worst, value) => Math.max(worst, Math.abs(value - series[0])), 0);
}
