import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import type { TrainingEnd, TrainingJob, TrainingSnapshot } from "../../src/engine/training.ts";
import type { StartTraining, TrainingListeners } from "../../src/engine/training-client.ts";
import { CONFIG_SCHEMA, type Config, parseConfig } from "../../src/protocol/config.ts";
import { createConfigStore } from "../../src/state/config-store.ts";
import { createMessageStore } from "../../src/state/messages.ts";
import { TrainingKeeper } from "../../src/state/training-keeper.ts";
import { RECIPE } from "../../src/state/training-settings.ts";
import type { KeptTraining, TrainingShelf } from "../../src/state/training-shelf.ts";
import { createTrainingStore } from "../../src/state/training-store.ts";
import { fakeEngine } from "./fake-engine.ts";

interface FakeTraining {
  readonly job: TrainingJob;
  readonly device: "cpu" | "webgpu";
  readonly listeners: TrainingListeners;
  readonly asked: string[];
}

const HISTORY = [{ step: 10, stage: 0, loss: 0.5, gradientNorm: 1, learningRate: 1e-3 }];

/** As much of a snapshot as the store looks at. */
function snapshotAt(step: number, status = "running"): TrainingSnapshot {
  return {
    meta: { history: HISTORY, optimiserSteps: step, status },
    arrays: {},
  } as unknown as TrainingSnapshot;
}

function endOf(status: TrainingEnd["status"], message: string | null = null): TrainingEnd {
  return {
    status,
    message,
    bestStep: 20,
    wallSeconds: 3,
    predicted: { chunk: { first: 0, count: 0, fields: {} }, divergedAt: null },
    purified: null,
    heldOut: [],
    snapshot: snapshotAt(20, status === "stopped" ? "running" : status),
  };
}

