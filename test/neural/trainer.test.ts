import { describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import type { SystemSpec } from "../../src/methods/types.ts";
import { buildProblem } from "../../src/neural/dataset.ts";
import { train, trainNow } from "../../src/neural/drive.ts";
import { windowErrors } from "../../src/neural/errors.ts";
import { defaultOptions, type NeuralOptions } from "../../src/neural/options.ts";
import { ReferenceEngine } from "../../src/neural/reference-engine.ts";
import { Rollout, rolloutSeries } from "../../src/neural/rollout.ts";
import { Trainer } from "../../src/neural/trainer.ts";
import type { TrainerCheckpoint, TrainingEvent, TrainingOutcome } from "../../src/neural/trainer-types.ts";
import type { AsyncTrainingEngine, OptimiserState } from "../../src/neural/types.ts";
import { trapQuench } from "../support/runs.ts";

const OPTIONS: NeuralOptions = {
  ...defaultOptions(2),
  trainUntil: 4,
  hidden: [8],
  stages: [
    { kind: "derivative", steps: 45, batch: 16 },
    { kind: "shooting", steps: 33, batch: 4, length: 5 },
  ],
  warmUp: 5,
  evaluateEvery: 20,
};

/** A dimer that was without interaction, or with some, before U = 3. */
const dimer = (interactionBefore: number): SystemSpec =>
  trapQuench(2, 3, 0, {
    quench: { protocol: "interaction-quench", interactionBefore, interaction: 3, trap: 0 },
  });

const TRAJECTORIES = [0, 1].map((before) => drain(exactTrajectory(dimer(before), 0.05, 4)));
const PROBLEM = buildProblem(dimer(0).lattice, TRAJECTORIES, OPTIONS);
const engineFor = (trainer: Trainer): ReferenceEngine =>
  new ReferenceEngine(trainer.shape, PROBLEM.data, OPTIONS.adam);

interface Finished {
  readonly outcome: TrainingOutcome;
  readonly state: OptimiserState;
  readonly events: readonly TrainingEvent[];
}

function finish(trainer: Trainer): Finished {
  const engine = engineFor(trainer);
  const run = trainNow(trainer, engine);
  const events: TrainingEvent[] = [];
  for (;;) {
    const step = run.next();
    if (step.done === true) return { outcome: step.value, state: engine.read(), events };
    // Pauses come by the clock.
    if (step.value.kind !== "pause") events.push(step.value);
  }
}

/** The checkpoint at the first report after `steps` steps, as stored and read again. */
function interrupt(trainer: Trainer, steps: number): TrainerCheckpoint {
  const engine = engineFor(trainer);
  for (const event of trainNow(trainer, engine)) {
    if (event.kind === "progress" && event.entry.step >= steps) break;
  }
  return structuredClone(trainer.checkpoint(engine.read()));
}

const WHOLE = finish(new Trainer(PROBLEM, OPTIONS));

describe("trainer", () => {
  test("goes through its stages, reports and judges at fixed steps, and learns", () => {
    const { outcome, state, events } = WHOLE;
    expect(outcome.status).toBe("completed");
    expect(state.steps).toBe(78);
    expect(outcome.history.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60, 70, 78]);
    expect(outcome.history.map(({ stage }) => stage)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(outcome.evaluations.map(({ step }) => step)).toEqual([20, 40, 45, 60, 78]);
    const reports = events.flatMap((event) => (event.kind === "progress" ? [event.entry.step] : []));
    expect(reports).toEqual([10, 20, 30, 40, 45, 50, 60, 70, 78]);
    expect(outcome.history[3].loss).toBeLessThan(0.5 * outcome.history[0].loss);
    expect(outcome.history[0].learningRate).toBeGreaterThan(1e-3);
    expect(outcome.history[7].learningRate).toBeCloseTo(4e-5, 12);
  });

  test("keeps the weights with the smallest error of the free rollout, and at its end the last ones", () => {
    const trainer = new Trainer(PROBLEM, OPTIONS);
    const engine = engineFor(trainer);
    const seen: { error: number; parameters: Float64Array }[] = [];
    for (const event of trainNow(trainer, engine)) {
      if (event.kind !== "evaluation") continue;
      const { evaluation, parameters } = event;
      seen.push({ error: evaluation.trainingError ?? Number.POSITIVE_INFINITY, parameters });
      const smallest = Math.min(...seen.map(({ error }) => error));
      const wanted = trainer.stepsDone === 78 ? seen.at(-1) : seen.find(({ error }) => error === smallest);
      const { best } = trainer.checkpoint(engine.read());
      expect(best?.parameters).toEqual(wanted?.parameters);
      expect(best?.trainingError).toBe(wanted?.error);
    }
    expect(seen.length).toBe(5);
    expect(WHOLE.outcome.best).toEqual({
      step: 78,
      trainingError: seen[4].error,
      parameters: seen[4].parameters,
    });
    const rising = seen.filter(({ error }, k) => k > 0 && error > seen[k - 1].error);
    expect(rising.length).toBeGreaterThan(0);
  });

  test("is the same bit for bit again, and different with another seed", () => {
    expect(finish(new Trainer(PROBLEM, OPTIONS))).toEqual(WHOLE);
    const other = finish(new Trainer(PROBLEM, { ...OPTIONS, seed: 1 }));
    expect(other.state.parameters).not.toEqual(WHOLE.state.parameters);
  });

  test("gives the same weights and history in single steps", () => {
    const trainer = new Trainer(PROBLEM, OPTIONS);
    trainer.stepsPerReport = 1;
    const { outcome, state, events } = finish(trainer);
    expect(outcome).toEqual(WHOLE.outcome);
    expect(state).toEqual(WHOLE.state);
    expect(events.filter(({ kind }) => kind === "progress").length).toBe(78);
  });

  // 20: before an evaluation; 45: the end of a stage; 78: the end, before the last evaluation.
  test.each([7, 20, 45, 61, 78])(
    "resumed from a checkpoint after %i steps it ends bit for bit the same",
    (steps) => {
      const first = new Trainer(PROBLEM, OPTIONS);
      first.stepsPerReport = 1;
      const checkpoint = interrupt(first, steps);
      expect(checkpoint.optimiser.steps).toBe(steps);
      const { outcome, state } = finish(new Trainer(PROBLEM, OPTIONS, checkpoint));
      expect(outcome).toEqual(WHOLE.outcome);
      expect(state).toEqual(WHOLE.state);
    },
  );

  test("what it learns from two quenches holds for one in between", () => {
    const quench = drain(exactTrajectory(dimer(0.5), 0.1, 4));
    const { packing, normalisation, memory } = PROBLEM;
    const { parameters } = WHOLE.outcome.best;
    const shape = new Trainer(PROBLEM, OPTIONS).shape;
    const start = quench.dab.slice(0, packing.values);
    const rollout = new Rollout({ packing, normalisation, memory, shape, parameters, step: 0.1 }, start, 2);
    const { dab } = drain(rolloutSeries(rollout, 0.1, 41));
    const { training, skill } = windowErrors(dab, quench.dab, packing.values, 0.1, 3);
    expect(training).toBeLessThan(5e-3);
    expect(skill).toBeLessThan(0.05);
  });

  test("drives an engine that answers later to the same result", async () => {
    const trainer = new Trainer(PROBLEM, OPTIONS);
    const engine = later(engineFor(trainer));
    const run = train(trainer, engine);
    let step = await run.next();
    while (step.done !== true) step = await run.next();
    expect(step.value).toEqual(WHOLE.outcome);
    expect(await engine.read()).toEqual(WHOLE.state);
  });

  test("a blow-up stops it with the reason and the last good weights", () => {
    const wild = { ...OPTIONS, learningRate: 1e4, adam: { ...OPTIONS.adam, clip: 1e12 } };
    const { outcome } = finish(new Trainer(PROBLEM, wild));
    expect(outcome.status).toBe("diverged");
    expect(outcome.message).toMatch(
      /^Training blew up within 10 steps after step \d+ \(derivative stage: loss .*\)/,
    );
    expect(outcome.best.parameters.every(Number.isFinite)).toBe(true);
    expect(outcome.best.trainingError).toBe(null);
  });

  test("a blow-up after good steps leaves the best of those", () => {
    const stages = [OPTIONS.stages[0], { ...OPTIONS.stages[1], steps: 40 }];
    const { outcome } = WHOLE;
    const ended = finishBroken(new Trainer(PROBLEM, { ...OPTIONS, stages }), 60);
    expect(ended.status).toBe("diverged");
    const candidates = outcome.evaluations.filter(({ step }) => step <= 60);
    expect(candidates).toContainEqual({ step: ended.best.step, trainingError: ended.best.trainingError });
  });
});

/** Runs a trainer whose weights are spoiled after `steps` steps. */
function finishBroken(trainer: Trainer, steps: number): TrainingOutcome {
  const engine = engineFor(trainer);
  const run = trainNow(trainer, engine);
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
    if (trainer.stepsDone < steps || step.value.kind !== "evaluation") continue;
    const state = engine.read();
    engine.write({ ...state, parameters: state.parameters.map((value) => 1e60 * value) });
  }
}

/** The same engine, answering with promises. */
function later(engine: ReferenceEngine): AsyncTrainingEngine {
  return {
    device: "cpu",
    adapter: null,
    precision: "float64",
    step: async (request) => engine.step(request),
    steps: async (requests) => engine.steps(requests),
    read: async () => engine.read(),
    write: async (state) => engine.write(state),
    destroy: () => engine.destroy(),
  };
}
