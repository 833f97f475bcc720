import type { SampledField } from "../base/fields.ts";
import { recipeStages, type TrainingStage } from "../base/recipe.ts";
import { exactTrajectory } from "../methods/exact-trajectory.ts";
import { groundStateRemark, initialRdm } from "../methods/initial.ts";
import { paced } from "../methods/pacing.ts";
import { SingletSampler } from "../methods/singlet-sampler.ts";
import { singletTrajectory } from "../methods/singlet-trajectory.ts";
import { Purification } from "../methods/td2rdm/purification.ts";
import { requireEqualSpins, type SingletMethod } from "../methods/td2rdm/singlet.ts";
import type {
  MethodEvent,
  MethodOutcome,
  MethodRun,
  NeuralOdeSpec,
  SystemSpec,
  TrainingSummary,
} from "../methods/types.ts";
import { siteCount } from "../physics/lattice.ts";
import { buildProblem, type TrainingProblem } from "./dataset.ts";
import { trainNow } from "./drive.ts";
import { historyRows } from "./memory/history.ts";
import type { NeuralModel } from "./model.ts";
import type { NeuralOptions } from "./options.ts";
import type { TrainingRecord } from "./record.ts";
import { normBound, Rollout } from "./rollout.ts";
import { createSyncEngine } from "./sync-engine.ts";
import { Trainer } from "./trainer.ts";
import type { SyncTrainingEngine } from "./types.ts";

const NEURAL_ODE: SingletMethod = { kind: "neural-ode", name: "the neural ODE" };

/** Progress when the exact data are there, and when the training is over. */
export const DATA_SHARE = 0.02;
const TRAINED_SHARE = 0.98;

/**
 * A neural ODE (PHYSICS.md section 8): trained in float32 on the exact Dab of [0, trainUntil], then rolled out
 * freely in float64 from the exact Dab at t = 0 (with delays, from where there is enough history; the samples before are exact). `delta3` is not among its fields. A step of the training is
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
  const problem = yield* trainingProblem(system, spec);
  const trainer = new Trainer(problem, optionsOf(spec, siteCount(system.lattice)));
  const engine = createSyncEngine(trainer.shape, problem.data, trainer.options.adam);
  try {
    return yield* trainedRun(system, spec, fields, yield* training(trainer, engine));
  } finally {
    engine.destroy();
  }
}

/** Exact data of the method on this system, packed. @throws InputError for anything but a singlet */
export function* trainingProblem(
  system: SystemSpec,
  spec: NeuralOdeSpec,
): Generator<MethodEvent, TrainingProblem, void> {
  const options = optionsOf(spec, siteCount(system.lattice));
  const interval = options.step / 2;
  const data = yield* singletTrajectory(system, interval, spec.trainUntil, NEURAL_ODE, DATA_SHARE);
  return buildProblem(system.lattice, [data], options);
}

/** A model that is ready to predict. */
export interface Trained {
  readonly model: NeuralModel;
  readonly summary: TrainingSummary;
}

/** The run of a method whose training is over: samples of its free rollout. */
export function* trainedRun(
  system: SystemSpec,
  spec: Pick<NeuralOdeSpec, "purification">,
  fields: ReadonlySet<SampledField>,
  { model, summary }: Trained,
): MethodRun {
  const searching: MethodEvent = { kind: "progress", phase: "ground-state", fraction: TRAINED_SHARE };
  const history = historyRows(model);
  const { dab, groundState } =
    history === 1
      ? yield* paced(initialRdm(system), () => searching)
      : yield* paced(
          exactTrajectory(system, model.step / 2, ((history - 1) * model.step) / 2),
          () => searching,
        );
  const predicted = yield* predict(system, spec, model, dab, fields);
  const words = [trainingWords(summary), predicted.message, groundStateRemark(groundState)];
  const message = words.filter((part) => part !== null).join(" ");
  return { ...predicted, groundState, message, training: summary };
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

/** Trains to the end, as part of a method. */
export function* training(
  trainer: Trainer,
  engine: SyncTrainingEngine,
): Generator<MethodEvent, Trained, void> {
  const { options, problem, shape } = trainer;
  trainer.stepsPerReport = 1;
  const outcome = yield* paced(trainNow(trainer, engine), () => ({
    kind: "progress" as const,
    phase: "training" as const,
    fraction: DATA_SHARE + (TRAINED_SHARE - DATA_SHARE) * shareOfWork(options.stages, trainer.stepsDone),
  }));
  const { packing, normalisation, memory, known } = problem;
  const { best, message, history, evaluations } = outcome;
  const { step, trainingError, parameters } = best;
  const { device, adapter, precision } = engine;
  return {
    model: {
      packing,
      normalisation,
      memory,
      shape,
      parameters,
      step: options.step,
      ...(known === undefined ? {} : { known }),
    },
    summary: {
      engine: { device, adapter, precision },
      steps: trainer.stepsDone,
      message,
      best: { step, trainingError },
      history,
      evaluations,
    },
  };
}

/**
 * Samples of the free rollout.
 *
 * @param exact Dab every half step of the training, `historyRows` at least
 */
export function* predict(
  system: SystemSpec,
  { purification }: Pick<NeuralOdeSpec, "purification">,
  model: NeuralModel,
  exact: Float64Array,
  fields: ReadonlySet<SampledField>,
): Generator<MethodEvent, MethodOutcome, void> {
  const { electrons, time } = system;
  const sampler = new SingletSampler(system, fields);
  const purify = purification === "none" ? null : new Purification(sampler.sites, electrons.up);
  const rollout = new Rollout(model, exact, normBound(electrons), purify);
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
        : `The rollout exploded at t = ${divergedAt.toFixed(1)}. ${model.known === undefined ? "Take the skew linear part" : "Take purification"}, train longer, or shorten the window.`,
    steps: { accepted: steps, rejected: 0 },
    groundState: null,
    checks: sampler.checks(),
  } satisfies MethodOutcome;
}

function trainingWords({ message, best }: TrainingSummary): string {
  if (message !== null) return message;
  const error = best.trainingError?.toExponential(1) ?? "none, the rollout explodes";
  return `Weights of step ${best.step}, training error ${error}.`;
}

/** What a finished record of a training is worth to a run. */
export function trainedOf(record: TrainingRecord): Trained {
  const { model, engine, optimiser, message, best, history, evaluations } = record;
  return {
    model,
    summary: { engine, steps: optimiser.steps, message, best, history, evaluations },
  };
}
