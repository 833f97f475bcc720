import type { SampledField } from "../base/fields.ts";
import { recipeStages, type TrainingStage } from "../base/recipe.ts";
import { groundStateRemark } from "../methods/initial.ts";
import { paced } from "../methods/pacing.ts";
import { SingletSampler } from "../methods/singlet-sampler.ts";
import { singletTrajectory } from "../methods/singlet-trajectory.ts";
import { Purification } from "../methods/td2rdm/purification.ts";
import { requireEqualSpins, type SingletMethod } from "../methods/td2rdm/singlet.ts";
import type { MethodEvent, MethodOutcome, MethodRun, NeuralOdeSpec, SystemSpec } from "../methods/types.ts";
import { siteCount } from "../physics/lattice.ts";
import { buildProblem } from "./dataset.ts";
import { trainNow } from "./drive.ts";
import type { NeuralModel } from "./model.ts";
import type { NeuralOptions } from "./options.ts";
import { normBound, Rollout } from "./rollout.ts";
import { createSyncEngine } from "./sync-engine.ts";
import { Trainer } from "./trainer.ts";
import type { TrainingOutcome } from "./trainer-types.ts";

export const NEURAL_ODE: SingletMethod = { kind: "neural-ode", name: "the neural ODE" };

/** Progress when the exact data are there, and when the training is over. */
export const DATA_SHARE = 0.02;
const TRAINED_SHARE = 0.98;

/**
 * A neural ODE (PHYSICS.md section 8): trained in float32 on the exact Dab of [0, trainUntil], then rolled out
 * freely in float64 from the exact Dab at t = 0. `delta3` is not among its fields. A step of the training is
 * not interrupted.
 *
 * @throws InputError for anything but a closed-shell singlet
 */
export function neuralOdeRun(
  system: SystemSpec,
  spec: NeuralOdeSpec,
  fields: ReadonlySet<SampledField>,
): MethodRun {
  requireEqualSpins(system, NEURAL_ODE);
  return trainAndPredict(system, spec, fields);
}

function* trainAndPredict(
  system: SystemSpec,
  spec: NeuralOdeSpec,
  fields: ReadonlySet<SampledField>,
): MethodRun {
  const options = optionsOf(spec, siteCount(system.lattice));
  const trajectory = yield* singletTrajectory(
    system,
    options.step / 2,
    spec.trainUntil,
    NEURAL_ODE,
    DATA_SHARE,
  );
  const problem = buildProblem(system.lattice, [trajectory], options);
  const trainer = new Trainer(problem, options);
  trainer.stepsPerReport = 1;
  const outcome = yield* training(trainer);
  const { packing, normalisation } = problem;
  const { parameters } = outcome.best;
  const model = { packing, normalisation, shape: trainer.shape, parameters, step: options.step };
  const start = trajectory.dab.subarray(0, packing.values);
  const predicted = yield* predict(system, spec, model, start, fields);
  return {
    ...predicted,
    groundState: trajectory.groundState,
    message: remarks(outcome, predicted.message, groundStateRemark(trajectory.groundState)),
  };
}

/** Everything that decides the training of a method on a lattice of `sites` sites. */
export function optionsOf(spec: NeuralOdeSpec, sites: number): NeuralOptions {
  const { kind: _, purification: __, beta1, beta2, epsilon, clip, stages, ...rest } = spec;
  return {
    ...rest,
    adam: { beta1, beta2, epsilon, clip },
    stages: stages === "recipe" ? recipeStages(sites) : stages,
  };
}

/** Share of the arithmetic of all stages that the first `steps` steps take. */
export function shareOfWork(stages: readonly TrainingStage[], steps: number): number {
  let left = steps;
  let [done, all] = [0, 0];
  for (const stage of stages) {
    // PHYSICS.md section 8: a step of RK4 forward and back is four times one forward and back of a derivative.
    const perStep = stage.batch * (stage.kind === "derivative" ? 1 : 4 * stage.length);
    done += perStep * Math.min(left, stage.steps);
    all += perStep * stage.steps;
    left = Math.max(0, left - stage.steps);
  }
  return done / all;
}

function* training(trainer: Trainer): Generator<MethodEvent, TrainingOutcome, void> {
  const { shape, problem, options } = trainer;
  const engine = createSyncEngine(shape, problem.data, options.adam);
  try {
    return yield* paced(trainNow(trainer, engine), () => ({
      kind: "progress" as const,
      phase: "training" as const,
      fraction: DATA_SHARE + (TRAINED_SHARE - DATA_SHARE) * shareOfWork(options.stages, trainer.stepsDone),
    }));
  } finally {
    engine.destroy();
  }
}

/** Samples of the free rollout. */
export function* predict(
  system: SystemSpec,
  { purification }: Pick<NeuralOdeSpec, "purification">,
  model: NeuralModel,
  start: Float64Array,
  fields: ReadonlySet<SampledField>,
): Generator<MethodEvent, MethodOutcome, void> {
  const { electrons, time } = system;
  const sampler = new SingletSampler(system, fields);
  const purify = purification === "none" ? null : new Purification(sampler.sites, electrons.up);
  const rollout = new Rollout(model, start, normBound(electrons), purify);
  yield sampler.sample(0, rollout.dab);
  let divergedAt: number | null = null;
  let steps = 0;
  for (let index = 1; index < sampler.count && divergedAt === null; index++) {
    const bounded = yield* paced(rollout.advance(time.sample), () => ({
      kind: "progress" as const,
      phase: "propagation" as const,
      fraction: TRAINED_SHARE,
    }));
    steps += 1;
    if (bounded) yield sampler.sample(index, rollout.dab);
    else divergedAt = rollout.time;
  }
  return {
    status: divergedAt === null ? "completed" : "diverged",
    divergedAt,
    message:
      divergedAt === null
        ? (purify?.remark() ?? null)
        : `The rollout exploded at t = ${divergedAt.toFixed(1)}. Take the skew linear part, train longer, or shorten the window.`,
    steps: { accepted: steps, rejected: 0 },
    groundState: null,
    checks: sampler.checks(),
  } satisfies MethodOutcome;
}

/** What a user should know of training and rollout. */
function remarks({ message, best }: TrainingOutcome, ...others: readonly (string | null)[]): string {
  const error =
    best.trainingError === null
      ? "a rollout that explodes"
      : `training error ${best.trainingError.toExponential(1)}`;
  const trained = message ?? `Best weights after step ${best.step}: ${error}.`;
  return [trained, ...others].filter((part) => part !== null).join(" ");
}
