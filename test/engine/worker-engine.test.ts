import { describe, expect, it } from "vitest";
import { createWorkerEngine } from "../../src/engine/worker-engine.ts";
import type { ResultSet } from "../../src/protocol/results.ts";
import type { StartMethod } from "../../src/worker/job-runner.ts";
import { byKind, diverging, fakeMethod, refusing, smallConfig } from "../worker/fakes.ts";
import { fakeSpawn } from "./fake-worker.ts";

const config = smallConfig();
const job = { config, fields: ["density"] as const };
const never = new AbortController().signal;
const statuses = ({ methods }: ResultSet): string[] => methods.map(({ status }) => status);
const slow = fakeMethod({ pace: 8 });
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

function start(method: StartMethod, threads = 2, kind: "good" | "deaf" | "broken" = "good") {
  const fake = fakeSpawn(method, kind);
  return { engine: createWorkerEngine({ threads, spawn: fake.spawn }), workers: fake.workers };
}

describe("worker engine", () => {
  it("starts all its workers at once, before any run", () => {
    const { engine, workers } = start(fakeMethod(), 5);
    expect(workers).toHaveLength(5);
    expect(engine.description).toEqual({ device: "cpu", precision: "float64", threads: 5 });
  });

  it("runs every method to its end and merges the samples", async () => {
    const { engine } = start(fakeMethod());
    const results = await engine.run(job, { signal: never, onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["completed", "completed", "completed"]);
    for (const { filled, fraction, data } of results.methods) {
      expect(filled).toBe(21);
      expect(fraction).toBe(1);
      expect([...(data.density ?? [])]).toEqual(Array.from({ length: 42 }, (_, i) => Math.floor(i / 2)));
    }
  });

  it("runs methods side by side on free workers and queues the rest", async () => {
    const { engine } = start(slow, 2);
    const seen = new Set<string>();
    await engine.run(job, {
      signal: never,
      onUpdate: ({ methods }) => seen.add(methods.map(({ status }) => status).join()),
    });
    expect([...seen].slice(0, 2)).toEqual(["running,queued,queued", "running,running,queued"]);
    expect(["completed,running,queued", "running,completed,queued"]).toContain([...seen][2]);
    expect([...seen].at(-1)).toBe("completed,completed,completed");
  });

  it("starts exact before the other methods, wherever it stands in the list", async () => {
    const last = smallConfig({ methods: [{ kind: "mean-field" }, { kind: "td2rdm" }, { kind: "exact" }] });
    const { engine } = start(slow, 1);
    let first = "";
    await engine.run(
      { ...job, config: last },
      { signal: never, onUpdate: (results) => (first ||= statuses(results).join()) },
    );
    expect(first).toBe("queued,queued,running");
  });

  it("lets the other methods go on when one diverges and one refuses", async () => {
    const { engine } = start(byKind({ exact: fakeMethod(), "mean-field": refusing, td2rdm: diverging }));
    const results = await engine.run(job, { signal: never, onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["completed", "refused", "diverged"]);
    expect(results.methods.map(({ filled }) => filled)).toEqual([21, 3, 5]);
  });

  it("cancels running and waiting methods and keeps the samples so far", async () => {
    const { engine } = start(slow, 2);
    const controller = new AbortController();
    const results = await engine.run(job, {
      signal: controller.signal,
      onUpdate: ({ methods: [first] }) => {
        if (first !== undefined && first.filled > 0) controller.abort();
      },
    });
    expect(statuses(results)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(results.methods[0]?.filled).toBeGreaterThan(0);
    expect(results.methods[0]?.filled).toBeLessThan(21);
    expect(results.methods[2]?.filled).toBe(0);
  });

  it("gives the workers to a new run as soon as the one before it is aborted", async () => {
    const { engine, workers } = start(slow, 2);
    const controller = new AbortController();
    const before = engine.run(job, { signal: controller.signal, onUpdate: () => undefined });
    await pause(50);
    controller.abort();
    const after = engine.run(job, { signal: never, onUpdate: () => undefined });
    expect(statuses(await before)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(statuses(await after)).toEqual(["completed", "completed", "completed"]);
    expect(workers).toHaveLength(2);
  });

  it("replaces a worker that does not acknowledge a cancel", async () => {
    const { engine, workers } = start(slow, 1, "deaf");
    const controller = new AbortController();
    const stopped = engine.run(
      { ...job, config: smallConfig({ time: { end: 100, sample: 0.1 } }) },
      { signal: controller.signal, onUpdate: () => undefined },
    );
    await pause(50);
    const aborted = performance.now();
    controller.abort();
    expect(statuses(await stopped)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(performance.now() - aborted).toBeGreaterThan(450);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.terminated).toBe(true);
    const results = await engine.run(job, { signal: never, onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["completed", "completed", "completed"]);
  });

  it("ends a method as failed when its worker crashes, restarts the worker and goes on", async () => {
    const { engine, workers } = start(slow, 1);
    const run = engine.run(job, { signal: never, onUpdate: () => undefined });
    await pause(100);
    workers[0]?.listeners.onCrash("out of stack");
    const results = await run;
    expect(statuses(results)).toEqual(["failed", "completed", "completed"]);
    expect(results.methods[0]?.outcome?.message).toMatch(/worker .*stopped: out of stack/);
    expect(results.methods[0]?.filled).toBeGreaterThan(0);
    expect(workers).toHaveLength(2);
  });

  it("survives killWorker, also of an idle worker", async () => {
    const { engine, workers } = start(slow, 2);
    engine.killWorker(1);
    const run = engine.run(job, { signal: never, onUpdate: () => undefined });
    await pause(60);
    engine.killWorker(0);
    expect(statuses(await run)).toEqual(["failed", "completed", "completed"]);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, false, false]);
  });

  it("fails the methods with the reason when workers do not start at all", async () => {
    const { engine, workers } = start(fakeMethod(), 1, "broken");
    const results = await engine.run(job, { signal: never, onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["failed", "failed", "failed"]);
    expect(results.methods[2]?.outcome?.message).toMatch(/does not start: no such file/);
    expect(workers).toHaveLength(3);
  });

  it("ends everything as cancelled when disposed", async () => {
    const { engine, workers } = start(slow, 2);
    const run = engine.run(job, { signal: never, onUpdate: () => undefined });
    await pause(30);
    engine.dispose();
    expect(statuses(await run)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  it("ends a run whose signal fired before it began without starting anything", async () => {
    const { engine } = start(fakeMethod());
    const results = await engine.run(job, { signal: AbortSignal.abort(), onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["cancelled", "cancelled", "cancelled"]);
  });
});
