import type { SampledField } from "../../base/fields.ts";
import { closureStages } from "../../base/recipe.ts";
import { singletTrajectory } from "../../methods/singlet-trajectory.ts";
import { requireEqualSpins, type SingletMethod } from "../../methods/td2rdm/singlet.ts";
import type { LearnedClosureSpec, MethodRun, SystemSpec } from "../../methods/types.ts";
import { siteCount } from "../../physics/lattice.ts";
import { DATA_SHARE, trainedRun, training } from "../method.ts";
import type { NeuralOptions } from "../options.ts";
import { ReferenceEngine } from "../reference-engine.ts";
import { Trainer } from "../trainer.ts";
import { closureProblem } from "./problem.ts";

const LEARNED_CLOSURE: SingletMethod = { kind: "learned-closure", name: "the learned closure" };

/**
 * TD2RDM with the Valdemoro closure and contraction consistency plus a learned admissible correction of the
 * collision integral (docs/neural.md), trained and rolled out in float64. `delta3` is not among its fields.
 *
 * @throws InputError for anything but a closed-shell singlet
 */
export function learnedClosureRun(
  system: SystemSpec,
  spec: LearnedClosureSpec,
  fields: ReadonlySet<SampledField>,
): MethodRun {
  requireEqualSpins(system, LEARNED_CLOSURE);
  return trainAndPredict(system, spec, fields);
}

function* trainAndPredict(
  system: SystemSpec,
  spec: LearnedClosureSpec,
  fields: ReadonlySet<SampledField>,
): MethodRun {
  const options = closureOptions(spec, siteCount(system.lattice));
  const interval = options.step / 2;
  const data = yield* singletTrajectory(system, interval, spec.trainUntil, LEARNED_CLOSURE, DATA_SHARE);
  const problem = closureProblem(system, data, options);
  const trainer = new Trainer(problem, options);
  const engine = new ReferenceEngine(trainer.shape, problem.data, options.adam, problem.known);
  return yield* trainedRun(system, spec, fields, yield* training(trainer, engine));
}

/** Everything that decides the training of a learned closure on a lattice of `sites` sites. */
export function closureOptions(spec: LearnedClosureSpec, sites: number): NeuralOptions {
  const { kind: _, purification: __, beta1, beta2, epsilon, clip, stages, ...rest } = spec;
  return {
    ...rest,
    packing: "symmetric",
    adam: { beta1, beta2, epsilon, clip },
    stages: stages === "recipe" ? closureStages(sites) : stages,
  };
}
