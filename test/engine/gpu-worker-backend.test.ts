import { describe, expect, it } from "vitest";
import { GpuLink } from "../../src/engine/gpu-link.ts";
import { createGpuWorkerBackend, withTakeover } from "../../src/engine/gpu-worker-backend.ts";
import { createInProcessMapBackend, type MapBackend } from "../../src/engine/map-backend.ts";
import { runMap } from "../../src/engine/map-runner.ts";
import { emptyMap, type MapTable, pointBackends } from "../../src/protocol/map.ts";
import type { MapPointResult } from "../../src/worker/map-point.ts";
import { fakeMethod, smallConfig } from "../worker/fakes.ts";
import { ADAPTER, fakeGpuWorkers } from "./fake-gpu-worker.ts";

const config = smallConfig({ methods: [{ kind: "exact" }], device: "webgpu" });
const AXES = { interaction: [1, 2, 3], trap: [0, 1] };
const GPU = { device: "webgpu", adapter: "Test GPU", precision: "float32" } as const;
const CPU = { device: "cpu", adapter: null, precision: "float64" } as const;

const done = (index: number): MapPointResult => ({
  index,
  status: "done",
  values: { pearson: 0.5, meanDelta3: 2, buildup: 1, initialDelta3: 1, gap: 1 },
  message: null,
});

/** A map on a fake GPU worker, the CPU standing by. */
function start() {
  const { workers, spawn } = fakeGpuWorkers();
  const reasons: string[] = [];
  const cpu = createInProcessMapBackend(fakeMethod());
  const gpu = createGpuWorkerBackend(new GpuLink(spawn), "Test GPU", 2);
  const table = emptyMap(config, AXES, gpu.description);
  const controller = new AbortController();
  const reported: number[] = [];
  const handlers = {
    signal: controller.signal,
    onPoint: ({ index }: MapPointResult) => void reported.push(index),
    onProgress: () => undefined,
  };
  const run = (
    backend: MapBackend = withTakeover(
      gpu,
      () => cpu,
      (reason) => void reasons.push(reason),
    ),
  ) => runMap({ table }, handlers, backend);
  return { workers, reasons, table, controller, reported, run };
}

const devices = (table: MapTable): string[] => pointBackends(table).map(({ device }) => device);

describe("a map on the worker of the GPU", () => {
  it("is computed there and says so", async () => {
    const { workers, table, run, reported } = start();
    const outcome = run();
    expect(workers[0]?.requests).toMatchObject([
      { type: "start", job: 1, threads: 2, points: { length: 6 } },
    ]);
    workers[0]?.say({ type: "opened", job: 1, adapter: ADAPTER });
    for (let index = 0; index < 6; index++) workers[0]?.say({ type: "point", job: 1, result: done(index) });
    workers[0]?.say({ type: "ended", job: 1, failure: null });
    expect(await outcome).toBe("completed");
    expect(reported).toHaveLength(6);
    expect(table).toMatchObject({ backend: GPU, parts: [] });
  });

  it("reports nothing after a cancel", async () => {
    const { workers, table, run, controller, reported } = start();
    const outcome = run();
    workers[0]?.say({ type: "point", job: 1, result: done(0) });
    controller.abort();
    workers[0]?.say({ type: "point", job: 1, result: done(1) });
    expect(await outcome).toBe("cancelled");
    expect(reported).toEqual([0]);
    expect(table.status.filter((status) => status === "done")).toHaveLength(1);
    expect(workers[0]?.requests.at(-1)).toEqual({ type: "cancel", job: 1 });
  });

  it("is finished by the CPU when the worker breaks, each point labelled with what computed it", async () => {
    const { workers, table, run, reasons } = start();
    const outcome = run();
    workers[0]?.say({ type: "opened", job: 1, adapter: ADAPTER });
    workers[0]?.say({ type: "point", job: 1, result: done(4) });
    workers[0]?.crash("out of memory");
    expect(await outcome).toBe("completed");
    const reason = "The worker of the GPU stopped: out of memory.";
    expect(reasons).toEqual([reason]);
    expect(table.status.every((status) => status === "done")).toBe(true);
    expect(devices(table)).toEqual(["cpu", "cpu", "cpu", "cpu", "webgpu", "cpu"]);
    expect(table.backend).toEqual(GPU);
    expect(table.parts).toMatchObject([{ backend: CPU, reason }]);
  });

  it("is a map of the CPU when the device never computed a point", async () => {
    const { workers, table, run } = start();
    const outcome = run();
    const limit = {
      kind: "limit-too-small",
      limit: "maxBufferSize",
      needed: 9,
      available: 4,
      user: "exact",
    } as const;
    workers[0]?.say({ type: "ended", job: 1, failure: { kind: "device", problem: limit } });
    expect(await outcome).toBe("completed");
    expect(table).toMatchObject({ backend: CPU, parts: [] });
  });

  it("is not taken over after a cancel", async () => {
    const { workers, run, controller, reasons } = start();
    const outcome = run();
    controller.abort();
    workers[0]?.crash("gone");
    expect(await outcome).toBe("cancelled");
    expect(reasons).toEqual([]);
  });

  it("labels what another adapter computes after a resume", async () => {
    const { workers, table, run, controller } = start();
    const first = run();
    workers[0]?.say({ type: "point", job: 1, result: done(0) });
    controller.abort();
    await first;
    const { spawn, workers: others } = fakeGpuWorkers();
    const backend = createGpuWorkerBackend(new GpuLink(spawn), "", 1);
    const rest = runMap(
      { table },
      { signal: new AbortController().signal, onPoint: () => undefined, onProgress: () => undefined },
      backend,
    );
    others[0]?.say({ type: "opened", job: 1, adapter: { ...ADAPTER, name: "Other GPU" } });
    for (let index = 1; index < 6; index++) others[0]?.say({ type: "point", job: 1, result: done(index) });
    others[0]?.say({ type: "ended", job: 1, failure: null });
    expect(await rest).toBe("completed");
    expect(pointBackends(table).map(({ adapter }) => adapter)).toEqual([
      "Test GPU",
      ...Array.from({ length: 5 }, () => "Other GPU"),
    ]);
  });
});
