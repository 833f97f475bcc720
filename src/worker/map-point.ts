import { type SampledField, valuesPerSample } from "../base/fields.ts";
import type { MethodOutcome, MethodRun, SampleBatch } from "../methods/types.ts";
import { windowDiagnostics } from "../physics/diagnostics.ts";
import type { WindowReference } from "../physics/training-window.ts";
import { PredictionJudge } from "../physics/window-errors.ts";
import { type Config, type MethodConfig, trainingEnd } from "../protocol/config-schema.ts";
import { methodLabels } from "../protocol/labels.ts";
import {
  configAt,
  ERROR_MAP_FIELDS,
  EXACT_MAP_FIELDS,
  errorFieldName,
  WINDOW_ERROR_MAP_FIELDS,
} from "../protocol/map-fields.ts";
import { sampleCount, siteCount } from "../protocol/sizes.ts";
import type { StartMethod } from "./job-runner.ts";

/** One quench of a map; `index` is row-major over (interaction, trap). */
export interface MapPoint {
  readonly index: number;
  readonly interaction: number;
  readonly trap: number;
}

export interface MapPointResult {
  readonly index: number;
  readonly status: "done" | "diverged" | "failed";
  /** Values of the map's fields by name; those that are undefined are NaN or missing. */
  readonly values: Readonly<Record<string, number>>;
  /** Which methods failed here and why, or null. */
  readonly message: string | null;
}

type Values = Record<string, number | null>;

/** What the approximate methods of a point are compared with. */
interface ExactSide {
  /** Dab at all samples; empty when nothing is compared with it. */
  readonly dab: Float64Array;
  /** Null without learned methods, or when the window ends with their training. */
  readonly extrapolation: { readonly judge: PredictionJudge; readonly reference: WindowReference } | null;
}

/**
 * Computes all fields of a map at one point: the exact run, then each approximate method, compared with
 * it sample by sample (PHYSICS.md section 7). Pauses where the methods do. A method that cannot treat the
 * point leaves its fields undefined.
 * @param constant standard deviation of the norms of cumulants below which they are constant, and r undefined
 */
