import { FIELDS, type FieldName, type FieldSpec, fieldShape, valuesPerSample } from "../base/fields.ts";
import { checksFromSamples } from "./checks.ts";
import type { MethodResult, ResultSet, RunOutcome } from "./results.ts";
import {
  type FieldData,
  type Software,
  TRAJECTORY_SCHEMA,
  type Trajectory,
  type TrajectoryRun,
} from "./trajectory-schema.ts";

/**
 * The trajectory file of a result set: `outputs` of its config and the relative errors, for every method
 * that has samples. A method still running is written as cancelled, with what is there.
 */
export function buildTrajectory(results: ResultSet, software: Software, created = new Date()): Trajectory {
  const written = results.methods.filter(hasSamples);
  return {
    schema: TRAJECTORY_SCHEMA,
    software,
    created: created.toISOString(),
    config: results.config,
    units: { hbar: 1, energy: "J", time: "1/J" },
    conventions: conventions(writtenFields(results)),
    runs: written.map((result) => buildRun(results, result)),
    omitted: results.methods
      .filter((result) => !hasSamples(result))
      .map(({ method, status, outcome }) => ({
        method,
        status: status === "refused" || status === "failed" ? status : "cancelled",
        message: outcome?.message ?? null,
      })),
    diagnostics: { ...results.diagnostics, relativeError: relativeErrors(written) },
  };
}

function hasSamples({ status, filled }: MethodResult): boolean {
  return filled > 0 && status !== "refused" && status !== "failed";
}

function writtenFields({ config }: ResultSet): FieldName[] {
  return [...new Set<FieldName>([...config.outputs, "relativeError"])];
}

/** The meaning of every field in words, with its index order. */
function conventions(names: readonly FieldName[]): Record<string, string> {
  const fields = names.map((name) => {
    const spec: FieldSpec = FIELDS[name];
    const unit = spec.unit === "1" ? "" : `, in ${spec.unit}`;
    return [name, `${spec.description}${unit}; dims ${spec.dims.join(",")}, row-major`];
  });
  return {
    ...Object.fromEntries(fields),
    sites: "numbered from 0; a rectangle row by row, i = x + lx * y",
    samples: "sample k is at time k * config.time.sample; the quench is at time 0",
  };
}

function buildRun(results: ResultSet, result: MethodResult): TrajectoryRun {
  const { method, backend, outcome, filled } = result;
  const status = outcome?.status;
  const data: TrajectoryRun["data"] = {};
  for (const name of writtenFields(results)) {
    const values = result.data[name];
    if (values === undefined) continue;
    // The error of the last samples is unknown where exact stopped earlier; diagnostics then holds the known part.
    if (name === "relativeError" && knownErrors(result) < filled) continue;
    const field = fieldData(name, values, results.sites, filled);
    if (name === "closureResidual") data[name] = { ...field, real: field.real.map(definedOrNull) };
    else data[name] = field;
  }
  return {
    method,
    backend,
    status: status === "completed" || status === "diverged" ? status : "cancelled",
    divergedAt: outcome?.divergedAt ?? null,
    message: outcome === null ? "written before the run ended" : outcome.message,
    steps: outcome?.steps ?? { accepted: 0, rejected: 0 },
    wallSeconds: outcome?.wallSeconds ?? 0,
    groundState: groundStateOf(outcome),
    training: outcome?.training ?? null,
    time: Array.from(results.times.subarray(0, filled)),
    data,
    checks: outcome?.checks ?? checksFromSamples(results.config, result),
  };
}

/** JSON has no infinity, which is the gap of a level that stands alone. */
function groundStateOf(outcome: RunOutcome | null): TrajectoryRun["groundState"] {
  const report = outcome?.groundState ?? null;
  if (report === null) return null;
  return { ...report, gap: Number.isFinite(report.gap) ? report.gap : null };
}

function fieldData(name: FieldName, values: Float64Array, sites: number, samples: number): FieldData {
  const { dims, complex }: FieldSpec = FIELDS[name];
  const used = values.subarray(0, samples * valuesPerSample(name, sites));
  const head = { dims: [...dims], shape: fieldShape(name, sites, samples) };
  if (!complex) return { ...head, real: Array.from(used) };
  return { ...head, real: everySecond(used, 0), imag: everySecond(used, 1) };
}

/** JSON has no NaN. */
function definedOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function everySecond(values: Float64Array, offset: number): number[] {
  return Array.from({ length: values.length / 2 }, (_, i) => values[2 * i + offset] ?? 0);
}

function relativeErrors(written: readonly MethodResult[]): Record<string, number[]> {
  const entries = written.flatMap((result) => {
    const errors = result.data.relativeError;
    return errors === undefined ? [] : [[result.label, Array.from(errors.subarray(0, knownErrors(result)))]];
  });
  return Object.fromEntries(entries) as Record<string, number[]>;
}

/** Number of samples whose relative error is known: they come first. */
function knownErrors({ data, filled }: MethodResult): number {
  const unknown = data.relativeError?.subarray(0, filled).findIndex(Number.isNaN) ?? 0;
  return unknown < 0 ? filled : unknown;
}
