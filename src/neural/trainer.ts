import { assert } from "../base/errors.ts";
import type { TrainingStage } from "../base/recipe.ts";
import { paced } from "../methods/pacing.ts";
import type { TrainingProblem } from "./dataset.ts";
import { rolloutError, STRIDE } from "./evaluate.ts";
import { initialState } from "./initialise.ts";
import { learningRateAt, type NeuralOptions, shapeOf } from "./options.ts";
import { RandomStream } from "./random.ts";
import type {
  BestWeights,
  Evaluation,
  HistoryEntry,
  TrainerAnswer,
  TrainerCheckpoint,
  TrainerCommand,
  TrainingOutcome,
} from "./trainer-types.ts";
import type { FieldShape, OptimiserState, StepReport, StepRequest } from "./types.ts";

/** Steps between two entries of the history. */
const HISTORY_INTERVAL = 10;
/** Loss that counts as a blow-up: the variance of the states is 1. */
const BLOW_UP = 1e6;

type Commands<T> = Generator<TrainerCommand, T, TrainerAnswer>;

/**
 * One training run (PHYSICS.md section 8): derivative matching, then multiple shooting, each stage with its
 * own schedule of the learning rate. It decides on every step and leaves the work to an engine that others
 * drive (`trainNow`, `train`), so that pause, single steps and cancel need nothing from it: whoever drives
 * stops asking. Same problem, options and engine give the same weights bit for bit, in one go or resumed
 * from a checkpoint, whatever `stepsPerReport`.
 *
 * Every `evaluateEvery` steps and at the end of every stage the weights are judged by a free rollout over
 * the training window; those with the smallest error are kept as the best. A training that reaches its end
 * takes its last weights instead, from the longest windows and the smallest learning rate: they extrapolate
 * better than earlier ones that fit the training window more closely.
 */
export class Trainer {
  readonly shape: FieldShape;
  readonly totalSteps: number;
  /** Steps that an engine makes in a row before it reports; may be changed at any time, 1 for single steps. */
  stepsPerReport = HISTORY_INTERVAL;
  private readonly random: RandomStream;
  private readonly start: OptimiserState;
  private readonly history: HistoryEntry[];
  private readonly evaluations: Evaluation[];
  private best: BestWeights | null;
  private position: number;

  /** @param from where an earlier run with the same problem and options stood */
  constructor(
    readonly problem: TrainingProblem,
    readonly options: NeuralOptions,
    from: TrainerCheckpoint | null = null,
  ) {
    this.shape = shapeOf(options, problem.size, problem.known?.outputs);
    this.totalSteps = options.stages.reduce((sum, { steps }) => sum + steps, 0);
    this.random = new RandomStream(from?.random ?? options.seed);
    this.start = from?.optimiser ?? initialState(problem, options, this.random);
    this.history = [...(from?.history ?? [])];
    this.evaluations = [...(from?.evaluations ?? [])];
    this.best = from?.best ?? null;
    this.position = this.start.steps;
  }

  /** Steps made so far. */
  get stepsDone(): number {
    return this.position;
  }

  /** To be called between two events, with the state read from the engine then. */
  checkpoint(optimiser: OptimiserState): TrainerCheckpoint {
    const { random, best, history, evaluations } = this;
    return {
      optimiser,
      random: random.state,
      best,
      history: [...history],
      evaluations: [...evaluations],
    };
  }

  *run(): Commands<TrainingOutcome> {
    yield { kind: "write", state: this.start };
    let good = this.start.parameters;
    for (;;) {
      if (this.evaluationDue()) {
        good = (yield* readState()).parameters;
        yield* this.evaluate(good);
      }
      if (this.position >= this.totalSteps) break;
      const { stage, offset, index } = this.currentStage();
      const requests = this.nextRequests(stage, offset);
      const report = yield* makeSteps(requests);
      if (!(report.loss <= BLOW_UP) || !Number.isFinite(report.gradientNorm)) {
        return this.diverged(report, good);
      }
      this.position += requests.length;
      yield* this.note(report, index, requests[requests.length - 1].learningRate);
    }
    return this.outcome("completed", null, this.best ?? this.unjudged(good));
  }

  /** The stage that the next step belongs to, and how many of its steps are done. */
  private currentStage(): { stage: TrainingStage; index: number; offset: number } {
    let offset = this.position;
    const index = this.options.stages.findIndex(({ steps }) => {
      if (offset < steps) return true;
      offset -= steps;
      return false;
    });
    assert(index >= 0, "no stage is left");
    return { stage: this.options.stages[index], index, offset };
  }

