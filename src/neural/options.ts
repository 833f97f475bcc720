import { recipeStages, type TrainingStage } from "../base/recipe.ts";
import type { MemorySpec } from "../methods/types.ts";
import type { AdamOptions, FieldShape } from "./types.ts";

/** Everything that decides the outcome of a training besides the data and the engine (PHYSICS.md section 8). */
export interface NeuralOptions {
  /** End of the training window, in 1/J. */
  readonly trainUntil: number;
  readonly seed: number;
  /** `symmetric`: one real per orbit of the symmetries that the data have; `hermitian`: M^4 reals. */
  readonly packing: "symmetric" | "hermitian";
  /** What the field sees besides the state of the moment. */
  readonly memory: MemorySpec;
  readonly hidden: readonly number[];
  readonly activation: FieldShape["activation"];
  readonly skip: FieldShape["skip"];
  /** RK4 step h in 1/J; the training data are sampled every h/2. */
  readonly step: number;
  /** Strength of the ridge regression for A and c, per row of the data. */
  readonly ridge: number;
  /** Each with a learning-rate schedule of its own. */
  readonly stages: readonly TrainingStage[];
  /** Largest learning rate; reached after `warmUp` steps of a stage, then lowered by a cosine to `finalShare` of it. */
  readonly learningRate: number;
  readonly warmUp: number;
  readonly finalShare: number;
  readonly adam: AdamOptions;
  /** Steps between free rollouts over the training window, which choose the best weights. */
  readonly evaluateEvery: number;
}

/** The recipe of PHYSICS.md section 8, for a lattice of `sites` sites. */
export function defaultOptions(sites: number): NeuralOptions {
  return {
    trainUntil: 10,
    seed: 0,
    packing: "symmetric",
    memory: { kind: "none" },
    hidden: [128, 128],
    activation: "tanh",
    skip: "full",
    step: 0.1,
    ridge: 1e-3,
    stages: recipeStages(sites),
    learningRate: 2e-3,
    warmUp: 50,
    finalShare: 0.02,
    adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: 1 },
    evaluateEvery: 100,
  };
}

/** The vector field that these options train on states of `size` reals, with `outputs` reals if they are others. */
export function shapeOf(
  { hidden, activation, skip }: NeuralOptions,
  size: number,
  outputs?: number,
): FieldShape {
  return { size, ...(outputs === undefined ? {} : { outputs }), hidden, activation, skip };
}

/** Learning rate of step number `step` (from 0) of a stage of `steps` steps. */
export function learningRateAt(options: NeuralOptions, step: number, steps: number): number {
  const { learningRate, warmUp, finalShare } = options;
  if (step < warmUp) return (learningRate * (step + 1)) / warmUp;
  const done = (step - warmUp) / Math.max(1, steps - 1 - warmUp);
  return learningRate * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * done)));
}
