import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GpuJobHandlers, GpuLink, type GpuListener } from "../../src/engine/gpu-link.ts";
import { smallConfig } from "../worker/fakes.ts";
import { ADAPTER, type FakeGpuWorker, fakeGpuWorkers } from "./fake-gpu-worker.ts";

const task = { config: smallConfig(), points: [{ index: 0, interaction: 1, trap: 1 }], threads: 2 };
const result = { index: 0, status: "done", values: {}, message: null } as const;

function setUp() {
  const { workers, spawn } = fakeGpuWorkers();
  const link = new GpuLink(spawn);
  const listener = { onSurvey: vi.fn<GpuListener["onSurvey"]>(), onUsage: vi.fn(), onProblem: vi.fn() };
  link.listen(listener);
  const handlers = {
    onResponse: vi.fn<GpuJobHandlers["onResponse"]>(),
    onEnd: vi.fn<GpuJobHandlers["onEnd"]>(),
  };
  const worker = (index: number): FakeGpuWorker => {
    const found = workers[index];
    if (found === undefined) throw new Error(`worker ${index} was not started`);
    return found;
  };
  return { workers, worker, link, listener, handlers };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the survey", () => {
  it("passes on the adapter, or why there is none", () => {
    const { link, worker, listener } = setUp();
    link.survey();
    expect(worker(0).requests).toEqual([{ type: "survey" }]);
    worker(0).say({ type: "survey", survey: { kind: "found", adapter: ADAPTER } });
    expect(listener.onSurvey).toHaveBeenLastCalledWith({ kind: "found", adapter: ADAPTER });
    link.survey();
    worker(0).say({ type: "survey", survey: { kind: "unavailable", problem: { kind: "no-adapter" } } });
    expect(listener.onSurvey.mock.lastCall?.[0]).toMatchObject({
      kind: "unavailable",
      reason: expect.stringContaining("no graphics adapter"),
    });
    vi.runAllTimers();
    expect(listener.onSurvey).toHaveBeenCalledTimes(2);
  });

  it("does not wait for ever, but believes a late answer", () => {
    const { link, worker, listener } = setUp();
    link.survey();
    vi.runAllTimers();
    expect(listener.onSurvey).toHaveBeenLastCalledWith({
      kind: "unavailable",
      reason: "WebGPU does not answer.",
    });
    worker(0).say({ type: "survey", survey: { kind: "found", adapter: ADAPTER } });
    expect(listener.onSurvey).toHaveBeenLastCalledWith({ kind: "found", adapter: ADAPTER });
  });

  it("tells that the worker does not start", () => {
    const { link, worker, listener } = setUp();
    link.survey();
    worker(0).crash("no such file");
    expect(listener.onSurvey).toHaveBeenLastCalledWith({
      kind: "unavailable",
      reason: "The worker of the GPU stopped: no such file.",
    });
    vi.runAllTimers();
    expect(listener.onSurvey).toHaveBeenCalledTimes(1);
  });
});

describe("a job", () => {
  it("hears its own answers until it ends, once", () => {
    const { link, worker, handlers } = setUp();
    link.start(task, handlers);
    expect(worker(0).requests).toEqual([{ type: "start", job: 1, ...task }]);
    worker(0).say({ type: "point", job: 7, result });
    expect(handlers.onResponse).not.toHaveBeenCalled();
    worker(0).say({ type: "opened", job: 1, adapter: ADAPTER });
    worker(0).say({ type: "point", job: 1, result });
    expect(handlers.onResponse.mock.calls.map(([{ type }]) => type)).toEqual(["opened", "point"]);
    worker(0).say({ type: "ended", job: 1, failure: null });
    worker(0).crash("late");
    expect(handlers.onEnd.mock.calls).toEqual([[null]]);
  });

  it("ends in words when the device or the worker fails", () => {
    const { link, worker, handlers } = setUp();
    const lost = { kind: "device-lost", reason: "unknown", detail: "reset" } as const;
    link.start(task, handlers);
    worker(0).say({ type: "ended", job: 1, failure: { kind: "device", problem: lost } });
    link.start(task, handlers);
    worker(0).say({ type: "ended", job: 2, failure: { kind: "crash", message: "x is undefined" } });
    link.start(task, handlers);
    worker(0).crash("out of memory");
    expect(handlers.onEnd.mock.calls).toEqual([
      ["The GPU was lost (unknown): reset"],
      ["The worker of the GPU failed: x is undefined."],
      ["The worker of the GPU stopped: out of memory."],
    ]);
  });

  it("is started on a new worker after a crash, and the old one is not heard", () => {
    const { link, worker, workers, handlers } = setUp();
    link.start(task, handlers);
    worker(0).crash("gone");
    expect(worker(0).terminated).toBe(true);
    link.start(task, handlers);
    expect(workers).toHaveLength(2);
    worker(0).say({ type: "point", job: 2, result });
    expect(handlers.onResponse).not.toHaveBeenCalled();
  });

  it("is silent from the moment it is dropped; a worker that does not stop is replaced", () => {
    const { link, worker, workers, handlers } = setUp();
    const drop = link.start(task, handlers);
    drop();
    drop();
    expect(worker(0).requests.slice(1)).toEqual([{ type: "cancel", job: 1 }]);
    worker(0).say({ type: "point", job: 1, result });
    worker(0).say({ type: "ended", job: 1, failure: null });
    vi.runAllTimers();
    expect(handlers.onResponse).not.toHaveBeenCalled();
    expect(handlers.onEnd).not.toHaveBeenCalled();
    expect(worker(0).terminated).toBe(false);

    link.start(task, handlers)();
    vi.runAllTimers();
    expect(worker(0).terminated).toBe(true);
    link.start(task, handlers);
    expect(workers).toHaveLength(2);
  });

  it("that waits behind one that does not stop begins on the new worker", () => {
    const { link, worker, handlers } = setUp();
    link.start(task, handlers)();
    link.start(task, handlers);
    vi.runAllTimers();
    expect(worker(0).terminated).toBe(true);
    expect(worker(1).requests).toEqual([{ type: "start", job: 2, ...task }]);
    worker(1).say({ type: "ended", job: 2, failure: null });
    expect(handlers.onEnd.mock.calls).toEqual([[null]]);
  });

  it("tells usage and survived losses, and loses the device on demand", () => {
    const { link, worker, listener, handlers } = setUp();
    link.loseDevice();
    link.start(task, handlers);
    const usage = { bytes: 12, kernels: { propagate: 3 } };
    worker(0).say({ type: "usage", usage });
    worker(0).say({ type: "lost", problem: { kind: "device-lost", reason: "destroyed", detail: "" } });
    expect(listener.onUsage).toHaveBeenCalledWith(usage);
    expect(listener.onProblem).toHaveBeenCalledWith("The GPU was lost (destroyed). It was opened anew.");
    link.loseDevice();
    expect(worker(0).requests.slice(1)).toEqual([{ type: "lose-device" }]);
  });
});