export function* mapPoint(
  start: StartMethod,
  config: Config,
  { index, interaction, trap }: MapPoint,
  constant?: number,
): Generator<void, MapPointResult> {
  const here = configAt(config, interaction, trap);
  const labels = methodLabels(here.methods);
  const values: Values = {};
  const messages: string[] = [];
  let diverged = false;
  let exact: ExactSide | null = null;
  for (const method of exactFirst(here)) {
    const label = labels[here.methods.indexOf(method)];
    try {
      if (method.kind === "exact") exact = yield* exactFields(start, here, { method, constant }, values);
      else if (exact !== null) {
        const at = yield* errorFields(start, here, { method, label }, exact, values);
        diverged ||= at !== null;
      }
    } catch (error) {
      messages.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const message = messages.length > 0 ? messages.join("; ") : null;
  const status = message !== null ? "failed" : diverged ? "diverged" : "done";
  return { index, status, values: definedOnly(values), message };
}

/** One exact entry, then the approximate ones. */
function exactFirst({ methods }: Config): MethodConfig[] {
  const exact = methods.filter(({ kind }) => kind === "exact").slice(0, 1);
  return [...exact, ...methods.filter(({ kind }) => kind !== "exact")];
}

/** Fills in the fields of the exact run. */
function* exactFields(
  start: StartMethod,
  config: Config,
  { method, constant }: { method: MethodConfig; constant: number | undefined },
  values: Values,
): Generator<void, ExactSide> {
  const compared = config.methods.some(({ kind }) => kind !== "exact");
  const fields: SampledField[] = compared ? ["delta2", "delta3", "dab"] : ["delta2", "delta3"];
  const samples = sampleCount(config.time);
  const width = valuesPerSample("dab", siteCount(config.lattice));
  const delta2 = new Float64Array(samples);
  const delta3 = new Float64Array(samples);
  const dab = new Float64Array(compared ? samples * width : 0);
  const outcome = yield* follow(start(config, method, fields), ({ first, fields }) => {
    if (fields.delta2 !== undefined) delta2.set(fields.delta2, first);
    if (fields.delta3 !== undefined) delta3.set(fields.delta3, first);
    if (fields.dab !== undefined) dab.set(fields.dab, first * width);
  });
  if (outcome.status === "diverged") throw new Error(outcome.message ?? "it diverged");
  const found = { ...windowDiagnostics(delta2, delta3, constant), gap: outcome.groundState?.gap ?? null };
  if (!Number.isFinite(found.meanDelta3)) throw new Error("a sample is not finite");
  for (const name of EXACT_MAP_FIELDS) values[name] = found[name];
  const extrapolation = yield* judgeOf(config, dab);
  if (extrapolation !== null) {
    const { unseenFraction, trainingMean } = extrapolation.reference;
    Object.assign(values, { unseenFraction, meanError: trainingMean.extrapolation });
  }
  return { dab, extrapolation };
}

/** Reads what the end of training divides out of the exact Dab at all samples. */
function* judgeOf(
  { methods, time, lattice }: Config,
  dab: Float64Array,
): Generator<void, ExactSide["extrapolation"]> {
  const end = trainingEnd(methods);
  if (end === null) return null;
  const [samples, width] = [sampleCount(time), valuesPerSample("dab", siteCount(lattice))];
  const judge = new PredictionJudge(samples, sampleCount({ ...time, end }));
  for (let k = 0; k < samples; k++) {
    judge.add(dab.subarray(k * width, (k + 1) * width));
    yield;
  }
  const reference = judge.reference();
  return reference === null ? null : { judge, reference };
}

/** Fills in the errors of one approximate method; returns the time at which it diverged, or null. */
function* errorFields(
  start: StartMethod,
  config: Config,
  { method, label }: { method: MethodConfig; label: string },
  exact: ExactSide,
  values: Values,
): Generator<void, number | null> {
  const width = valuesPerSample("dab", siteCount(config.lattice));
  const relative = new Float64Array(sampleCount(config.time)).fill(Number.NaN);
  const window = { difference: 0, norm: 0 };
  let last: Squares = window;
  const outcome = yield* follow(start(config, method, ["dab"]), ({ first, count, fields }) => {
    for (let k = 0; k < count; k++) {
      last = squares(fields.dab ?? new Float64Array(), k * width, exact.dab, (first + k) * width, width);
      relative[first + k] = ratio(last);
      window.difference += last.difference;
      window.norm += last.norm;
    }
  });
  const complete = outcome.status === "completed";
  const found = {
    relativeError: complete ? ratio(window) : null,
    relativeErrorAtEnd: complete ? ratio(last) : null,
    divergedAt: complete ? null : outcome.divergedAt,
  };
  if (complete && !Number.isFinite(found.relativeError)) throw new Error("a sample is not finite");
  for (const name of ERROR_MAP_FIELDS) values[errorFieldName(name, label)] = found[name];
  if (exact.extrapolation !== null) {
    const { judge, reference } = exact.extrapolation;
    const { training, extrapolation, skill } = judge.errors(relative, reference);
    const judged = { trainingError: training, extrapolationError: extrapolation, skill };
    for (const name of WINDOW_ERROR_MAP_FIELDS) values[errorFieldName(name, label)] = judged[name];
  }
  return found.divergedAt;
}

/** Runs a method to its end, pausing after each of its steps. */
export function* follow(
  run: MethodRun,
  onSamples: (batch: SampleBatch) => void,
): Generator<void, MethodOutcome> {
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
    if (step.value.kind === "samples") onSamples(step.value.batch);
    yield;
  }
}

interface Squares {
  readonly difference: number;
  readonly norm: number;
}

function ratio({ difference, norm }: Squares): number {
  return norm === 0 ? 0 : Math.sqrt(difference / norm);
}

/** |a - b|^2 and |b|^2 of the slices of `width` values at p and q. */
function squares(a: Float64Array, p: number, b: Float64Array, q: number, width: number): Squares {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < width; i++) {
    const exact = b[q + i];
    difference += (a[p + i] - exact) ** 2;
    norm += exact * exact;
  }
  return { difference, norm };
}

/** Drops null and the infinite gap of a level that stands alone. */
function definedOnly(values: Values): Record<string, number> {
  const defined: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && Number.isFinite(value)) defined[name] = value;
  }
  return defined;
}
