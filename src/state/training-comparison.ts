import type { SampledField } from "../base/fields.ts";
import type { Engine } from "../engine/engine.ts";
import { ExtrapolationWatch } from "../engine/extrapolation.ts";
import { CPU_BACKEND } from "../engine/map-backend.ts";
import { RelativeErrors } from "../engine/relative-errors.ts";
import type { Predicted, TrainingEnd } from "../engine/training.ts";
import type { Config, MethodConfig } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { MethodResult, ResultSet, RunOutcome } from "../protocol/results.ts";

/** What is compared of every method. */
export const COMPARED_FIELDS: readonly SampledField[] = [
  "dab",
  "density",
  "doublons",
  "energy",
  "particles",
  "delta2",
  "delta3",
  "minEigenvalueD",
  "minEigenvalueQ",
];

/**
 * The exact dynamics of one quench, the methods that a neural ODE has to beat, and its own predictions: runs the
 * methods to compare with, and merges the predictions of a training into their results.
 */
export class ComparisonRun {
  private readonly abort = new AbortController();
  /** The predictions, those with purification last. */
  private readonly neural: readonly MethodResult[];
  private base: ResultSet | null = null;

  /** @param config of `comparisonConfig` */
  constructor(
    private readonly engine: Engine,
    private readonly config: Config,
    private readonly onChange: (results: ResultSet) => void,
  ) {
    const labels = methodLabels(config.methods);
    this.neural = config.methods.flatMap((method, index) =>
      method.kind === "neural-ode" ? [waiting(index, labels[index] ?? method.kind, method)] : [],
    );
  }

  start(): void {
    const methods = this.config.methods.slice(0, -this.neural.length);
    void this.engine
      .run(
        { config: { ...this.config, methods }, fields: COMPARED_FIELDS },
        { signal: this.abort.signal, onUpdate: (results) => this.update(results) },
      )
      .then((results) => this.update(results));
  }

  /** Replaces the prediction of a training that goes on. */
  preview(predicted: Predicted): void {
    fill(this.neural[0], predicted);
    this.refresh();
  }

  /** Replaces the predictions by those of a training that has ended. */
  conclude({ predicted, purified }: Pick<TrainingEnd, "predicted" | "purified">): void {
    for (const [k, prediction] of [predicted, purified].entries()) {
      const result = this.neural[k];
      if (prediction === null || result === undefined) continue;
      fill(result, prediction);
      result.status = prediction.divergedAt === null ? "completed" : "diverged";
      result.outcome = outcomeOf(prediction);
    }
    this.refresh();
  }

  cancel(): void {
    this.abort.abort();
  }

  private refresh(): void {
    if (this.base !== null) this.update(this.base);
  }

  private update(base: ResultSet): void {
    if (this.abort.signal.aborted) return;
    this.base = base;
    const methods = [...base.methods, ...this.neural];
    const results: ResultSet = { ...base, config: this.config, methods };
    const errors = new RelativeErrors(results);
    for (const { index } of this.neural) errors.update(index);
    if (base.methods.every(({ outcome }) => outcome !== null)) results.diagnostics = withErrors(results);
    this.onChange(results);
  }
}

/** The diagnostics of complete results, with the errors of every method on both sides of the end of training. */
function withErrors(results: ResultSet): ResultSet["diagnostics"] {
  const watch = ExtrapolationWatch.of(results);
  const exact = results.methods.find(({ method }) => method.kind === "exact");
  if (watch === null || exact === undefined) return results.diagnostics;
  watch.update(exact);
  return { ...results.diagnostics, extrapolation: watch.errors() };
}

function waiting(index: number, label: string, method: MethodConfig): MethodResult {
  return {
    index,
    label,
    method,
    backend: CPU_BACKEND,
    status: "queued",
    phase: "training",
    filled: 0,
    fraction: 0,
    secondsLeft: null,
    data: {},
    outcome: null,
  };
}

function fill(result: MethodResult | undefined, { chunk }: Predicted): void {
  if (result === undefined) return;
  result.status = "running";
  result.filled = chunk.count;
  delete result.data.relativeError;
  Object.assign(result.data, chunk.fields);
}

function outcomeOf({ chunk, divergedAt }: Predicted): RunOutcome {
  return {
    status: divergedAt === null ? "completed" : "diverged",
    divergedAt,
    message: null,
    steps: { accepted: chunk.count, rejected: 0 },
    wallSeconds: 0,
    groundState: null,
    checks: null,
  };
}
