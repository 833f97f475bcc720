import { createStore, type StoreApi } from "zustand/vanilla";
import type { MapBackends } from "../engine/browser-map-backend.ts";
import type { GpuLink, GpuSurvey, GpuUsage } from "../engine/gpu-link.ts";
import type { MapBackend } from "../engine/map-backend.ts";
import type { Config } from "../protocol/config.ts";

export type { AdapterReport, GpuSurvey, GpuUsage } from "../engine/gpu-link.ts";

export const DEVICES = ["cpu", "webgpu"] as const;
export type Device = (typeof DEVICES)[number];

export interface DeviceState {
  /** What the user chose for maps and trainings; null leaves it to the config and the machine. */
  readonly wanted: Device | null;
  /** What there is to choose from; null while it is looked for. */
  readonly survey: GpuSurvey | null;
  /** Of the device in use, after each round of points; null before the first. */
  readonly usage: GpuUsage | null;
  /** What last went wrong on the GPU, in words, or null. */
  readonly problem: string | null;
}

export interface DeviceStore
  extends Pick<StoreApi<DeviceState>, "getState" | "subscribe" | "getInitialState"> {
  /** Looks for a GPU. */
  survey(): void;
  /** Chooses what computes maps and trains from now on; remembered on this machine. */
  choose(device: Device): void;
  /** Notes why the GPU gave a map up, and looks whether there still is one. */
  gaveUp(reason: string): void;
}

/** What computes the maps to come, and the maps themselves. */
export interface MapMaker {
  /** The device of a new map of a config. */
  readonly device: (config: Config) => Device;
  /** Computes a map on the device that its config names. */
  readonly backend: (config: Config) => MapBackend;
  /** What a float32 map is compared with. */
  readonly reference: (config: Config) => MapBackend;
}

const KEY = "cumulant-explorer/map-device";

/** Knows what can compute maps here and what the user wants. */
export function createDeviceStore(
  link: Pick<GpuLink, "survey" | "listen">,
  storage: () => Pick<Storage, "getItem" | "setItem">,
): DeviceStore {
  const initial = { wanted: remembered(storage), survey: null, usage: null, problem: null };
  const store = createStore<DeviceState>(() => initial);
  link.listen({
    onSurvey: (survey) => store.setState({ survey }),
    onUsage: (usage) => store.setState({ usage }),
    onProblem: (problem) => store.setState({ problem }),
  });
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    survey: () => link.survey(),
    gaveUp(reason) {
      store.setState({ problem: `${reason} The CPU took the map over.` });
      link.survey();
    },
    choose(wanted) {
      store.setState({ wanted });
      try {
        storage().setItem(KEY, wanted);
      } catch {
        return; // Storage is switched off: the choice lasts as long as the page.
      }
    },
  };
}

/** Maps on the device of the user's choice, and on the CPU from where the GPU gives up. */
export function createMapMaker(backends: MapBackends, devices: DeviceStore): MapMaker {
  const { cpu, webgpu } = backends;
  return {
    device: (config) => chosenDevice(devices.getState(), config),
    backend(config) {
      if (config.device === "cpu") return cpu(config);
      const { survey } = devices.getState();
      const name = survey?.kind === "found" ? survey.adapter.name : "";
      return webgpu(config, name, devices.gaveUp);
    },
    reference: cpu,
  };
}

/**
 * The device of a new map or training: the user's choice, else that of a config that asks for WebGPU, else WebGPU, unless
 * that is a software adapter, which is slower than the CPU engine.
 */
export function chosenDevice(
  { wanted, survey }: Pick<DeviceState, "wanted" | "survey">,
  { device }: Pick<Config, "device">,
): Device {
  if (survey?.kind !== "found") return "cpu";
  if (wanted !== null) return wanted;
  return device === "webgpu" || !survey.adapter.software ? "webgpu" : "cpu";
}

/** Why the device is what it is, in words; null where there is nothing to say. */
export function deviceRemark({ survey }: Pick<DeviceState, "survey">, device: Device): string | null {
  if (survey === null) return "Looking for a GPU.";
  if (survey.kind === "unavailable") return `${survey.reason} The CPU computes maps and trains.`;
  const { name, software } = survey.adapter;
  if (!software) return null;
  return device === "webgpu"
    ? `${name} is a software adapter: it works, but more slowly than the CPU engine.`
    : `${name} is a software adapter: it works, but more slowly than the CPU engine, and is used only when it is chosen.`;
}

function remembered(storage: () => Pick<Storage, "getItem">): Device | null {
  try {
    const stored = storage().getItem(KEY);
    return DEVICES.find((device) => device === stored) ?? null;
  } catch {
    return null;
  }
}
