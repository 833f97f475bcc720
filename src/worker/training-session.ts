import { assert } from "../base/errors.ts";
import type { SampledField } from "../base/fields.ts";
import type { MethodOutcome, MethodRun } from "../methods/types.ts";
import { buildProblem, type TrainingProblem } from "../neural/dataset.ts";
import { train } from "../neural/drive.ts";
import { type WindowErrors, windowErrors } from "../neural/errors.ts";
import { optionsOf, predict } from "../neural/method.ts";
import type { NeuralModel } from "../neural/model.ts";
import { parameterCount } from "../neural/parameters.ts";
import { buildRecord, checkpointOf, type TrainingRecord } from "../neural/record.ts";
import { checkRecord } from "../neural/record-checks.ts";
import { recordParts } from "../neural/record-parts.ts";
import { Trainer } from "../neural/trainer.ts";
import type {
  BestWeights,
  TrainerCheckpoint,
  TrainingEvent,
  TrainingOutcome,
} from "../neural/trainer-types.ts";
import type { AdamOptions, FieldShape, TrainingData, TrainingEngine } from "../neural/types.ts";
import type { Config } from "../protocol/config.ts";
import { configAt } from "../protocol/map-fields.ts";
import { sampleCount, siteCount } from "../protocol/sizes.ts";
import { ChunkBuffer } from "./chunk-buffer.ts";
import { createYielder, drive, type MacrotaskYielder } from "./macrotask.ts";
import { type ExactData, exactData } from "./training-data.ts";
import type { TrainingGate } from "./training-gate.ts";
import { TrainingPace } from "./training-pace.ts";
import type {
  HeldOutError,
  Predicted,
  QuenchPoint,
  TrainingEnd,
  TrainingJob,
  TrainingNews,
  TrainingSnapshot,
} from "./training-types.ts";

const NEVER = new AbortController().signal;
/** Shortest time between two checkpoints, ms. */
const CHECKPOINT_INTERVAL = 4000;

export type CreateTrainingEngine = (
  shape: FieldShape,
  data: TrainingData,
  adam: AdamOptions,
) => TrainingEngine | Promise<TrainingEngine>;

export interface TrainingHandlers {
  /** Ends the training; the best weights so far are evaluated and kept. */
  readonly stop: AbortSignal;
  readonly gate: TrainingGate;
  readonly onNews: (news: TrainingNews) => void;
}

/**
 * Trains a neural ODE from exact data to its last prediction. Returns null when it was stopped before the
 * first step. Rejects with an InputError when the job cannot be trained, with the error of the engine when that fails.
 */
export async function runTraining(
  job: TrainingJob,
  createEngine: CreateTrainingEngine,
  handlers: TrainingHandlers,
): Promise<TrainingEnd | null> {
  const begun = performance.now();
  const yielder = createYielder();
  try {
    const { lattice } = job.config;
    const options = optionsOf(job.method, siteCount(lattice));
    // What an earlier run has learned is to be evaluated in any case.
    const early = job.from === null ? handlers.stop : NEVER;
    const data = await drive(exactData(job, options, handlers.onNews), yielder, early);
    if (data === null) return null;
    const problem = buildProblem(lattice, data.training, options, data.heldOut);
    const trainer = new Trainer(problem, options, job.from === null ? null : checkpointIn(job.from, problem));
    const engine = await createEngine(trainer.shape, problem.data, options.adam);
    try {
      const session = new Session(job, trainer, engine, data, handlers, yielder);
      return await session.run(begun);
    } finally {
      engine.destroy();
    }
  } finally {
    yielder.close();
  }
}

type Projection = Pick<TrainingJob["method"], "purification">;
const PLAIN: Projection = { purification: "none" };

/** Of a training that goes on. */
const STOPPED = { status: "running", message: null } as const;

function checkpointIn({ meta, arrays }: TrainingSnapshot, problem: TrainingProblem): TrainerCheckpoint {
  return checkpointOf(checkRecord(meta, arrays), problem);
}

