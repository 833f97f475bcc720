import { InputError } from "../base/errors.ts";
import { FIELDS, type FieldName, type FieldSpec, fieldShape } from "../base/fields.ts";
import { type Config, isLearned, type MethodConfig } from "./config-schema.ts";
import { methodLabels } from "./labels.ts";
import { sampleCount, siteCount } from "./sizes.ts";
import type { AnyField, Trajectory, TrajectoryRun } from "./trajectory-schema.ts";
import { checkTwoBody } from "./two-body-checks.ts";

/** What a check needs to know of the run it looks at. */
export interface RunContext {
  readonly config: Config;
  readonly sites: number;
  readonly run: TrajectoryRun;
  /** JSON path of run.data, for example `runs[0].data`. */
  readonly path: string;
  /** Largest rounding error to accept of a quantity of order 1. */
  readonly tolerance: number;
}

const TOLERANCE = { float64: 1e-6, float32: 1e-3 } as const;

/**
 * What a trajectory must satisfy beyond its schema: shapes, sample times, particle numbers, bounds,
 * traces and Hermiticity (PHYSICS.md section 2).
 * @throws InputError naming the first number that does not fit.
 */
export function checkTrajectory(trajectory: Trajectory): void {
  const { config, runs } = trajectory;
  for (const [index, run] of runs.entries()) {
    const path = `runs[${index}]`;
    checkMethod(config, run, path);
    checkTimes(config, run, path);
    checkStatus(config, run, path);
    const tolerance = TOLERANCE[run.backend.precision];
    checkData({ config, sites: siteCount(config.lattice), run, path: `${path}.data`, tolerance });
  }
  checkDiagnostics(trajectory);
}

function checkMethod(config: Config, run: TrajectoryRun, path: string): void {
  if (config.methods.some((method) => sameMethod(method, run.method))) return;
  throw new InputError(`${path}.method`, run.method, "one of config.methods");
}