function memoryShelf(kept: KeptTraining | null = null) {
  const state = { kept };
  const shelf: TrainingShelf = {
    read: () => Promise.resolve(state.kept),
    write(value) {
      state.kept = value;
      return Promise.resolve();
    },
  };
  return { state, shelf };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

async function setUp(
  options: { config?: Partial<Config>; device?: "cpu" | "webgpu"; kept?: KeptTraining | null } = {},
) {
  const configs = createConfigStore(parseConfig({ schema: CONFIG_SCHEMA, ...options.config }));
  const messages = createMessageStore(() => undefined);
  const { engine, runs } = fakeEngine();
  const trainings: FakeTraining[] = [];
  const startTraining: StartTraining = (job, device, listeners) => {
    const asked: string[] = [];
    trainings.push({ job, device, listeners, asked });
    const ask = (what: string) => () => void asked.push(what);
    return {
      pause: ask("pause"),
      resume: ask("resume"),
      step: ask("step"),
      stop: ask("stop"),
      abandon: ask("abandon"),
    };
  };
  const { state, shelf } = memoryShelf(options.kept ?? null);
  const store = createTrainingStore(configs, {
    engine,
    startTraining,
    device: () => options.device ?? "cpu",
    clock: { frame: (callback) => callback() },
    keeper: new TrainingKeeper(() => Promise.resolve(shelf), messages, "1"),
    software: { name: "test", version: "1", commit: null },
    messages,
  });
  await turn();
  const last = () => trainings.at(-1) as FakeTraining;
  return { configs, messages, store, runs, trainings, last, kept: () => state.kept };
}

const start = {
  backend: { device: "cpu", adapter: null, precision: "float32" },
  size: 72,
  parameters: 9,
  totalSteps: 40,
  stepsDone: 0,
  history: [],
} as const;
const progress = (step: number) =>
  ({
    kind: "progress",
    entry: { step, stage: 0, loss: 1 / step, gradientNorm: 1, learningRate: 1e-3 },
    stepsPerSecond: 5,
    secondsLeft: 6,
  }) as const;

describe("a training", () => {
  test("goes through its data and its steps to its end", async () => {
    const { store, last, kept } = await setUp();
    expect(store.getState().phase).toBe("idle");
    store.train();
    expect(last().job).toMatchObject({ method: { kind: "neural-ode", trainUntil: 10 }, from: null });
    expect(store.getState().phase).toBe("data");
    last().listeners.onNews({ kind: "data", fraction: 0.4 });
    expect(store.getState().dataFraction).toBe(0.4);
    last().listeners.onNews({ kind: "start", start });
    expect(store.getState().phase).toBe("training");
    last().listeners.onNews(progress(10));
    last().listeners.onNews(progress(20));
    expect(store.getState()).toMatchObject({ stepsPerSecond: 5, secondsLeft: 6 });
    expect(store.getState().history.map(({ step }) => step)).toEqual([10, 20]);
    last().listeners.onEnd(endOf("completed"));
    expect(store.getState()).toMatchObject({ phase: "completed", secondsLeft: null, end: { bestStep: 20 } });
    await turn();
    expect(kept()).toMatchObject({ version: "1", end: { status: "completed" } });
  });

  test("is paused, stepped, resumed and stopped", async () => {
    const { store, last } = await setUp();
    store.train();
    store.pause();
    expect(last().asked).toEqual([]);
    last().listeners.onNews({ kind: "start", start });
    store.pause();
    expect(store.getState().phase).toBe("paused");
    store.step();
    store.resume();
    expect(store.getState().phase).toBe("training");
    store.step();
    store.stop();
    expect(last().asked).toEqual(["pause", "step", "resume", "stop"]);
    expect(store.getState().phase).toBe("ending");
    last().listeners.onEnd(endOf("stopped"));
    expect(store.getState().phase).toBe("stopped");
  });

  test("stopped before there was anything leaves the page as it was", async () => {
    const { store, last } = await setUp();
    store.train();
    store.stop();
    last().listeners.onEnd(null);
    expect(store.getState()).toMatchObject({ phase: "idle", job: null });
  });

  test("that diverges or fails says why, and keeps what there was", async () => {
    const { store, last } = await setUp();
    store.train();
    last().listeners.onNews({ kind: "start", start });
    last().listeners.onNews(progress(10));
    last().listeners.onEnd(endOf("diverged", "it blew up"));
    expect(store.getState()).toMatchObject({ phase: "diverged", error: "it blew up" });
    store.train();
    last().listeners.onFailure({ refused: true, message: "too short" });
    expect(store.getState()).toMatchObject({ phase: "failed", error: "too short" });
  });

  test("that its GPU gives up goes on with the CPU from its last checkpoint", async () => {
    const { store, last, trainings, messages } = await setUp({ device: "webgpu" });
    store.train();
    expect(last().device).toBe("webgpu");
    last().listeners.onNews({ kind: "start", start });
    last().listeners.onNews({ kind: "checkpoint", snapshot: snapshotAt(10) });
    last().listeners.onFailure({ refused: false, message: "the device was lost" });
    expect(trainings).toHaveLength(2);
    expect(last()).toMatchObject({ device: "cpu", job: { from: { meta: { optimiserSteps: 10 } } } });
    expect(messages.getState()).toMatchObject([
      { kind: "info", title: expect.stringContaining("the device was lost") },
    ]);
    last().listeners.onFailure({ refused: false, message: "no memory" });
    expect(store.getState()).toMatchObject({ phase: "failed", error: "no memory" });
  });

  test("uses the quench and the settings of its start, whatever changes later", async () => {
    const { store, configs, last } = await setUp();
    store.change({ furtherTraps: [0.5], heldOutTraps: [2], method: { ...RECIPE, skip: "skew" } });
    store.train();
    configs.edit((config) => ({ ...config, quench: { protocol: "trap-release", interaction: 4, trap: 1 } }));
    expect(last().job).toMatchObject({
      config: { quench: { interaction: 1 } },
      method: { skip: "skew" },
      further: [{ interaction: 1, trap: 0.5 }],
      heldOut: [{ interaction: 1, trap: 2 }],
    });
    expect(store.getState().job?.config.quench.interaction).toBe(1);
  });
});

describe("what is compared", () => {
  test("follows config and training window until something is trained", async () => {
    const { store, configs, runs } = await setUp();
    const look = () => store.look(configs.getState().config, store.getState().settings);
    look();
    look();
    expect(runs).toHaveLength(1);
    expect(runs[0]?.job.config.methods.map(({ kind }) => kind)).toEqual([
      "exact",
      "mean-field",
      "td2rdm",
      "dmd",
      "dmd",
    ]);
    store.change({ trainUntil: 8 });
    look();
    expect(runs).toHaveLength(2);
    expect(runs[0]?.aborted()).toBe(true);
    runs[1]?.stream(3);
    expect(store.getState().comparison?.methods).toHaveLength(6);
    store.train();
    expect(runs).toHaveLength(3);
    store.change({ trainUntil: 6 });
    look();
    expect(runs).toHaveLength(3);
  });

  test("is nothing where the system cannot be trained on", async () => {
    const { store, configs, runs, trainings } = await setUp({
      config: { electrons: { up: 3, down: 2 }, methods: [{ kind: "exact" }] },
    });
    store.look(configs.getState().config, store.getState().settings);
    store.train();
    expect(runs).toHaveLength(0);
    expect(trainings).toHaveLength(0);
  });
});

test("settings that cannot be used are refused and change nothing", async () => {
  const { store } = await setUp();
  const before = store.getState().settings;
  expect(store.change({ method: { ...RECIPE, learningRate: 7 } })).toBeInstanceOf(InputError);
  expect(store.change({ trainUntil: 20 })?.path).toMatch(/trainUntil/);
  expect(store.getState().settings).toBe(before);
  expect(store.change({ method: { ...RECIPE, seed: 3 } })).toBeNull();
  expect(store.getState().settings.method.seed).toBe(3);
});

describe("after a reload", () => {
  const job = {
    config: parseConfig({ schema: CONFIG_SCHEMA }),
    method: RECIPE,
    further: [],
    heldOut: [],
    fields: [],
    software: { name: "test", version: "1", commit: null },
    from: null,
  } satisfies TrainingJob;

  test("a training that was going on waits, and is resumed from its checkpoint", async () => {
    const kept: KeptTraining = { version: "1", job, snapshot: snapshotAt(10), end: null };
    const { store, last, runs } = await setUp({ kept });
    expect(store.getState()).toMatchObject({ phase: "paused", history: HISTORY });
    expect(runs).toHaveLength(1);
    store.resume();
    expect(last().job.from?.meta.optimiserSteps).toBe(10);
    expect(store.getState().phase).toBe("data");
  });

  test("a training that had ended is there with its end", async () => {
    const kept: KeptTraining = { version: "1", job, snapshot: snapshotAt(20), end: endOf("completed") };
    const { store } = await setUp({ kept });
    expect(store.getState()).toMatchObject({ phase: "completed", end: { bestStep: 20 } });
  });

  test("stopping one that waits evaluates what it has", async () => {
    const kept: KeptTraining = { version: "1", job, snapshot: snapshotAt(10), end: null };
    const { store, last } = await setUp({ kept });
    store.stop();
    expect(last().asked).toEqual(["stop"]);
    expect(last().job.from?.meta.optimiserSteps).toBe(10);
  });

  test("that of another version of the program is left out, with a word", async () => {
    const kept: KeptTraining = { version: "0", job, snapshot: snapshotAt(10), end: null };
    const { store, messages } = await setUp({ kept });
    expect(store.getState().phase).toBe("idle");
    expect(messages.getState()).toMatchObject([{ kind: "info" }]);
  });
});

describe("a file", () => {
  const config = parseConfig({ schema: CONFIG_SCHEMA });

  test("of a training that had ended is evaluated", async () => {
    const { store, last } = await setUp();
    store.open({ config, method: RECIPE, snapshot: snapshotAt(40, "completed") }, "a.json");
    expect(last().job.from?.meta.optimiserSteps).toBe(40);
  });

  test("of a training that had not ended waits to be resumed", async () => {
    const { store, trainings } = await setUp();
    store.open({ config, method: RECIPE, snapshot: snapshotAt(10) }, "a.json");
    expect(trainings).toHaveLength(0);
    expect(store.getState().phase).toBe("paused");
  });

  test("is not opened while a training goes on", async () => {
    const { store } = await setUp();
    store.train();
    expect(() => store.open({ config, method: RECIPE, snapshot: snapshotAt(10) }, "a.json")).toThrow(
      /stop it first/,
    );
  });
});
