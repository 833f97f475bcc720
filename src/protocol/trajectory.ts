import { type FieldName, valuesPerSample } from "../base/fields.ts";
import { methodLabels } from "./labels.ts";
import { newResultId } from "./result-id.ts";
import type { MethodResult, ResultSet } from "./results.ts";
import { sampleTimes, siteCount } from "./sizes.ts";
import { checkTrajectory, sameMethod } from "./trajectory-checks.ts";
import { type AnyField, type Trajectory, type TrajectoryRun, trajectorySchema } from "./trajectory-schema.ts";
import { firstIssue } from "./zod-issues.ts";

export { buildTrajectory } from "./trajectory-build.ts";
export { type Software, TRAJECTORY_SCHEMA, type Trajectory } from "./trajectory-schema.ts";

/**
 * Validates an unknown value as a trajectory: its schema, then its physics.
 * @throws InputError naming the first offending field, its value and what was expected.
 */
export function parseTrajectory(value: unknown): Trajectory {
  const result = trajectorySchema.safeParse(value, { reportInput: true });
  if (!result.success) throw firstIssue(result.error, value);
  checkTrajectory(result.data);
  return result.data;
}

/** A valid trajectory as a result set, one entry per method of its config. `name` says where it came from. */
export function trajectoryToResults(trajectory: Trajectory, name: string): ResultSet {
  const { config, diagnostics } = trajectory;
  const { relativeError: _, ...scalars } = diagnostics;
  const runs = [...trajectory.runs];
  const omitted = [...trajectory.omitted];
  const labels = methodLabels(config.methods);
  const methods = config.methods.map((method, index) => {
    const label = labels[index] ?? method.kind;
    const run = takeSame(runs, method);
    return run === undefined
      ? withoutSamples(index, label, method, takeSame(omitted, method))
      : withSamples(trajectory, index, label, run);
  });
  return {
    id: newResultId(),
    config,
    sites: siteCount(config.lattice),
    times: sampleTimes(config.time),
    methods,
    diagnostics: scalars,
    preview: false,
    source: { kind: "imported", name },
    version: 0,
  };
}

/** Removes and returns the first entry of the same method. */
function takeSame<T extends { readonly method: TrajectoryRun["method"] }>(
  entries: T[],
  method: TrajectoryRun["method"],
): T | undefined {
  const index = entries.findIndex((entry) => sameMethod(entry.method, method));
  return index < 0 ? undefined : entries.splice(index, 1)[0];
}

function withoutSamples(
  index: number,
  label: string,
  method: TrajectoryRun["method"],
  omitted: Trajectory["omitted"][number] | undefined,
): MethodResult {
  const status = omitted?.status ?? "cancelled";
  return {
    index,
    label,
    method,
    backend: { device: "cpu", adapter: null, precision: "float64" },
    status,
    phase: "propagation",
    filled: 0,
    fraction: 0,
    secondsLeft: null,
    data: {},
    outcome: {
      status,
      divergedAt: null,
      message: omitted?.message ?? "not in the file",
      steps: { accepted: 0, rejected: 0 },
      wallSeconds: 0,
      groundState: null,
      checks: null,
    },
  };
}

function withSamples(
  { config, diagnostics }: Trajectory,
  index: number,
  label: string,
  run: TrajectoryRun,
): MethodResult {
  const samples = sampleTimes(config.time).length;
  const sites = siteCount(config.lattice);
  const { method, backend, status, divergedAt, message, steps, wallSeconds, checks } = run;
  const groundState =
    run.groundState === null
      ? null
      : { ...run.groundState, gap: run.groundState.gap ?? Number.POSITIVE_INFINITY };
  const data: MethodResult["data"] = {};
  for (const name of Object.keys(run.data) as FieldName[]) {
    const field = run.data[name];
    if (field !== undefined) data[name] = interleaved(field, samples * valuesPerSample(name, sites));
  }
  const errors = diagnostics.relativeError[label];
  if (errors !== undefined) {
    const whole = new Float64Array(samples).fill(Number.NaN);
    whole.set(errors);
    data.relativeError = whole;
  }
  return {
    index,
    label,
    method,
    backend,
    status,
    phase: "propagation",
    filled: run.time.length,
    fraction: run.time.length / samples,
    secondsLeft: null,
    data,
    outcome: {
      status,
      divergedAt,
      message,
      steps,
      wallSeconds,
      groundState,
      checks,
      ...(run.training === null ? {} : { training: run.training }),
    },
  };
}

/** In memory what is not defined is NaN. */
function interleaved({ real, imag }: AnyField, length: number): Float64Array {
  const values = new Float64Array(length);
  if (imag === undefined) for (const [i, value] of real.entries()) values[i] = value ?? Number.NaN;
  else {
    for (let i = 0; i < real.length; i++) {
      values[2 * i] = real[i];
      values[2 * i + 1] = imag[i];
    }
  }
  return values;
}