class Session {
  private readonly pace: TrainingPace;
  private checkpointed = performance.now();
  /** Steps done at the last checkpoint. */
  private checkpointedSteps: number;

  constructor(
    private readonly job: TrainingJob,
    private readonly trainer: Trainer,
    private readonly engine: TrainingEngine,
    private readonly data: ExactData,
    private readonly handlers: TrainingHandlers,
    private readonly yielder: MacrotaskYielder,
  ) {
    this.pace = new TrainingPace(trainer.options.stages, trainer.stepsDone);
    this.checkpointedSteps = trainer.stepsDone;
  }

  async run(begun: number): Promise<TrainingEnd> {
    const { engine, trainer, handlers } = this;
    handlers.onNews({
      kind: "start",
      start: {
        backend: { device: engine.device, adapter: engine.adapter, precision: engine.precision },
        size: trainer.shape.size,
        parameters: parameterCount(trainer.shape),
        totalSteps: trainer.totalSteps,
        stepsDone: trainer.stepsDone,
        history: this.job.from?.meta.history ?? [],
      },
    });
    const finished = await this.train();
    const record = await this.record(finished ?? STOPPED);
    const predicted = await this.predict(record.model);
    const errors = this.errorsOf(predicted);
    return {
      status: finished?.status ?? "stopped",
      message: record.message,
      bestStep: record.best.step,
      predicted,
      purified:
        this.job.method.purification === "none" ? null : await this.predict(record.model, this.job.method),
      heldOut: await this.heldOutErrors(record.model),
      snapshot: recordParts({ ...record, errors }),
      wallSeconds: (performance.now() - begun) / 1000,
    };
  }

  /** Makes steps until the training ends; null when it was stopped. */
  private async train(): Promise<TrainingOutcome | null> {
    const { trainer, engine, handlers, pace, yielder } = this;
    const events = train(trainer, engine);
    for (;;) {
      if (handlers.gate.held && trainer.stepsDone > this.checkpointedSteps) await this.checkpoint();
      await handlers.gate.pass(handlers.stop);
      if (handlers.stop.aborted) return null;
      trainer.stepsPerReport = handlers.gate.held ? 1 : pace.stepsAtOnce;
      for (let stepped = false; !stepped; ) {
        const asked = performance.now();
        const event = await events.next();
        if (event.done === true) return event.value;
        stepped = await this.accept(event.value, performance.now() - asked);
        if (yielder.due()) await yielder.next();
        if (handlers.stop.aborted) return null;
      }
    }
  }

  /** Passes an event on; whether it ends a stretch of steps. */
  private async accept(event: TrainingEvent, milliseconds: number): Promise<boolean> {
    const { pace, handlers } = this;
    switch (event.kind) {
      case "pause":
        return false;
      case "evaluation": {
        const { evaluation, parameters } = event;
        const predicted = await this.predict(this.modelOf({ ...evaluation, parameters }));
        handlers.onNews({ kind: "prediction", step: evaluation.step, predicted });
        return false;
      }
      case "progress": {
        const { entry } = event;
        pace.report(entry.step, milliseconds);
        const { stepsPerSecond, secondsLeft } = pace;
        handlers.onNews({ kind: "progress", entry, stepsPerSecond, secondsLeft });
        if (performance.now() - this.checkpointed >= CHECKPOINT_INTERVAL) await this.checkpoint();
        return true;
      }
    }
  }

  private async checkpoint(): Promise<void> {
    const snapshot = recordParts(await this.record(STOPPED));
    this.handlers.onNews({ kind: "checkpoint", snapshot });
    this.checkpointed = performance.now();
    this.checkpointedSteps = this.trainer.stepsDone;
  }

