import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openDawn } from "../../src/cli/dawn.ts";
import { createGpuMapBackend } from "../../src/engine/gpu-map-backend.ts";
import { createInProcessMapBackend, type MapBackend } from "../../src/engine/map-backend.ts";
import { coarseToFine, runMap } from "../../src/engine/map-runner.ts";
import type { GpuEnvironment } from "../../src/gpu/device.ts";
import { type Config, parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapAxes, type MapTable, parseMap } from "../../src/protocol/map.ts";
import type { GpuMapRequest, GpuMapResponse } from "../../src/worker/gpu-map-messages.ts";
import { createGpuMapServer } from "../../src/worker/gpu-map-server.ts";
import { inlineShares } from "../../src/worker/gpu-share-source.ts";
import type { MapPointResult } from "../../src/worker/map-point.ts";
import { cli, Folder } from "../cli/spawn.ts";

const AXES = { interaction: [0.5, 2, 4], trap: [0.4, 1] };
const FOUR_SITES = { lattice: { kind: "chain", sites: 4 }, electrons: { up: 2, down: 2 } };

function config(methods: readonly object[], more: object = {}): Config {
  return parseConfig({
    schema: "cumulant-explorer/config@1",
    lattice: { kind: "chain", sites: 2 },
    electrons: { up: 1, down: 1 },
    quench: { protocol: "trap-release", interaction: 1, trap: 1 },
    time: { end: 3, sample: 0.1 },
    methods: [{ kind: "exact" }, ...methods],
    device: "webgpu",
    ...more,
  });
}

const VALDEMORO = { kind: "td2rdm", integrator: { kind: "rk4", dt: 0.02 } };

async function mapBy(
  backend: MapBackend,
  mapped: Config,
  onPoint: () => void = () => undefined,
  controller = new AbortController(),
  axes: MapAxes = AXES,
): Promise<{ table: MapTable; status: string }> {
  const table = emptyMap(mapped, axes, backend.description);
  const handlers = { signal: controller.signal, onPoint, onProgress: () => undefined };
  const status = await runMap({ table }, handlers, backend);
  return { table, status };
}

/** Largest difference of each field of two maps; both are defined at the same points. */
function differences(x: MapTable, y: MapTable): Record<string, number> {
  expect(x.status).toEqual(y.status);
  expect(Object.keys(x.fields)).toEqual(Object.keys(y.fields));
  return Object.fromEntries(
    Object.entries(x.fields).map(([name, values]) => {
      const pairs = Array.from(values, (value, k) => [value, y.fields[name][k]] as const);
      expect(pairs.every(([a, b]) => Number.isNaN(a) === Number.isNaN(b))).toBe(true);
      return [name, Math.max(0, ...pairs.map(([a, b]) => (Number.isNaN(a) ? 0 : Math.abs(a - b))))];
    }),
  );
}

