import type { SampledField } from "../base/fields.ts";
import type { Engine } from "../engine/engine.ts";
import type { Config } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { ResultSet } from "../protocol/results.ts";
import type { ConfigState, ConfigStore } from "./config-store.ts";
import { previewConfig } from "./preview.ts";
import { hasSamples, type RunState, type RunStore } from "./run-store.ts";

/** A preview is left this long to complete before a newer position replaces it, in ms. */
export const PREVIEW_PATIENCE = 600;
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
  /** Runs the config at once and from then on whenever it changes. */
  start(): void;
  /** Stops the run in progress; what is computed stays. */
  cancel(): void;
  /** Runs the present config again. */
  rerun(): void;
  dispose(): void;
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
  let job: Job | null = null;
  let pending: ConfigState | null = null;
  let stopWaiting: (() => void) | null = null;
  let framePending = false;
  let unsubscribe: (() => void) | null = null;

  const publish = () => {
    framePending = false;
    if (job !== null) runs.setState(nextRunState(job, runs, clock.now()));
  };
  const update = (from: Job, results: ResultSet) => {
    if (from !== job) return;
    from.results = results;
    if (framePending) return;
    framePending = true;
    clock.frame(publish);
  };
  const finish = (from: Job, error: unknown) => {
    from.ended = true;
    if (from !== job) return;
    const phase = error !== null ? "failed" : from.cancelled ? "cancelled" : "done";
    runs.setState({
      ...nextRunState(from, runs, clock.now()),
      phase,
      error: error === null ? null : describeError(error),
      ...(phase === "done" ? { previous: null } : {}),
    });
    if (pending !== null) launchPreview(pending);
  };

  const launch = (state: ConfigState, preview: boolean) => {
    job?.abort.abort();
    pending = null;
    stopWaiting?.();
    stopWaiting = null;
    const coarse = preview ? previewConfig(state.config) : null;
    const ids = coarse ? coarse.indices.map((index) => state.methodIds[index] ?? "") : state.methodIds;
    const next: Job = {
      abort: new AbortController(),
      preview,
      config: state.config,
      ids,
      startedAt: clock.now(),
      cancelled: false,
      results: null,
      ended: false,
    };
    job = next;
    runs.setState({ phase: "running", error: null });
    const config = coarse?.config ?? state.config;
    const names = methodLabels(state.config.methods);
    const labels = coarse ? coarse.indices.map((index) => names[index] ?? "") : names;
    engine
      .run(
        { config, fields: fieldsOf(config, preview), preview, labels },
        { signal: next.abort.signal, onUpdate: (results) => update(next, results) },
      )
      .then((results) => {
        next.results = results;
        return null;
      })
      .catch((error: unknown) => error ?? "unknown")
      .then((error) => finish(next, error))
      .catch((error: unknown) => runs.setState({ phase: "failed", error: describeError(error) }));
  };
  const launchPreview = (state: ConfigState) => launch(state, true);

  const requestPreview = (state: ConfigState) => {
    if (job === null || !job.preview || job.ended) {
      launchPreview(state);
      return;
    }
    const age = clock.now() - job.startedAt;
    if (age >= PREVIEW_PATIENCE) {
      launchPreview(state);
      return;
    }
    pending = state;
    stopWaiting ??= clock.after(PREVIEW_PATIENCE - age, () => {
      stopWaiting = null;
      if (pending !== null) launchPreview(pending);
    });
  };
  const onConfig = (state: ConfigState, before: ConfigState) => {
    if (state.gesture) {
      if (state.config !== before.config) requestPreview(state);
    } else if (job === null || job.preview || job.config !== state.config) launch(state, false);
  };

  return {
    start() {
      unsubscribe ??= configs.subscribe(onConfig);
      launch(configs.getState(), false);
    },
    cancel() {
      if (job === null || job.ended) return;
      job.cancelled = true;
      pending = null;
      job.abort.abort();
    },
    rerun: () => launch(configs.getState(), false),
    dispose() {
      unsubscribe?.();
      job?.abort.abort();
      job = null;
    },
  };
}

/**
 * A full run is shown from its first samples on, a preview once it is complete; either when it is late. Until then
 * the run before stays, and `version` with it: nothing flickers.
 */
function nextRunState(job: Job, runs: RunStore, now: number): Partial<RunState> {
  const { shown, previous, version } = runs.getState();
  const { results } = job;
  if (results === null) return {};
  const age = now - job.startedAt;
  const ready = job.preview
    ? job.ended || (hasSamples(results) && age >= PREVIEW_PATIENCE)
    : job.ended || hasSamples(results) || age >= FULL_PATIENCE;
  const visible = ready || shown === null || shown === results;
  return {
    active: results,
    activeIds: job.ids,
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