  /** Where the training stands; the best weights, or the last ones when none were judged yet. */
  private async record({
    status,
    message,
  }: Pick<TrainingRecord, "status" | "message">): Promise<TrainingRecord> {
    const { trainer, engine, job } = this;
    const { config, method, software } = job;
    const { lattice, electrons } = config;
    const learned = { ...config, methods: [{ kind: "exact" }, method] };
    const origin = { software, created: new Date().toISOString(), config: learned, lattice, electrons };
    return buildRecord(trainer, engine, await engine.read(), origin, { status, message, errors: null });
  }

  private errorsOf({ chunk }: Predicted): WindowErrors | null {
    const { config, method } = this.job;
    const exact = this.data.training[0].dab;
    const stride = config.time.sample / (this.trainer.options.step / 2);
    const predicted = chunk.fields.dab;
    if (predicted === undefined || Math.abs(stride - Math.round(stride)) > 1e-9) return null;
    const { width } = this;
    const reference = new Float64Array(sampleCount(config.time) * width);
    for (let k = 0; k * width < reference.length; k++) {
      const from = k * Math.round(stride) * width;
      reference.set(exact.subarray(from, from + width), k * width);
    }
    return windowErrors(predicted, reference, width, config.time.sample, method.trainUntil);
  }

  private modelOf({ parameters }: BestWeights): NeuralModel {
    const { problem, shape } = this.trainer;
    return modelOf(problem, shape, parameters, this.trainer.options.step);
  }

  private predict(model: NeuralModel, method: Projection = PLAIN): Promise<Predicted> {
    const { config, fields } = this.job;
    const [exact] = this.data.training;
    return this.rollOut(config, model, exact.dab, fields, method);
  }

  private async heldOutErrors(model: NeuralModel): Promise<HeldOutError[]> {
    const errors: HeldOutError[] = [];
    for (const [index, at] of this.job.heldOut.entries()) {
      errors.push({ ...at, error: await this.heldOutError(model, at, this.data.heldOut[index].dab) });
    }
    return errors;
  }

  private async heldOutError(
    model: NeuralModel,
    at: QuenchPoint,
    exact: Float64Array,
  ): Promise<number | null> {
    const { config } = this.job;
    const time = { end: config.time.end, sample: this.trainer.options.step / 2 };
    const there = { ...configAt(config, at.interaction, at.trap), time };
    const { chunk, divergedAt } = await this.rollOut(there, model, exact, ["dab"], PLAIN);
    if (divergedAt !== null || chunk.fields.dab === undefined) return null;
    const compared = exact.subarray(0, chunk.fields.dab.length);
    return windowErrors(chunk.fields.dab, compared, this.width, time.sample, time.end).training;
  }

  /** Free rollout over the window of a config, from the first of its exact Dab (every half step of the training). */
  private async rollOut(
    config: Config,
    model: NeuralModel,
    exact: Float64Array,
    fields: readonly SampledField[],
    method: Projection,
  ): Promise<Predicted> {
    const buffer = new ChunkBuffer();
    const run = predict(config, method, model, exact, new Set(fields));
    const { divergedAt } = await this.whole(gather(run, buffer));
    return { chunk: buffer.take(), divergedAt };
  }

  /** Runs to its end even after a stop: what is kept is evaluated. */
  private async whole<T>(steps: Generator<void, T>): Promise<T> {
    const result = await drive(steps, this.yielder, NEVER);
    assert(result !== null, "nothing stops a prediction");
    return result;
  }

  private get width(): number {
    return 2 * siteCount(this.job.config.lattice) ** 4;
  }
}

/** Puts the samples of a run into a buffer, pausing where it does. */
function* gather(run: MethodRun, buffer: ChunkBuffer): Generator<void, MethodOutcome> {
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
    if (step.value.kind === "samples") buffer.add(step.value.batch);
    yield;
  }
}

function modelOf(
  { packing, normalisation, memory }: TrainingProblem,
  shape: FieldShape,
  parameters: BestWeights["parameters"],
  step: number,
): NeuralModel {
  return { packing, normalisation, memory, shape, parameters, step };
}