describe("a map on the device", () => {
  it("agrees with the map of the CPU for mean field of polarised electrons", async () => {
    const polarised = { ...FOUR_SITES, electrons: { up: 3, down: 1 }, time: { end: 1, sample: 0.1 } };
    const mapped = config([{ kind: "mean-field" }], polarised);
    const gpu = await mapBy(await createGpuMapBackend(await openDawn(), mapped), mapped);
    const cpu = await mapBy(createInProcessMapBackend(), mapped);
    for (const [name, difference] of Object.entries(differences(gpu.table, cpu.table))) {
      expect([name, difference < (name === "pearson" ? 1e-4 : 1e-5)]).toEqual([name, true]);
    }
    expect(gpu.table.fields["relativeError:Mean field"].every((error) => error > 1e-3)).toBe(true);
  });

  it("agrees with the map of the CPU, also for methods without a kernel", async () => {
    const adaptive = { kind: "td2rdm", integrator: { kind: "dopri5" } };
    const four = { ...FOUR_SITES, time: { end: 1.5, sample: 0.1 } };
    const dmd = { kind: "dmd", delays: 1, trainUntil: 1, rank: 2 };
    const mapped = config([VALDEMORO, { kind: "mean-field" }, adaptive, dmd], four);
    const gpu = await mapBy(await createGpuMapBackend(await openDawn(), mapped), mapped);
    const cpu = await mapBy(createInProcessMapBackend(), mapped);
    expect(gpu.status).toBe("completed");
    expect(gpu.table.backend).toMatchObject({ device: "webgpu", precision: "float32" });
    expect(gpu.table.backend.adapter).not.toBe("");
    expect(gpu.table.fields["extrapolationError:DMD · rank 2 · to 1"].every((error) => error > 1e-4)).toBe(
      true,
    );
    expect(gpu.table.fields["skill:TD2RDM V · CC"].every((skill) => skill > 1e-4)).toBe(true);
    for (const [name, difference] of Object.entries(differences(gpu.table, cpu.table))) {
      expect([name, difference]).toEqual([name, expect.any(Number)]);
      expect(difference).toBeLessThan(name === "pearson" ? 1e-4 : 1e-5);
    }
  });

  it("agrees with the map of the CPU for purified TD2RDM", async () => {
    const purified = { ...VALDEMORO, purification: "energy-conserving" };
    const mapped = config([purified], { ...FOUR_SITES, time: { end: 0.2, sample: 0.1 } });
    const point = { interaction: [2], trap: [1] };
    const controller = new AbortController();
    const backend = await createGpuMapBackend(await openDawn(), mapped);
    const gpu = await mapBy(backend, mapped, () => undefined, controller, point);
    const cpu = await mapBy(createInProcessMapBackend(), mapped, () => undefined, controller, point);
    for (const [name, difference] of Object.entries(differences(gpu.table, cpu.table))) {
      expect([name, difference < (name === "pearson" ? 1e-4 : 1e-5)]).toEqual([name, true]);
    }
    expect(gpu.table.fields["relativeErrorAtEnd:TD2RDM V · CC · P"][0]).toBeGreaterThan(1e-4);
  });

  it("reports what a method cannot treat as failed, with the fields of the others", async () => {
    // A triplet ground state, as in the tests of the map command.
    const ring = { lattice: { kind: "chain", sites: 3, boundary: "periodic" }, hopping: -1 };
    const mapped = config([VALDEMORO], ring);
    const triplet = { interaction: [4], trap: [0] };
    const backend = await createGpuMapBackend(await openDawn(), mapped);
    const { table } = await mapBy(backend, mapped, () => undefined, new AbortController(), triplet);
    expect(table.status).toEqual(["failed"]);
    expect(table.fields.meanDelta3[0]).toBeGreaterThanOrEqual(0);
  });

  it("stops within 300 ms of the signal and keeps what is finished", async () => {
    const mapped = config([], { time: { end: 100, sample: 0.1 } });
    const controller = new AbortController();
    let fired = 0;
    const stop = (): void => {
      fired = performance.now();
      controller.abort();
    };
    const backend = await createGpuMapBackend(await openDawn(), mapped);
    const { status, table } = await mapBy(backend, mapped, () => void setTimeout(stop, 50), controller);
    expect(performance.now() - fired).toBeLessThan(300);
    expect(status).toBe("cancelled");
    const done = table.status.filter((each) => each === "done").length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(6);
  });

  it("goes on with a new device when one is lost in the middle", async () => {
    const mapped = config([]);
    const devices: GPUDevice[] = [];
    const backend = await createGpuMapBackend(recording(await openDawn(), devices), mapped);
    let reported = 0;
    const broken = await mapBy(backend, mapped, () => {
      reported++;
      if (reported === 2) devices[0].destroy();
    });
    expect(devices).toHaveLength(2);
    expect(broken.status).toBe("completed");
    expect(reported).toBe(6);
    const whole = await mapBy(await createGpuMapBackend(await openDawn(), mapped), mapped);
    expect(Object.values(differences(broken.table, whole.table)).every((d) => d === 0)).toBe(true);
  });
});

