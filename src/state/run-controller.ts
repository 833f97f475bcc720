import type { SampledField } from "../base/fields.ts";
import type { Engine } from "../engine/engine.ts";
import type { Config } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { ResultSet } from "../protocol/results.ts";
import type { ConfigState, ConfigStore } from "./config-store.ts";
import { previewConfig } from "./preview.ts";
import { hasSamples, type RunState, type RunStore } from "./run-store.ts";

/** A preview is left this long to complete before a newer position replaces it, in ms. */
export const PREVIEW_PATIENCE = 1200;
/** A full run without samples is shown after this time nevertheless, so that its progress is seen, in ms. */
const FULL_PATIENCE = 400;

/** What a preview computes: the plots shown at first, the sentence and the lattice picture. */
const PREVIEW_FIELDS: readonly SampledField[] = [
  "density",
  "doublons",
  "energy",
  "particles",
  "delta2",
  "delta3",
  "minEigenvalueD",
  "minEigenvalueQ",
];
/** What every plot reads. */
const PLOT_FIELDS: readonly SampledField[] = [
  ...PREVIEW_FIELDS,
  "momentum",
  "densityDensity",
  "spinSpin",
  "naturalOccupations",
  "entropy",
];

/** Time, injected so that tests own it. Defaults are the browser's. */
export interface Clock {
  now(): number;
  /** Calls back before the next frame is drawn. */
  frame(callback: () => void): void;
  /** Calls back after `ms`; returns what stops it. */
  after(ms: number, callback: () => void): () => void;
}

export interface RunController {
  /** Runs the config at once and from then on whenever it changes; to be called once. */
  start(): void;
  /** Stops the run in progress; what is computed stays. */
  cancel(): void;
  /** Runs the present config again. */
  rerun(): void;
}

interface Job {
  readonly abort: AbortController;
  readonly preview: boolean;
  readonly config: Config;
  readonly ids: readonly string[];
  readonly startedAt: number;
  cancelled: boolean;
  results: ResultSet | null;
  ended: boolean;
}

/**
 * Latest wins: a change of the config aborts the run before it. While a gesture lasts, coarse previews run one
 * after the other, each with the newest position; the full run starts when the gesture ends.
 */
export function createRunController(
  engine: Engine,
  configs: ConfigStore,
  runs: RunStore,
  clock: Clock,
): RunController {
  const scheduler = new Scheduler(engine, runs, clock);
  return {
    start() {
      configs.subscribe((state, before) => scheduler.follow(state, before));
      scheduler.launch(configs.getState(), false);
    },
    cancel: () => scheduler.cancel(),
    rerun: () => scheduler.launch(configs.getState(), false),
  };
}

class Scheduler {
  private job: Job | null = null;
  /** The newest position, while a preview of an older one runs. */
  private pending: ConfigState | null = null;
  private stopWaiting: (() => void) | null = null;
  private framePending = false;

  constructor(
    private readonly engine: Engine,
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}

  /** Starts what a change of the config asks for. */
  follow(state: ConfigState, before: ConfigState): void {
    const { job } = this;
    if (state.gesture) {
      if (state.config !== before.config) this.requestPreview(state);
    } else if (job === null || job.preview || job.config !== state.config) this.launch(state, false);
  }

  launch(state: ConfigState, preview: boolean): void {
    this.job?.abort.abort();
    this.forget();
    const coarse = preview ? previewConfig(state.config) : null;
    const pick = (all: readonly string[]) => coarse?.indices.map((index) => all[index] ?? "") ?? all;
    const job: Job = {
      abort: new AbortController(),
      preview,
      config: state.config,
      ids: pick(state.methodIds),
      startedAt: this.clock.now(),
      cancelled: false,
      results: null,
      ended: false,
    };
    this.job = job;
    this.runs.setState({ phase: "running", error: null });
    const config = coarse?.config ?? state.config;
    const labels = pick(methodLabels(state.config.methods));
    this.engine
      .run(
        { config, fields: fieldsOf(config, preview), preview, labels },
        { signal: job.abort.signal, onUpdate: (results) => this.update(job, results) },
      )
      .then(
        (results) => this.finish(job, results, null),
        (error: unknown) => this.finish(job, job.results, describeError(error)),
      )
      .catch((error: unknown) => this.runs.setState({ phase: "failed", error: describeError(error) }));
  }

  cancel(): void {
    if (this.job === null || this.job.ended) return;
    this.job.cancelled = true;
    this.forget();
    this.job.abort.abort();
  }

  private requestPreview(state: ConfigState): void {
    const { job } = this;
    const age = job === null ? 0 : this.clock.now() - job.startedAt;
    if (job === null || !job.preview || job.ended || age >= PREVIEW_PATIENCE) {
      this.launch(state, true);
      return;
    }
    this.pending = state;
    this.stopWaiting ??= this.clock.after(PREVIEW_PATIENCE - age, () => this.launchPending());
  }

  private launchPending(): void {
    if (this.pending !== null) this.launch(this.pending, true);
  }

  private forget(): void {
    this.pending = null;
    this.stopWaiting?.();
    this.stopWaiting = null;
  }

  private update(job: Job, results: ResultSet): void {
    if (job !== this.job) return;
    job.results = results;
    if (this.framePending) return;
    this.framePending = true;
    this.clock.frame(() => {
      this.framePending = false;
      if (this.job !== null) this.runs.setState(nextRunState(this.job, this.runs, this.clock.now()));
    });
  }

  private finish(job: Job, results: ResultSet | null, error: string | null): void {
    job.ended = true;
    job.results = results;
    if (job !== this.job) return;
    const phase = error !== null ? "failed" : job.cancelled ? "cancelled" : "done";
    const next = nextRunState(job, this.runs, this.clock.now());
    this.runs.setState({ ...next, phase, error, ...(phase === "done" ? { previous: null } : {}) });
    this.launchPending();
  }
}

/**
 * A full run is shown from its first samples on, or when these are late; a preview once it is complete. Until then
 * the run before stays, and `version` with it: nothing flickers.
 */
function nextRunState(job: Job, runs: RunStore, now: number): Partial<RunState> {
  const { shown, previous, version, activeVersion } = runs.getState();
  const { results } = job;
  if (results === null) return {};
  const age = now - job.startedAt;
  const ready = job.preview ? job.ended : job.ended || hasSamples(results) || age >= FULL_PATIENCE;
  const visible = ready || shown === null || shown === results;
  return {
    active: results,
    activeIds: job.ids,
    activeVersion: activeVersion + 1,
    ...(visible ? { shown: results, version: version + 1 } : {}),
    previous: visible && shown !== results && hasSamples(shown) ? shown : previous,
  };
}

function fieldsOf(config: Config, preview: boolean): readonly SampledField[] {
  return preview ? PREVIEW_FIELDS : [...new Set([...PLOT_FIELDS, ...config.outputs])];
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
