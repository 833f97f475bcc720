import type { FieldName } from "../../src/base/fields.ts";
import { NO_DIAGNOSTICS } from "../../src/engine/exact-diagnostics.ts";
import type { Config, MethodConfig } from "../../src/protocol/config.ts";
import type { MethodResult, ResultSet } from "../../src/protocol/results.ts";

export interface GoldenRun {
  readonly sites: number;
  readonly times: number[];
  readonly density: number[][];
  readonly doublons: number[][];
  readonly delta2: number[];
  readonly delta3: number[];
  readonly energy: number[];
  readonly pearsonNorms: number;
  readonly meanDelta3: number;
  readonly buildup: number;
  readonly gap: number;
}

/** Results as an engine would hand them out, with `filled` of the golden samples present. */
export function resultsFromGolden(
  golden: GoldenRun,
  config: Config,
  labels: readonly string[],
  filled = golden.times.length,
): ResultSet {
  const complete = filled === golden.times.length;
  const methods = config.methods.map((method, index): MethodResult => {
    return {
      index,
      label: labels[index] ?? method.kind,
      method,
      backend: { device: "cpu", adapter: null, precision: "float64" },
      status: complete ? "completed" : "running",
      phase: "propagation",
      filled,
      fraction: filled / golden.times.length,
      secondsLeft: complete ? null : 2,
      data: fieldsOf(golden, method, index),
      outcome: complete ? outcomeOf(golden, method) : null,
    };
  });
  const exact = complete && config.methods.some(({ kind }) => kind === "exact");
  return {
    id: 1,
    config,
    sites: golden.sites,
    times: Float64Array.from(golden.times),
    methods,
    diagnostics: {
      ...NO_DIAGNOSTICS,
      pearson: exact ? golden.pearsonNorms : null,
      meanDelta3: exact ? golden.meanDelta3 : null,
      initialDelta3: exact ? golden.meanDelta3 - golden.buildup : null,
      buildup: exact ? golden.buildup : null,
    },
    preview: false,
    source: { kind: "computed" },
    version: filled,
  };
}

/** Share by which a fake method is off at time t. */
function deviation(method: MethodConfig, index: number, t: number): number {
  if (method.kind === "exact") return 0;
  const strength = method.kind === "mean-field" ? 0.16 : 0.03 / index;
  return Math.min(0.9, strength * (1 - Math.exp(-t * t)) * (1 + t * 0.25));
}

function fieldsOf(golden: GoldenRun, method: MethodConfig, index: number): MethodResult["data"] {
  const { times, sites } = golden;
  const off = times.map((t) => deviation(method, index, t));
  const rows = (values: number[][], neutral: number): Float64Array =>
    Float64Array.from(
      values.flatMap((row, k) =>
        row.map((value) => value + (neutral - value) * (off[k] ?? 0) * Math.cos((times[k] ?? 0) * 0.7)),
      ),
    );
  const perTime = (at: (t: number, k: number) => number): Float64Array => Float64Array.from(times, at);
  const square = (at: (t: number, i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: times.length * sites ** 2 }, (_, n) =>
      at(times[Math.floor(n / sites ** 2)] ?? 0, Math.floor(n / sites) % sites, n % sites),
    );
  const data: Partial<Record<FieldName, Float64Array>> = {
    density: rows(golden.density, 1),
    doublons: rows(golden.doublons, 0.25),
    energy: perTime((t, k) => (golden.energy[k] ?? 0) + (off[k] ?? 0) * 1e-9 + 4e-15 * Math.sin(31 * t)),
    particles: perTime((t) => 6 + 2e-14 * Math.sin(17 * t + index)),
    delta2: perTime(
      (_, k) => (golden.delta2[k] ?? 0) * (method.kind === "mean-field" ? 0 : 1 - 0.4 * (off[k] ?? 0)),
    ),
    minEigenvalueD: perTime((t, k) => 0.004 * Math.cos(t) ** 2 - 0.2 * (off[k] ?? 0)),
    minEigenvalueQ: perTime((t, k) => 0.003 * Math.sin(t) ** 2 - 0.16 * (off[k] ?? 0)),
    momentum: perRow(
      times,
      sites,
      (t, k) => 0.5 + 0.45 * Math.cos((Math.PI * (k + 1)) / (sites + 1)) * Math.cos(t / 3),
    ),
    naturalOccupations: perRow(times, sites, (t, k) => 1 / (1 + Math.exp((k - 2.5) * (4 - 0.15 * t)))),
    entropy: perTime((t, k) => 6 * (1 - Math.exp(-t / 3)) * (1 - (off[k] ?? 0))),
    densityDensity: square((t, i, j) =>
      i === j ? 0.4 : -0.2 * Math.exp(-Math.abs(i - j)) * Math.cos(t / 4),
    ),
    spinSpin: square((t, i, j) =>
      i === j ? 0.2 : 0.1 * (-1) ** (i - j) * Math.exp(-Math.abs(i - j) / 2) * Math.cos(t / 6),
    ),
  };
  if (method.kind === "exact") data.delta3 = Float64Array.from(golden.delta3);
  else data.relativeError = Float64Array.from(off);
  return data;
}

function perRow(
  times: readonly number[],
  width: number,
  at: (t: number, row: number) => number,
): Float64Array {
  return Float64Array.from({ length: times.length * width }, (_, n) =>
    at(times[Math.floor(n / width)] ?? 0, n % width),
  );
}

function outcomeOf(golden: GoldenRun, method: MethodConfig): MethodResult["outcome"] {
  const exact = method.kind === "exact";
  return {
    status: "completed",
    divergedAt: null,
    message: null,
    steps: { accepted: 1000, rejected: 0 },
    wallSeconds: 0.4,
    groundState: { energy: 5.761223834442278, gap: golden.gap, residual: 1e-12 },
    checks: {
      particleDrift: 3e-14,
      energyDrift: exact ? 6e-15 : 2e-11,
      minEigenvalueD: exact ? 1.2e-6 : -0.083,
      minEigenvalueQ: exact ? 2.1e-6 : -0.061,
      contractionResidual: exact ? null : 1e-15,
    },
  };
}
