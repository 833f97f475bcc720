import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import type { SystemSpec } from "../../src/methods/types.ts";
import { closureProblem } from "../../src/neural/closure/problem.ts";
import type { TrainingProblem } from "../../src/neural/dataset.ts";
import type { NeuralModel } from "../../src/neural/model.ts";
import { defaultOptions, type NeuralOptions, shapeOf } from "../../src/neural/options.ts";
import { randomState } from "./neural.ts";

/** The default quench on an open half-filled chain. */
export function chainQuench(sites: number, interaction = 1, trap = 1): SystemSpec {
  return {
    lattice: { kind: "chain", sites, boundary: "open" },
    electrons: { up: sites / 2, down: sites / 2 },
    hopping: 1,
    quench: { protocol: "trap-release", interaction, trap },
    time: { end: 2, sample: 0.1 },
  };
}

/** A small network without a recipe, for windows of a few steps. */
export function closureSettings(sites: number, change: Partial<NeuralOptions> = {}): NeuralOptions {
  return {
    ...defaultOptions(sites),
    trainUntil: 1,
    skip: "none",
    hidden: [6],
    stages: [{ kind: "shooting", steps: 1, batch: 2, length: 4 }],
    ...change,
  };
}

/** Exact data of a quench every half step, as the problem of a learned closure. */
export function exactClosureProblem(system: SystemSpec, options: NeuralOptions): TrainingProblem {
  const run = exactTrajectory(system, options.step / 2, options.trainUntil);
  for (;;) {
    const step = run.next();
    if (step.done === true) return closureProblem(system, step.value, options);
  }
}

/** A model of the problem with random weights, all of them `size` times those that training meets. */
export function randomModel(
  problem: TrainingProblem,
  options: NeuralOptions,
  seed: number,
  size = 1,
): NeuralModel {
  const { packing, normalisation, memory, size: states, known } = problem;
  const shape = shapeOf(options, states, known?.outputs);
  const parameters = randomState(shape, seed).parameters.map((weight) => size * weight);
  const model = { packing, normalisation, memory, shape, parameters, step: options.step };
  return known === undefined ? model : { ...model, known };
}