/** Whether two methods of validated files are the same: their fields come in the order of the schema. */
export function sameMethod(a: TrajectoryRun["method"], b: TrajectoryRun["method"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function checkTimes(config: Config, run: TrajectoryRun, path: string): void {
  const samples = sampleCount(config.time);
  const complete = run.status === "completed";
  if (run.time.length > samples || (complete && run.time.length < samples)) {
    const expected = `${complete ? "" : "at most "}${samples} samples (config.time)`;
    throw new InputError(`${path}.time.length`, run.time.length, expected);
  }
  for (const [k, time] of run.time.entries()) {
    const expected = k * config.time.sample;
    if (Math.abs(time - expected) > 1e-9 * Math.max(1, expected)) {
      throw new InputError(`${path}.time[${k}]`, time, `${k} * config.time.sample = ${expected}`);
    }
  }
}

function checkStatus({ time }: Config, run: TrajectoryRun, path: string): void {
  const { status, divergedAt } = run;
  const end = time.end * (1 + 1e-9);
  if (status !== "diverged" && divergedAt !== null) {
    throw new InputError(`${path}.divergedAt`, divergedAt, `null for a run that is ${status}`);
  }
  if (status === "diverged" && (divergedAt === null || divergedAt < 0 || divergedAt > end)) {
    throw new InputError(`${path}.divergedAt`, divergedAt, `a time between 0 and ${time.end}`);
  }
}

function checkData(context: RunContext): void {
  for (const name of Object.keys(context.run.data) as FieldName[]) {
    const field = context.run.data[name];
    if (field === undefined) continue;
    checkShape(context, name, field);
    checkBounds(context, name, field);
    checkSums(context, name, field);
  }
  checkTwoBody(context);
}

function checkShape({ sites, run, path }: RunContext, name: FieldName, field: AnyField): void {
  if (name === "closureResidual" && run.method.kind !== "td2rdm") {
    throw new InputError(
      `${path}.${name}`,
      run.method.kind,
      "a run of td2rdm: no other method has a closure",
    );
  }
  const spec: FieldSpec = FIELDS[name];
  const dims = spec.dims.join();
  if (field.dims.join() !== dims) {
    throw new InputError(`${path}.${name}.dims`, field.dims, JSON.stringify(spec.dims));
  }
  const shape = fieldShape(name, sites, run.time.length);
  if (field.shape.join() !== shape.join()) {
    const expected = `${JSON.stringify(shape)} (${dims} of ${run.time.length} samples on ${sites} sites)`;
    throw new InputError(`${path}.${name}.shape`, field.shape, expected);
  }
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (field.real.length !== size) {
    throw new InputError(`${path}.${name}.real.length`, field.real.length, `${size}, the product of shape`);
  }
  if (spec.complex && field.imag?.length !== size) {
    throw new InputError(`${path}.${name}.imag.length`, field.imag?.length, `${size}, the product of shape`);
  }
  if (!spec.complex && field.imag !== undefined) {
    throw new InputError(`${path}.${name}.imag`, field.imag, `no imaginary part: ${name} is real`);
  }
}

/** Bounds of every state, and those that an approximate Dab may break. */
const ALWAYS: Partial<Record<FieldName, readonly [number, number]>> = {
  delta2: [0, Number.POSITIVE_INFINITY],
  delta3: [0, Number.POSITIVE_INFINITY],
  closureResidual: [0, Number.POSITIVE_INFINITY],
  relativeError: [0, Number.POSITIVE_INFINITY],
};
const REPRESENTABLE: Partial<Record<FieldName, readonly [number, number]>> = {
  density: [0, 2],
  densityUp: [0, 1],
  doublons: [0, 1],
  momentum: [0, 1],
  naturalOccupations: [0, 1],
  minEigenvalueD: [0, Number.POSITIVE_INFINITY],
  minEigenvalueQ: [0, Number.POSITIVE_INFINITY],
  entropy: [0, Number.POSITIVE_INFINITY],
};

/** Whether every Dab of a method is one of a state. */
function isRepresentable({ kind }: MethodConfig): boolean {
  return kind === "exact" || kind === "mean-field";
}

function checkBounds({ run, path, tolerance }: RunContext, name: FieldName, field: AnyField): void {
  const bounds = ALWAYS[name] ?? (isRepresentable(run.method) ? REPRESENTABLE[name] : undefined);
  if (bounds === undefined) return;
  const [low, high] = bounds;
  const at = field.real.findIndex(
    (value) => value !== null && (value < low - tolerance || value > high + tolerance),
  );
  if (at < 0) return;
  const expected = high === Number.POSITIVE_INFINITY ? `at least ${low}` : `between ${low} and ${high}`;
  throw new InputError(`${path}.${name}.real[${at}]`, field.real[at], expected);
}

/** Fields whose sum over all but time is a number of electrons, which learned methods need not keep. */
function checkSums({ config, run, path, tolerance }: RunContext, name: FieldName, field: AnyField): void {
  if (isLearned(run.method)) return;
  const { up, down } = config.electrons;
  const totals: Partial<Record<FieldName, number>> = {
    density: up + down,
    particles: up + down,
    densityUp: up,
    momentum: up,
    naturalOccupations: up,
  };
  const total = totals[name];
  if (total === undefined) return;
  const width = field.real.length / (field.shape[0] ?? 1);
  for (let begin = 0; begin < field.real.length; begin += width) {
    let sum = 0;
    let scale = 1;
    for (let i = begin; i < begin + width; i++) {
      const value = field.real[i] ?? 0;
      sum += value;
      scale = Math.max(scale, Math.abs(value));
    }
    if (Math.abs(sum - total) > tolerance * scale * Math.max(1, total)) {
      const where = width === 1 ? `real[${begin}]` : `real[${begin} ... ${begin + width - 1}] (sum)`;
      throw new InputError(`${path}.${name}.${where}`, sum, `${total} electrons (config.electrons)`);
    }
  }
}

function checkDiagnostics({ runs, diagnostics, config }: Trajectory): void {
  const labels = methodLabels(config.methods);
  const longest = Math.max(0, ...runs.map(({ time }) => time.length));
  for (const [label, errors] of Object.entries(diagnostics.relativeError)) {
    const path = `diagnostics.relativeError[${JSON.stringify(label)}]`;
    if (!labels.includes(label)) {
      throw new InputError(path, errors, `one of the methods ${labels.join(", ")}`);
    }
    if (errors.length > longest) {
      throw new InputError(
        `${path}.length`,
        errors.length,
        `at most ${longest}, the samples of the longest run`,
      );
    }
  }
}
