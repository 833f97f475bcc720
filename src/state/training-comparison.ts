import type { SampledField } from "../base/fields.ts";
import type { Engine } from "../engine/engine.ts";
import { ExtrapolationWatch } from "../engine/extrapolation.ts";
import { CPU_BACKEND } from "../engine/map-backend.ts";
import { RelativeErrors } from "../engine/relative-errors.ts";
import type { Predicted } from "../engine/training.ts";
import type { Config } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { MethodResult, ResultSet, RunStatus } from "../protocol/results.ts";

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
 * methods to compare with, and merges the predictions of a training into their results as the last method.
 */
export class ComparisonRun {
  private readonly abort = new AbortController();
  private readonly neural: MethodResult & { data: MethodResult["data"] };
  private base: ResultSet | null = null;

  /** @param config its last method is the neural ODE, its first the exact one */
  constructor(
    private readonly engine: Engine,
    private readonly config: Config,
    private readonly onChange: (results: ResultSet) => void,
  ) {
    const { methods } = config;
    const index = methods.length - 1;
    const method = methods[index];
    if (method?.kind !== "neural-ode") throw new Error("internal error: no neural ODE to compare");
    this.neural = {
      index,
      label: methodLabels(methods)[index] ?? method.kind,
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

  start(): void {
    const config = { ...this.config, methods: this.config.methods.slice(0, -1) };
    void this.engine
      .run(
        { config, fields: COMPARED_FIELDS },
        { signal: this.abort.signal, onUpdate: (results) => this.update(results) },
      )
      .then((results) => this.update(results));
  }

  /** Replaces the prediction of the neural ODE. */
  predict({ chunk, divergedAt }: Predicted, status: RunStatus): void {
    this.neural.filled = chunk.count;
    this.neural.status = status;
    this.neural.data = { ...chunk.fields };
    this.neural.outcome =
      status === "running"
        ? null
        : {
            status: divergedAt === null ? "completed" : "diverged",
            divergedAt,
            message: null,
            steps: { accepted: chunk.count, rejected: 0 },
            wallSeconds: 0,
            groundState: null,
            checks: null,
          };
    if (this.base !== null) this.update(this.base);
  }

  cancel(): void {
    this.abort.abort();
  }

  private update(base: ResultSet): void {
    if (this.abort.signal.aborted) return;
    this.base = base;
    const methods = [...base.methods, this.neural];
    const results: ResultSet = { ...base, config: this.config, methods };
    new RelativeErrors(results).update(this.neural.index);
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
