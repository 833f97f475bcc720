import { type SampledField, valuesPerSample } from "../base/fields.ts";
import { checksFromSamples } from "../protocol/checks.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { Chunk } from "../protocol/messages.ts";
import { newResultId } from "../protocol/result-id.ts";
import type { Backend, MethodResult, ResultSet, RunOutcome } from "../protocol/results.ts";
import { sampleTimes, siteCount } from "../protocol/sizes.ts";
import type { JobProgress } from "../worker/job-runner.ts";
import type { RunJob } from "./engine.ts";
import { diagnosticsOf, NO_DIAGNOSTICS } from "./exact-diagnostics.ts";
import { ExtrapolationWatch } from "./extrapolation.ts";
import { RelativeErrors } from "./relative-errors.ts";

const CPU: Backend = { device: "cpu", adapter: null, precision: "float64" };

/** Fields every method computes, for the checks and the particle number. */
const ALWAYS = ["density", "energy", "particles"] as const satisfies readonly SampledField[];

/**
 * Fields to ask of the methods: those wanted, those of the checks, and `dab` where exact and another
 * method meet.
 */
export function requestedFields(job: RunJob): SampledField[] {
  const fields = new Set<SampledField>([...job.fields, ...ALWAYS]);
  const exact = job.config.methods.some(({ kind }) => kind === "exact");
  const approximate = job.config.methods.some(({ kind }) => kind !== "exact");
  if (exact && approximate) fields.add("dab");
  return [...fields];
}

/**
 * Merges what the methods of one job send into its result set. Every call costs a time proportional to
 * what it adds.
 */
export class Accumulator {
  readonly results: ResultSet;
  private readonly errors: RelativeErrors;
  private readonly extrapolation: ExtrapolationWatch | null;

  constructor(
    private readonly job: RunJob,
    private readonly onUpdate: (results: ResultSet) => void,
  ) {
    this.results = emptyResults(job);
    this.errors = new RelativeErrors(this.results);
    this.extrapolation = ExtrapolationWatch.of(this.results);
  }

  started(method: number): void {
    this.method(method).status = "running";
    this.changed();
  }

  progress(method: number, { phase, fraction, secondsLeft }: JobProgress): void {
    const result = this.method(method);
    result.phase = phase;
    result.fraction = fraction;
    result.secondsLeft = secondsLeft;
    this.changed();
  }

  chunk(method: number, chunk: Chunk): void {
    const result = this.method(method);
    const { sites, times } = this.results;
    for (const [key, values] of Object.entries(chunk.fields)) {
      const name = key as SampledField;
      const width = valuesPerSample(name, sites);
      const whole = (result.data[name] ??= new Float64Array(times.length * width));
      whole.set(values, chunk.first * width);
    }
    result.filled = chunk.first + chunk.count;
    result.phase = "propagation";
    this.errors.update(method);
    if (result.method.kind === "exact") this.extrapolation?.update(result);
    this.changed();
  }

  finished(method: number, outcome: RunOutcome): void {
    const result = this.method(method);
    const checks =
      outcome.checks ?? (result.filled === 0 ? null : checksFromSamples(this.results.config, result));
    result.outcome = { ...outcome, checks };
    result.status = outcome.status;
    result.secondsLeft = null;
    if (outcome.status === "completed") result.fraction = 1;
    if (result.method.kind === "exact" && outcome.status === "completed") {
      const unseenFraction = this.extrapolation?.reference()?.unseenFraction ?? null;
      this.results.diagnostics = { ...diagnosticsOf(result), unseenFraction };
    }
    if (this.results.methods.every((each) => each.outcome !== null)) this.allEnded();
    this.changed();
  }

  private allEnded(): void {
    const { methods, diagnostics } = this.results;
    if (this.extrapolation !== null && methods.some(isCompleteExact)) {
      this.results.diagnostics = { ...diagnostics, extrapolation: this.extrapolation.errors() };
    }
    this.dropUnwanted();
  }

  /** Frees the two-particle matrices that only the errors needed. */
  private dropUnwanted(): void {
    if (this.job.fields.includes("dab")) return;
    for (const result of this.results.methods) delete result.data.dab;
  }

  private method(index: number): MethodResult {
    const result = this.results.methods[index];
    if (result === undefined) throw new Error(`internal error: no method ${index}`);
    return result;
  }

  private changed(): void {
    this.results.version += 1;
    this.onUpdate(this.results);
  }
}

function isCompleteExact({ method, status }: MethodResult): boolean {
  return method.kind === "exact" && status === "completed";
}

function emptyResults({ config, preview, labels = methodLabels(config.methods) }: RunJob): ResultSet {
  return {
    id: newResultId(),
    config,
    sites: siteCount(config.lattice),
    times: sampleTimes(config.time),
    methods: config.methods.map((method, index) => ({
      index,
      label: labels[index] ?? method.kind,
      method,
      backend: CPU,
      status: "queued",
      phase: "ground-state",
      filled: 0,
      fraction: 0,
      secondsLeft: null,
      data: {},
      outcome: null,
    })),
    diagnostics: NO_DIAGNOSTICS,
    preview: preview ?? false,
    source: { kind: "computed" },
    version: 0,
  };
}
