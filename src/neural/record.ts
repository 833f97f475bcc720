import { InputError } from "../base/errors.ts";
import type { LatticeSpec } from "../physics/lattice.ts";
import type { TrainingProblem } from "./dataset.ts";
import type { WindowErrors } from "./errors.ts";
import type { Memory } from "./memory/memory.ts";
import type { NeuralModel } from "./model.ts";
import type { NeuralOptions } from "./options.ts";
import type { Trainer } from "./trainer.ts";
import type { BestWeights, Evaluation, HistoryEntry, TrainerCheckpoint } from "./trainer-types.ts";
import type { OptimiserState, TrainingEngine } from "./types.ts";

/** Relative to the scale: how far the same data may differ when they are computed on another machine. */
const SAME = 1e-6;

/** Everything about one training: what made it, how it went, the weights, and what it needs to go on. */
export interface TrainingRecord extends RecordOrigin {
  readonly options: NeuralOptions;
  readonly engine: Pick<TrainingEngine, "device" | "adapter" | "precision">;
  readonly status: "running" | "completed" | "diverged";
  readonly message: string | null;
  /** With the best weights so far. */
  readonly model: NeuralModel;
  readonly best: Evaluation;
  /** Of the free rollout with these weights, for the trajectory that `config` describes; null if not measured. */
  readonly errors: WindowErrors | null;
  /** Extended states at the first rows of the training trajectories (t = 0, or the end of their history), [trajectory][size]. */
  readonly starts: Float64Array<ArrayBuffer>;
  readonly history: readonly HistoryEntry[];
  readonly evaluations: readonly Evaluation[];
  readonly optimiser: OptimiserState;
  readonly random: readonly number[];
}

/** Where a record comes from; not known to the trainer. */
export interface RecordOrigin {
  readonly software: { readonly name: string; readonly version: string; readonly commit: string | null };
  /** UTC, ISO 8601. */
  readonly created: string;
  /** The config that made it, as parsed JSON. Those who read a record check it with the schema of configs. */
  readonly config: unknown;
  readonly lattice: LatticeSpec;
  readonly electrons: { readonly up: number; readonly down: number };
}

/** The record of a trainer between two events or at its end, with the state of its engine then. */
export function buildRecord(
  trainer: Trainer,
  engine: TrainingRecord["engine"],
  optimiser: OptimiserState,
  origin: RecordOrigin,
  ending: Pick<TrainingRecord, "status" | "message" | "errors">,
): TrainingRecord {
  const { problem, options, shape } = trainer;
  const { packing, normalisation, memory, data, rows, trajectories } = problem;
  const { random, best, history, evaluations } = trainer.checkpoint(optimiser);
  const weights: BestWeights = best ?? {
    step: optimiser.steps,
    trainingError: null,
    parameters: optimiser.parameters,
  };
  const starts = new Float64Array(trajectories * shape.size);
  for (let k = 0; k < trajectories; k++) {
    const first = k * rows * shape.size;
    starts.set(data.states.subarray(first, first + shape.size), k * shape.size);
  }
  const { device, adapter, precision } = engine;
  return {
    ...origin,
    ...ending,
    options,
    engine: { device, adapter, precision },
    model: { packing, normalisation, memory, shape, parameters: weights.parameters, step: options.step },
    best: { step: weights.step, trainingError: weights.trainingError },
    starts,
    history,
    evaluations,
    optimiser,
    random,
  };
}

/**
 * Where the trainer of a record can go on, with the same kind of engine.
 *
 * @param problem from the same data
 * @throws InputError when the data are others: their packing, mean, scale or law of memory differ by more than rounding
 */
export function checkpointOf(record: TrainingRecord, problem: TrainingProblem): TrainerCheckpoint {
  const { optimiser, random, history, evaluations, best, model } = record;
  requireSameData(model, problem);
  const judged = evaluations.some(({ trainingError }) => trainingError !== null);
  return {
    optimiser,
    random,
    history,
    evaluations,
    best: judged ? { ...best, parameters: model.parameters } : null,
  };
}

function requireSameData({ packing, normalisation, memory }: NeuralModel, problem: TrainingProblem): void {
  const { mean, scale } = problem.normalisation;
  if (packing.size !== problem.packing.size) {
    throw new InputError(
      "symmetries",
      packing.symmetries,
      `those of the data: ${problem.packing.size} reals`,
    );
  }
  if (Math.abs(normalisation.scale / scale - 1) > SAME) {
    throw new InputError("scale", normalisation.scale, `that of the data, ${scale}`);
  }
  const other = mean.findIndex((value, i) => !(Math.abs(value - normalisation.mean[i]) <= SAME * scale));
  if (other >= 0) {
    throw new InputError(`mean[${other}]`, normalisation.mean[other], `that of the data, ${mean[other]}`);
  }
  requireSameLaw(lawOf(memory), lawOf(problem.memory));
}

function lawOf(memory: Memory): Float64Array {
  return memory.kind === "latent" ? memory.law.projection : new Float64Array(0);
}

function requireSameLaw(found: Float64Array, expected: Float64Array): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const other = expected.findIndex((value, i) => !(Math.abs(value - found[i]) <= SAME * largest));
  if (other < 0) return;
  throw new InputError(`memory.projection[${other}]`, found[other], `that of the data, ${expected[other]}`);
}
