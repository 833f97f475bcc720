import type { MapBackends } from "../engine/browser-map-backend.ts";
import type { Engine } from "../engine/engine.ts";
import type { GpuLink } from "../engine/gpu-link.ts";
import type { StartTraining } from "../engine/training-client.ts";
import { defaultConfig } from "../protocol/config.ts";
import { type ConfigStore, createConfigStore } from "./config-store.ts";
import { chosenDevice, createDeviceStore, createMapMaker, type DeviceStore } from "./device-store.ts";
import { createImportStore, type ImportStore } from "./import-store.ts";
import { readLink, syncLink } from "./link-sync.ts";
import { holdByLock } from "./map-hold.ts";
import { createMapLibrary, type MapLibrary } from "./map-library.ts";
import { openDatabaseShelf } from "./map-shelf.ts";
import { createMapStore, type MapStore } from "./map-store.ts";
import { createMessageStore, type MessageStore } from "./messages.ts";
import { createPageStore, type PageStore } from "./pages.ts";
import { type Clock, createRunController, type RunController } from "./run-controller.ts";
import { createRunStore, type RunStore } from "./run-store.ts";
import { createThemeStore, type ThemeStore } from "./theme.ts";
import { TrainingKeeper } from "./training-keeper.ts";
import { openTrainingShelf } from "./training-shelf.ts";
import { createTrainingStore, type TrainingStore } from "./training-store.ts";

/** Program, version and commit, for the header of exported files. */
export interface Software {
  readonly name: string;
  readonly version: string;
  readonly commit: string;
}

/** Everything the components talk to. */
export interface App {
  readonly configs: ConfigStore;
  readonly runs: RunStore;
  readonly controller: RunController;
  readonly imports: ImportStore;
  readonly maps: MapStore;
  readonly library: MapLibrary;
  readonly pages: PageStore;
  readonly messages: MessageStore;
  readonly theme: ThemeStore;
  readonly training: TrainingStore;
  /** What computes runs. */
  readonly device: Engine["description"];
  /** What computes maps. */
  readonly devices: DeviceStore;
  readonly software: Software;
}

/** Wires the stores to an engine, the backends of maps and a page, and starts the run of the config in the link, or of the default. */
export function createApp(
  engine: Engine,
  gpu: GpuLink,
  backends: MapBackends,
  startTraining: StartTraining,
  page: Window,
  software: Software,
): App {
  const clock = browserClock(page);
  const messages = createMessageStore(clock.after);
  const linked = readLink(page.location.hash, messages, "The default quench is shown instead.");
  const configs = createConfigStore(linked ?? defaultConfig());
  const runs = createRunStore();
  const controller = createRunController(engine, configs, runs, clock);
  const library = createMapLibrary(openDatabaseShelf, messages, clock, software);
  const devices = createDeviceStore(gpu, () => page.localStorage);
  const hold = holdByLock(page.navigator.locks);
  const maps = createMapStore(configs, createMapMaker(backends, devices), clock, library, hold);
  const pages = createPageStore(page);
  const training = createTrainingStore(configs, {
    engine,
    startTraining,
    device: () => chosenDevice(devices.getState(), configs.getState().config),
    clock,
    keeper: new TrainingKeeper(openTrainingShelf, messages, software.version),
    software,
    messages,
  });
  const imports = createImportStore(configs, messages, pages, {
    map: (file, name) => maps.open(file, name),
    training: (file, name) => training.open(file, name),
  });
  syncLink(configs, messages, page);
  controller.start();
  void maps.restore();
  return {
    configs,
    runs,
    controller,
    imports,
    maps,
    library,
    pages,
    messages,
    theme: createThemeStore(page),
    training,
    device: engine.description,
    devices,
    software,
  };
}

function browserClock(page: Window): Clock {
  return {
    now: () => page.performance.now(),
    frame: (callback) => page.requestAnimationFrame(callback),
    after(ms, callback) {
      const timer = page.setTimeout(callback, ms);
      return () => page.clearTimeout(timer);
    },
  };
}
