import { expect, test } from "vitest";
import { ReferenceEngine } from "../../src/neural/reference-engine.ts";
import type { AsyncTrainingEngine, TrainingEngine } from "../../src/neural/types.ts";
import { CONFIG_SCHEMA, parseConfig } from "../../src/protocol/config.ts";
import { TrainingGate } from "../../src/worker/training-gate.ts";
import { type CreateTrainingEngine, runTraining } from "../../src/worker/training-session.ts";
import type { TrainingJob, TrainingNews, TrainingSnapshot } from "../../src/worker/training-types.ts";

/** A dimer trained for a moment. */
const CONFIG = parseConfig({
  schema: CONFIG_SCHEMA,
  lattice: { kind: "chain", sites: 2 },
  electrons: { up: 1, down: 1 },
  quench: { protocol: "interaction-quench", interactionBefore: 0, interaction: 2, trap: 0.3 },
  time: { end: 4, sample: 0.1 },
  methods: [
    {
      kind: "neural-ode",
      trainUntil: 3,
      hidden: [8],
      evaluateEvery: 10,
      stages: [
        { kind: "derivative", steps: 25, batch: 16 },
        { kind: "shooting", steps: 15, batch: 4, length: 3 },
      ],
    },
  ],
});

function job(changes: Partial<TrainingJob> = {}): TrainingJob {
  const [method] = CONFIG.methods;
  if (method?.kind !== "neural-ode") throw new Error("no neural ODE in the config");
  const software = { name: "test", version: "0", commit: null };
  return {
    config: CONFIG,
    method,
    further: [],
    heldOut: [],
    fields: ["dab", "energy"],
    software,
    from: null,
    ...changes,
  };
}

const reference: CreateTrainingEngine = (shape, data, adam) => new ReferenceEngine(shape, data, adam);

interface Watched {
  readonly gate?: TrainingGate;
  readonly engine?: CreateTrainingEngine;
  /** Called with all news; may steer. */
  readonly onNews?: (news: TrainingNews, stop: AbortController) => void;
}

async function train(what: TrainingJob, { gate = new TrainingGate(), engine, onNews }: Watched = {}) {
  const stop = new AbortController();
  const news: TrainingNews[] = [];
  const end = await runTraining(what, engine ?? reference, {
    stop: stop.signal,
    gate,
    onNews(item) {
      news.push(item);
      onNews?.(item, stop);
    },
  });
  return { end, news };
}

test("a training tells of its data, its start, every stretch of steps and its predictions, and ends with a record", async () => {
  const { end, news } = await train(job());
  expect(end?.status).toBe("completed");
  const kinds = new Set(news.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["data", "prediction", "progress", "start"]);
  const start = news.find((item) => item.kind === "start");
  expect(start?.kind === "start" && start.start).toMatchObject({
    totalSteps: 40,
    stepsDone: 0,
    backend: { device: "cpu", precision: "float64" },
  });
  const steps = news.flatMap((item) => (item.kind === "progress" ? [item.entry.step] : []));
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.at(-1)).toBe(40);
  expect(end?.predicted).toMatchObject({ divergedAt: null, chunk: { first: 0, count: 41 } });
  expect(end?.predicted.chunk.fields.dab).toHaveLength(41 * 32);
  expect(end?.snapshot.meta).toMatchObject({ status: "completed", optimiserSteps: 40 });
  expect(end?.snapshot.meta.errors?.training).toBeLessThan(0.05);
});

test("the record knows the errors that its prediction has", async () => {
  const { end } = await train(job());
  const dab = end?.predicted.chunk.fields.dab ?? new Float64Array();
  const norm = Math.hypot(...dab.subarray(0, 32));
  expect(norm).toBeGreaterThan(0.9);
  const errors = end?.snapshot.meta.errors;
  expect(errors?.skill).toBeCloseTo((errors?.extrapolation ?? 0) / (errors?.baseline ?? 1), 12);
});

test("held just after a report, a training keeps the steps of that report", async () => {
  const gate = new TrainingGate();
  const { news } = await train(job(), {
    gate,
    onNews(item, stop) {
      // A message of the page comes between two tasks: after the report, before the next steps.
      if (item.kind === "progress") queueMicrotask(() => gate.pause());
      if (item.kind === "progress") setTimeout(() => stop.abort(), 200);
    },
  });
  const reported = news.findLast((item) => item.kind === "progress");
  const kept = news.findLast((item) => item.kind === "checkpoint");
  expect(kept?.kind === "checkpoint" && kept.snapshot.meta.optimiserSteps).toBe(
    reported?.kind === "progress" && reported.entry.step,
  );
});

