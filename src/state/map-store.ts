import { createStore, type StoreApi } from "zustand/vanilla";
import type { InputError } from "../base/errors.ts";
import type { Config } from "../protocol/config.ts";
import { type MapFile, type MapTable, tableFromFile } from "../protocol/map.ts";
import type { ConfigStore } from "./config-store.ts";
import type { MapMaker } from "./device-store.ts";
import { holdAlone, type MapHold } from "./map-hold.ts";
import type { MapLibrary, ReopenedMap } from "./map-library.ts";
import { MapRun } from "./map-run.ts";
import {
  type AxisName,
  axesOf,
  DEFAULT_SETTINGS,
  type MapPreset,
  type MapSettings,
  mappedConfig,
  mapRefusal,
  type Resolution,
  rangeRefusal,
} from "./map-settings.ts";
import type { MapState } from "./map-state.ts";
import type { Clock } from "./run-controller.ts";

export interface MapStore extends Pick<StoreApi<MapState>, "getState" | "subscribe" | "getInitialState"> {
  /** Sets the range of an axis; returns why it was refused, or null. */
  setRange(axis: AxisName, range: readonly [number, number]): InputError | null;
  setResolution(resolution: Resolution): void;
  /** Chooses what is compared; each choice has axes of its own. */
  setPreset(preset: MapPreset): void;
  /** Computes a new map of the present config; the one before it stays among the kept maps. */
  start(): void;
  /** Stops computing; `resume` goes on with what is missing. */
  pause(): void;
  resume(): void;
  /** Stops for good; what is computed stays. */
  cancel(): void;
  /** Shows the map of a file, and keeps it. A map that is being computed is paused. */
  open(map: MapFile, name: string): void;
  /** Shows the map that was on the page last; to be called once, when the page opens. */
  restore(): Promise<void>;
  /** Shows a kept map again. */
  reopen(id: string): Promise<void>;
  /** Deletes a kept map; if it is on the page, the page is empty then. */
  remove(id: string): Promise<void>;
  /** Shows the map of the site. */
  showShipped(table: MapTable): void;
}

const NOTHING = {
  phase: "empty",
  table: null,
  secondsLeft: null,
  inside: [],
  failures: new Map(),
  file: null,
  error: null,
  kept: null,
} as const satisfies Partial<MapState>;

/** Holds the map of the page and computes it. */
export function createMapStore(
  configs: ConfigStore,
  maker: MapMaker,
  clock: Pick<Clock, "frame" | "now">,
  library: MapLibrary,
  hold: MapHold = holdAlone,
): MapStore {
  const store = createStore<MapState>(() => ({
    ...NOTHING,
    settings: DEFAULT_SETTINGS.chosen,
    version: 0,
    pace: null,
  }));
  /** The settings of every preset when it was left. */
  const left = { ...DEFAULT_SETTINGS };
  const run = new MapRun(store, maker, library, clock, hold);
  const settings = (change: Partial<MapSettings>) =>
    store.setState({ settings: { ...store.getState().settings, ...change } });
  const show = (state: Partial<MapState>) =>
    store.setState({ ...NOTHING, ...state, version: store.getState().version + 1 });
  const showKept = (map: ReopenedMap | null) => {
    if (map === null) return;
    const { kept, table, failures } = map;
    run.take(map);
    show({ phase: kept.state, table, failures, file: kept.name, kept: kept.id });
  };
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    setRange(axis, [from, to]) {
      const refused = rangeRefusal(store.getState().settings.preset, from, to);
      if (refused === null) settings({ [axis]: [from, to] });
      return refused;
    },
    setResolution: (resolution) => settings({ resolution }),
    setPreset(preset) {
      const now = store.getState().settings;
      if (now.preset === preset) return;
      left[now.preset] = now;
      settings(left[preset]);
    },
    start() {
      const chosen = configs.getState().config;
      const { settings } = store.getState();
      const config: Config = { ...mappedConfig(chosen, settings), device: maker.device(chosen) };
      if (mapRefusal(chosen, settings) === null) run.start(config, axesOf(settings));
    },
    pause: () => run.stop("paused"),
    resume: () => run.resume(),
    cancel: () => run.stop("cancelled"),
    open(map, name) {
      run.take(null);
      const table = tableFromFile(map);
      const { id } = library.add(table, new Map(), { name, state: "imported" });
      show({ phase: "imported", table, file: name, kept: id });
    },
    async restore() {
      const last = await library.restore();
      // What was started in the meantime is newer.
      if (store.getState().table === null) showKept(last);
    },
    async reopen(id) {
      if (store.getState().kept !== id) showKept(await library.reopen(id));
    },
    async remove(id) {
      if (store.getState().kept === id) {
        run.take(null);
        show({});
      }
      await library.remove(id);
    },
    showShipped(table) {
      run.take(null);
      show({ phase: "shipped", table });
    },
  };
}