  /** Requests up to the next report, entry of the history, evaluation or stage. */
  private nextRequests(stage: TrainingStage, offset: number): StepRequest[] {
    const { position, options } = this;
    const count = Math.min(
      Math.max(1, this.stepsPerReport),
      HISTORY_INTERVAL - (position % HISTORY_INTERVAL),
      options.evaluateEvery - (position % options.evaluateEvery),
      stage.steps - offset,
    );
    return Array.from({ length: count }, (_, k) => this.request(stage, offset + k));
  }

  private request(stage: TrainingStage, step: number): StepRequest {
    const { problem, random } = this;
    const learningRate = learningRateAt(this.options, step, stage.steps);
    switch (stage.kind) {
      case "derivative": {
        const all = problem.trajectories * problem.rows;
        const rows = Uint32Array.from({ length: stage.batch }, () => random.below(all));
        return { kind: "derivative", learningRate, rows };
      }
      case "shooting": {
        const { length } = stage;
        const places = problem.rows - STRIDE * length;
        const starts = Uint32Array.from(
          { length: stage.batch },
          () => random.below(problem.trajectories) * problem.rows + random.below(places),
        );
        return { kind: "shooting", learningRate, starts, steps: length, stride: STRIDE };
      }
    }
  }

  private *note(report: StepReport, stage: number, learningRate: number): Commands<void> {
    const { loss, gradientNorm } = report;
    const entry: HistoryEntry = { step: this.position, stage, loss, gradientNorm, learningRate };
    if (this.position % HISTORY_INTERVAL === 0 || this.position === this.totalSteps) this.history.push(entry);
    yield { kind: "event", event: { kind: "progress", entry } };
  }

  /** Whether the weights at this position are to be judged, and have not been. */
  private evaluationDue(): boolean {
    const { position, totalSteps, evaluations, options } = this;
    if (position === 0 || evaluations.at(-1)?.step === position) return false;
    const stageEnds = position === totalSteps || this.currentStage().offset === 0;
    return stageEnds || position % options.evaluateEvery === 0;
  }

  private *evaluate(parameters: Float64Array<ArrayBuffer>): Commands<void> {
    const trainingError = yield* withPauses(rolloutError(this.problem, this.shape, parameters));
    const evaluation: Evaluation = { step: this.position, trainingError };
    this.evaluations.push(evaluation);
    const last = this.position === this.totalSteps && trainingError !== null;
    if (last || isBetter(evaluation, this.best)) this.best = { ...evaluation, parameters };
    yield { kind: "event", event: { kind: "evaluation", evaluation, parameters } };
  }

  private diverged({ loss, gradientNorm }: StepReport, good: Float64Array<ArrayBuffer>): TrainingOutcome {
    const { kind } = this.currentStage().stage;
    const what = `loss ${loss.toPrecision(3)}, gradient norm ${gradientNorm.toPrecision(3)}`;
    const message = `Training blew up within ${this.stepsPerReport} steps after step ${this.position} (${kind} stage: ${what}); a smaller learning rate or shorter windows may help.`;
    return this.outcome("diverged", message, this.best ?? this.unjudged(good));
  }

  private unjudged(parameters: Float64Array<ArrayBuffer>): BestWeights {
    return { step: this.position, trainingError: null, parameters };
  }

  private outcome(
    status: TrainingOutcome["status"],
    message: string | null,
    best: BestWeights,
  ): TrainingOutcome {
    return { status, message, best, history: this.history, evaluations: this.evaluations };
  }
}

function isBetter({ trainingError }: Evaluation, best: BestWeights | null): boolean {
  if (trainingError === null) return false;
  return best === null || best.trainingError === null || trainingError < best.trainingError;
}

function* makeSteps(requests: readonly StepRequest[]): Commands<StepReport> {
  const answer = yield { kind: "steps", requests };
  assert(answer !== undefined && "loss" in answer, "steps were not answered with a report");
  return answer;
}

function* readState(): Commands<OptimiserState> {
  const answer = yield { kind: "read" };
  assert(answer !== undefined && "parameters" in answer, "reading was not answered with a state");
  return answer;
}

/** Runs to its end a computation that needs no answers, with chances to stop. */
function* withPauses<T>(work: Generator<void, T, void>): Commands<T> {
  const steps = paced(work, () => null);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { kind: "event", event: { kind: "pause" } };
  }
}