test("resumed from a checkpoint, a training ends with the same weights as in one go", async () => {
  const whole = await train(job());
  let kept: TrainingSnapshot | null = null;
  const gate = new TrainingGate();
  gate.pause();
  gate.step();
  await train(job(), {
    gate,
    onNews(item, stop) {
      if (item.kind === "start") for (let k = 0; k < 17; k++) gate.step();
      if (item.kind === "checkpoint") kept = item.snapshot;
      if (item.kind === "progress" && item.entry.step === 17) stop.abort();
    },
  });
  expect(kept).not.toBeNull();
  const resumed = await train(job({ from: structuredClone(kept) }));
  const start = resumed.news.find((item) => item.kind === "start");
  expect(start?.kind === "start" && start.start.stepsDone).toBeGreaterThan(0);
  expect(resumed.end?.snapshot.arrays).toEqual(whole.end?.snapshot.arrays);
});

test("held training makes no step but those that are asked for", async () => {
  const gate = new TrainingGate();
  gate.pause();
  const steps: number[] = [];
  let stopNow: (() => void) | null = null;
  const running = train(job(), {
    gate,
    onNews(item, stop) {
      stopNow = () => stop.abort();
      if (item.kind === "progress") steps.push(item.entry.step);
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(steps).toEqual([]);
  gate.step();
  gate.step();
  await expect.poll(() => steps).toEqual([1, 2]);
  stopNow!();
  expect((await running).end).toMatchObject({ status: "stopped", bestStep: 2 });
});

test("a stop keeps the best weights so far and evaluates them", async () => {
  const { end, news } = await train(job(), {
    onNews(item, stop) {
      if (item.kind === "prediction" && item.step === 20) stop.abort();
    },
  });
  expect(end?.status).toBe("stopped");
  expect([10, 20]).toContain(end?.bestStep);
  expect(end?.snapshot.meta.status).toBe("running");
  expect(end?.predicted.chunk.count).toBe(41);
  const last = news.flatMap((item) => (item.kind === "progress" ? [item.entry.step] : [])).at(-1);
  expect(last).toBeLessThan(40);
});

test("a stop before the first step leaves nothing", async () => {
  const { end } = await train(job(), { onNews: (_, stop) => stop.abort() });
  expect(end).toBeNull();
});

test("further quenches are learned from, held-out ones predicted", async () => {
  const further = [{ interaction: 2.5, trap: 0.3 }];
  const heldOut = [{ interaction: 2.2, trap: 0.3 }];
  const { end } = await train(job({ further, heldOut }));
  expect(end?.heldOut).toMatchObject(heldOut);
  expect(end?.heldOut[0]?.error).toBeGreaterThan(0);
  expect(end?.heldOut[0]?.error).toBeLessThan(0.5);
  expect(end?.snapshot.arrays["starts"]?.shape[0]).toBe(2);
});

test("a method with purification is predicted without and with it", async () => {
  const { method } = job();
  const { end } = await train(job({ method: { ...method, purification: "energy-conserving" } }));
  const plain = await train(job());
  expect(plain.end?.purified).toBeNull();
  expect(end?.predicted.chunk.fields.dab).toEqual(plain.end?.predicted.chunk.fields.dab);
  expect(end?.purified?.chunk.count).toBe(41);
});

test("a blow-up ends the training with the reason and the last good weights", async () => {
  const engine: CreateTrainingEngine = (shape, data, adam) =>
    failing(new ReferenceEngine(shape, data, adam), 30);
  const { end } = await train(job(), { engine });
  expect(end?.status).toBe("diverged");
  expect(end?.message).toMatch(/blew up/);
  expect(end?.bestStep).toBeLessThanOrEqual(30);
  expect(end?.predicted.chunk.count).toBe(41);
});

test("an engine that fails makes the training fail", async () => {
  const engine: CreateTrainingEngine = () => {
    throw new Error("no such device");
  };
  await expect(train(job(), { engine })).rejects.toThrow("no such device");
});

/** An engine whose loss is NaN from a step on. */
function failing(engine: ReferenceEngine, from: number): TrainingEngine {
  let made = 0;
  const wrapped: AsyncTrainingEngine = {
    device: engine.device,
    adapter: engine.adapter,
    precision: engine.precision,
    step: async (request) => engine.step(request),
    async steps(requests) {
      made += requests.length;
      return made > from ? { loss: Number.NaN, gradientNorm: 1 } : engine.steps(requests);
    },
    read: async () => engine.read(),
    write: async (state) => engine.write(state),
    destroy: () => engine.destroy(),
  };
  return wrapped;
}
