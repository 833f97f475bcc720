import { describe, expect, it } from "vitest";
import {
  type MethodTraining,
  type MethodTrainingProgress,
  trainMethod,
} from "../../src/engine/train-method.ts";
import { createTrainedEngine } from "../../src/engine/trained-engine.ts";
import type { TrainingSnapshot } from "../../src/engine/training.ts";
import { trainingFromJson, trainingToJson } from "../../src/engine/training-files.ts";
import { requireSameTraining } from "../../src/engine/training-resume.ts";
import { createSyncEngine } from "../../src/neural/sync-engine.ts";
import type { Config, NeuralOdeConfig } from "../../src/protocol/config.ts";
import { SOFTWARE } from "../protocol/example.ts";
import { smallConfig } from "../worker/fakes.ts";

const STAGES = [
  { kind: "derivative", steps: 120 },
  { kind: "shooting", steps: 40, length: 4, batch: 4 },
];

/** Layers without bounds and steps of order 1: the loss leaves every scale. */
const WILD = {
  learningRate: 1,
  warmUp: 0,
  hidden: [64, 64, 64, 64],
  activation: "silu",
  stages: [{ kind: "shooting", steps: 40, length: 20 }],
};

function configWith(change: Record<string, unknown> = {}): Config {
  const method = {
    kind: "neural-ode",
    trainUntil: 3,
    hidden: [8],
    stages: STAGES,
    evaluateEvery: 50,
    ...change,
  };
  // A trap on two sites is the same on both: only another interaction moves them.
  const quench = { protocol: "interaction-quench", interactionBefore: 0, interaction: 4 };
  return smallConfig({ quench, time: { end: 6, sample: 0.1 }, methods: [{ kind: "exact" }, method] });
}

function methodOf(config: Config): NeuralOdeConfig {
  const [, method] = config.methods;
  if (method?.kind !== "neural-ode") throw new Error("not a neural ODE");
  return method;
}

/** Trains to the end, or until `stopAfter` steps. */
async function train(
  config: Config,
  from: MethodTraining["from"] = null,
  stopAfter = Number.POSITIVE_INFINITY,
) {
  const controller = new AbortController();
  const progress: MethodTrainingProgress[] = [];
  const checkpoints: TrainingSnapshot[] = [];
  const snapshot = await trainMethod(
    { config, method: methodOf(config), software: SOFTWARE, from },
    {
      signal: controller.signal,
      onProgress: (now) => {
        progress.push(now);
        if (now.step >= stopAfter) controller.abort();
      },
      onCheckpoint: (now) => checkpoints.push(now),
    },
    createSyncEngine,
  );
  return { snapshot, progress, checkpoints };
}

/** Through a file and back. */
function stored(snapshot: TrainingSnapshot): TrainingSnapshot {
  return trainingFromJson(JSON.parse(JSON.stringify(trainingToJson(snapshot)))).snapshot;
}

async function trained(config: Config): Promise<TrainingSnapshot> {
  const { snapshot } = await train(config);
  if (snapshot === null) throw new Error("stopped");
  return snapshot;
}

describe("training of a method", () => {
  it("reports losses and speed, and ends with weights and their errors", async () => {
    const { snapshot, progress } = await train(configWith());
    expect(snapshot?.meta).toMatchObject({ status: "completed", message: null, optimiserSteps: 160 });
    expect(snapshot?.meta.best.trainingError).toBeLessThan(0.05);
    expect(snapshot?.meta.errors?.training).toBeLessThan(0.05);
    expect(progress.at(-1)).toMatchObject({ step: 160, totalSteps: 160, stage: 1 });
    expect(progress[0]?.stage).toBe(0);
    expect(progress.every(({ loss }) => loss >= 0)).toBe(true);
  });

  it.each([30, 100, 140])("gives the same bits when it stops near step %d and goes on", async (stop) => {
    const config = configWith();
    const whole = await trained(config);
    const begun = await train(config, null, stop);
    expect(begun.snapshot).toBeNull();
    const checkpoint = begun.checkpoints.at(-1);
    expect(checkpoint?.meta.status).toBe("running");
    expect(checkpoint?.meta.optimiserSteps).toBeGreaterThanOrEqual(stop);
    expect(checkpoint?.meta.optimiserSteps).toBeLessThan(160);
    const { snapshot } = await train(config, stored(checkpoint as TrainingSnapshot));
    expect(snapshot?.arrays).toEqual(whole.arrays);
    expect(snapshot?.meta.history).toEqual(whole.meta.history);
    expect(snapshot?.meta.evaluations).toEqual(whole.meta.evaluations);
    expect(snapshot?.meta.errors).toEqual(whole.meta.errors);
  });

  it("has nothing to do for a training that is finished", async () => {
    const config = configWith();
    const finished = await trained(config);
    const again = await train(config, finished);
    expect(again.snapshot).toBe(finished);
    expect(again.progress).toHaveLength(0);
  });

  it("gives other weights for another seed", async () => {
    const [zero, one] = [await trained(configWith()), await trained(configWith({ seed: 1 }))];
    expect(zero.arrays["layers.0.weight"]).not.toEqual(one.arrays["layers.0.weight"]);
  });

  it("ends with words and the last good weights when it blows up", async () => {
    const { meta } = await trained(configWith(WILD));
    expect(meta.status).toBe("diverged");
    expect(meta.message).toMatch(/^Training blew up /);
  });
});

describe("training to go on with", () => {
  it.each([
    [{ hopping: 2 }, {}, "config.hopping: found 1, expected 2, as in the config to be trained"],
    [
      { quench: { protocol: "trap-release", interaction: 1, trap: 2 } },
      {},
      'config.quench: found {"protocol":"interaction-quench","interactionBefore":0,"interaction":4,"trap":0}',
    ],
    [{}, { seed: 4 }, "options.seed: found 0, expected 4"],
    [{}, { hidden: [9] }, "options.hidden: found [8], expected [9]"],
  ])("is refused when it is another one: %o %o", async (changes, change, message) => {
    const file = trainingFromJson(trainingToJson(await trained(configWith())));
    const wanted = { ...configWith(change), ...changes } as Config;
    expect(() => requireSameTraining(file, wanted, methodOf(wanted))).toThrow(message);
    const same = configWith({ purification: "energy-conserving" });
    expect(() => requireSameTraining(file, same, methodOf(same))).not.toThrow();
  });
});

describe("engine of trained methods", () => {
  it("rolls out the weights of the training and trains nothing", async () => {
    const config = configWith();
    const snapshot = await trained(config);
    const engine = createTrainedEngine(new Map([[methodOf(config), snapshot]]));
    const phases = new Set<string>();
    const { methods, diagnostics } = await engine.run(
      { config, fields: ["dab"] },
      {
        signal: new AbortController().signal,
        onUpdate: (results) => {
          const [, neural] = results.methods;
          if (neural?.status === "running") phases.add(neural.phase);
        },
      },
    );
    const [, neural] = methods;
    expect(neural.status).toBe("completed");
    expect(phases.has("training")).toBe(false);
    expect(neural.outcome?.training).toMatchObject({ steps: 160, best: snapshot.meta.best });
    expect(neural.outcome?.message).toContain(`Weights of step ${snapshot.meta.best.step}`);
    const found = diagnostics.extrapolation?.errors[neural.label];
    const { errors } = snapshot.meta;
    expect(found?.training).toBeCloseTo(errors?.training ?? 0, 9);
    expect(found?.extrapolation).toBeCloseTo(errors?.extrapolation ?? 0, 9);
    expect(found?.skill).toBeCloseTo(errors?.skill ?? 0, 9);
  });
});
