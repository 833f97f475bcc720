import { describe, expect, it, vi } from "vitest";
import type { MapBackends } from "../../src/engine/browser-map-backend.ts";
import type { GpuListener } from "../../src/engine/gpu-link.ts";
import { createInProcessMapBackend } from "../../src/engine/map-backend.ts";
import { defaultConfig } from "../../src/protocol/config.ts";
import {
  chosenDevice,
  createDeviceStore,
  createMapMaker,
  deviceRemark,
  type GpuSurvey,
} from "../../src/state/device-store.ts";
import { ADAPTER } from "../engine/fake-gpu-worker.ts";

const CPU = { device: "cpu" } as const;
const WEBGPU = { device: "webgpu" } as const;
const hardware: GpuSurvey = { kind: "found", adapter: ADAPTER };
const software: GpuSurvey = { kind: "found", adapter: { ...ADAPTER, name: "Rasteriser", software: true } };
const none: GpuSurvey = { kind: "unavailable", reason: "This browser has no WebGPU, or it is switched off." };

function setUp(stored: string | null = null) {
  let listener: GpuListener | null = null;
  const link = {
    listen: (heard: GpuListener) => {
      listener = heard;
    },
    survey: vi.fn<() => void>(),
  };
  const items = new Map<string, string>(stored === null ? [] : [["cumulant-explorer/map-device", stored]]);
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  const devices = createDeviceStore(link, () => storage);
  const hear = (): GpuListener => {
    if (listener === null) throw new Error("nobody listens");
    return listener;
  };
  return { link, items, devices, hear };
}

describe("the device of maps", () => {
  it("is the CPU until a GPU is found, and where there is none", () => {
    expect(chosenDevice({ wanted: "webgpu", survey: null }, WEBGPU)).toBe("cpu");
    expect(chosenDevice({ wanted: "webgpu", survey: none }, WEBGPU)).toBe("cpu");
  });

  it("is a GPU by default, a software adapter only when it is asked for", () => {
    expect(chosenDevice({ wanted: null, survey: hardware }, CPU)).toBe("webgpu");
    expect(chosenDevice({ wanted: null, survey: software }, CPU)).toBe("cpu");
    expect(chosenDevice({ wanted: null, survey: software }, WEBGPU)).toBe("webgpu");
    expect(chosenDevice({ wanted: "webgpu", survey: software }, CPU)).toBe("webgpu");
    expect(chosenDevice({ wanted: "cpu", survey: hardware }, WEBGPU)).toBe("cpu");
  });

  it("is explained in words", () => {
    expect(deviceRemark({ survey: null }, "cpu")).toContain("Looking");
    expect(deviceRemark({ survey: none }, "cpu")).toBe(
      "This browser has no WebGPU, or it is switched off. The CPU computes maps and trains.",
    );
    expect(deviceRemark({ survey: software }, "cpu")).toMatch(/^Rasteriser is a software adapter.*only when/);
    expect(deviceRemark({ survey: software }, "webgpu")).toMatch(/more slowly/);
    expect(deviceRemark({ survey: hardware }, "webgpu")).toBeNull();
  });
});

describe("the store", () => {
  it("remembers the choice, and does without storage", () => {
    const { devices, items } = setUp();
    expect(devices.getState().wanted).toBeNull();
    devices.choose("webgpu");
    expect(items.get("cumulant-explorer/map-device")).toBe("webgpu");
    expect(setUp("webgpu").devices.getState().wanted).toBe("webgpu");
    expect(setUp("abacus").devices.getState().wanted).toBeNull();
    const closed = createDeviceStore({ listen: () => undefined, survey: () => undefined }, () => {
      throw new Error("storage is switched off");
    });
    closed.choose("cpu");
    expect(closed.getState().wanted).toBe("cpu");
  });

  it("hears what is found, what is used and what goes wrong", () => {
    const { devices, hear } = setUp();
    hear().onSurvey(hardware);
    hear().onUsage({ bytes: 5, kernels: {} });
    hear().onProblem("The GPU was lost.");
    expect(devices.getState()).toMatchObject({
      survey: hardware,
      usage: { bytes: 5 },
      problem: "The GPU was lost.",
    });
  });
});

describe("the maker of maps", () => {
  it("takes the backend that the config names, and looks again when the GPU gives up", () => {
    const { devices, hear, link } = setUp();
    const cpu = createInProcessMapBackend();
    const gpu = { ...cpu };
    const asked: string[] = [];
    let takeover: (reason: string) => void = () => undefined;
    const backends: MapBackends = {
      cpu: () => cpu,
      webgpu: (_, adapter, onTakeover) => {
        asked.push(adapter);
        takeover = onTakeover;
        return gpu;
      },
    };
    const maker = createMapMaker(backends, devices);
    const config = defaultConfig();
    expect(maker.device(config)).toBe("cpu");
    hear().onSurvey(hardware);
    expect(maker.device(config)).toBe("webgpu");
    expect(maker.backend(config)).toBe(cpu);
    expect(maker.backend({ ...config, device: "webgpu" })).toBe(gpu);
    expect(asked).toEqual(["Test GPU"]);
    takeover("No memory.");
    expect(devices.getState().problem).toBe("No memory. The CPU took the map over.");
    expect(link.survey).toHaveBeenCalledTimes(1);
  });
});