describe("the worker of the GPU", () => {
  /** The worker's side in process: what it says, and a wait for the answer that fits. */
  async function serve() {
    const said: GpuMapResponse[] = [];
    let check = (): void => undefined;
    const post = (response: GpuMapResponse): void => {
      said.push(response);
      check();
    };
    const request = createGpuMapServer(await openDawn(), () => inlineShares, post);
    const until = (fits: (response: GpuMapResponse) => boolean): Promise<void> =>
      new Promise((resolve) => {
        check = () => {
          if (said.some(fits)) resolve();
        };
        check();
      });
    const points = (job: number): MapPointResult[] =>
      said.flatMap((each) => (each.type === "point" && each.job === job ? [each.result] : []));
    return { said, request, until, points };
  }

  const job = (id: number, mapped: Config): GpuMapRequest => {
    return { type: "start", job: id, config: mapped, points: coarseToFine(AXES), threads: 1 };
  };

  it("finds the adapter, survives a loss with the same values, and keeps its kernels", async () => {
    const { said, request, until, points } = await serve();
    const mapped = config([]);
    request({ type: "survey" });
    await until(({ type }) => type === "survey");
    expect(said[0]).toMatchObject({ survey: { kind: "found", adapter: { software: expect.any(Boolean) } } });
    request(job(1, mapped));
    await until(({ type }) => type === "point");
    request({ type: "lose-device" });
    request(job(2, mapped));
    await until((each) => each.type === "ended" && each.job === 2);
    expect(said.filter(({ type }) => type === "lost")).toHaveLength(1);
    expect(said.filter(({ type }) => type === "ended")).toEqual([
      { type: "ended", job: 1, failure: null },
      { type: "ended", job: 2, failure: null },
    ]);
    const byIndex = (p: MapPointResult, q: MapPointResult): number => p.index - q.index;
    expect(points(1)).toHaveLength(6);
    expect(points(1).sort(byIndex)).toEqual(points(2).sort(byIndex));
    const opened = said.flatMap((each) => (each.type === "opened" ? [each.job] : []));
    expect(opened).toEqual([1, 1, 2]);
    expect(said.findLast(({ type }) => type === "usage")).toMatchObject({
      usage: { bytes: expect.any(Number) },
    });
  });

  it("leaves a cancelled job undone and goes on with the next", async () => {
    const { request, until, points } = await serve();
    request(job(1, config([], { time: { end: 100, sample: 0.1 } })));
    request(job(2, config([])));
    await until(({ type }) => type === "opened");
    request({ type: "cancel", job: 1 });
    await until((each) => each.type === "ended" && each.job === 2);
    expect(points(1).length).toBeLessThan(6);
    expect(points(2)).toHaveLength(6);
  });

  it("says why there is no device", async () => {
    const said: GpuMapResponse[] = [];
    const ended = new Promise<void>((resolve) => {
      const request = createGpuMapServer(
        { gpu: undefined, secure: true },
        () => inlineShares,
        (response) => {
          said.push(response);
          if (response.type === "ended") resolve();
        },
      );
      request(job(1, config([])));
    });
    await ended;
    const failure = { kind: "device", problem: { kind: "no-webgpu" } };
    expect(said.at(-1)).toEqual({ type: "ended", job: 1, failure });
  });
});

/** An environment that keeps every device it gives. */
function recording({ gpu, secure }: GpuEnvironment, devices: GPUDevice[]): GpuEnvironment {
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = (await gpu?.requestAdapter(options)) ?? null;
    if (adapter === null) return null;
    const requestDevice = async (descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> => {
      const device = await adapter.requestDevice(descriptor);
      devices.push(device);
      return device;
    };
    const { limits, features, info } = adapter;
    return { limits, features, info, requestDevice } as GPUAdapter;
  };
  return { gpu: { requestAdapter } as GPU, secure };
}

describe("the map command with --device webgpu", () => {
  it("writes a map and says what computed it", async () => {
    using folder = new Folder();
    const path = folder.write("config.json", { ...config([VALDEMORO]), device: "cpu" });
    const out = folder.at("map.json");
    const args = ["map", path, "--u", "1:2:2", "--v", "1:1:1", "--out", out, "--device", "webgpu"];
    expect(await cli(args)).toMatchObject({ status: 0 });
    const map = parseMap(JSON.parse(readFileSync(out, "utf8")));
    expect(map.status).toEqual(["done", "done"]);
    expect(map.backend).toMatchObject({ device: "webgpu", precision: "float32" });
    expect(map.config.device).toBe("webgpu");
    expect(map.deviation?.points).toHaveLength(2);
    for (const value of Object.values(map.deviation?.fields ?? {})) expect(value).toBeLessThan(1e-5);
    // The cumulants of two electrons are constant, and their float32 noise is not taken for a correlation.
    expect(map.fields.pearson.real).toEqual([null, null]);
  });

  it("refuses a system that does not fit the device", async () => {
    using folder = new Folder();
    const large = { lattice: { kind: "chain", sites: 8 }, electrons: { up: 4, down: 4 } };
    const path = folder.write("config.json", config([], large));
    const args = ["map", path, "--u", "1:2:2", "--v", "1:1:1", "--out", folder.at("map.json")];
    const { status, stderr } = await cli([...args, "--device", "webgpu"]);
    expect(stderr).toMatch(
      /^error: --device: found "webgpu", expected "cpu" here\. exact propagate needs max/,
    );
    expect(status).toBe(1);
    expect(folder.files).toEqual(["config.json"]);
  });
});
