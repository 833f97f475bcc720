import { createStore, type StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import type { MapBackend } from "../engine/map-backend.ts";
import { runMap } from "../engine/map-runner.ts";
import type { Config } from "../protocol/config.ts";
import {
  checkMapConfig,
  emptyMap,
  evenAxis,
  type MapFile,
  type MapTable,
  tableFromFile,
} from "../protocol/map.ts";
import type { ConfigStore } from "./config-store.ts";
import type { Clock } from "./run-controller.ts";

export const RESOLUTIONS = [8, 16, 32, 64, 128] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export type AxisName = "interaction" | "trap";

/** First and last value of both axes, in J, and the number of values of each. */
export interface MapSettings {
  readonly interaction: readonly [number, number];
  readonly trap: readonly [number, number];
  readonly resolution: Resolution;
}

export type MapPhase = "empty" | "running" | "paused" | "cancelled" | "done" | "failed" | "imported";

export interface MapState {
  readonly settings: MapSettings;
  readonly phase: MapPhase;
  /** Changes in place while the map is computed; `version` then grows, at most once per frame. */
  readonly table: MapTable | null;
  readonly version: number;
  /** Estimated, null where there is no estimate. */
  readonly secondsLeft: number | null;
  /** Why points failed, by their number; changes in place like the table. */
  readonly failures: ReadonlyMap<number, string>;
  /** Name of the file of an imported map. */
  readonly file: string | null;
  /** Why the map as a whole failed. */
  readonly error: string | null;
}

export interface MapStore extends Pick<StoreApi<MapState>, "getState" | "subscribe" | "getInitialState"> {
  /** Sets the range of an axis; returns why it was refused, or null. */
  setRange(axis: AxisName, range: readonly [number, number]): InputError | null;
  setResolution(resolution: Resolution): void;
  /** Computes a new map of the present config; the one before it is gone. */
  start(): void;
  /** Stops computing; `resume` goes on with what is missing. */
  pause(): void;
  resume(): void;
  /** Stops for good; what is computed stays. */
  cancel(): void;
  /** Shows the map of a file. @throws InputError while a map is being computed */
  open(map: MapFile, name: string): void;
}

/** Why the config cannot be mapped, or null. */
export function mapRefusal(config: Config): InputError | null {
  try {
    checkMapConfig(config);
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Holds the one map of the page and computes it. */
export function createMapStore(
  configs: ConfigStore,
  createBackend: (config: Config) => MapBackend,
  clock: Pick<Clock, "frame">,
): MapStore {
  const store = createStore<MapState>(() => ({
    settings: { interaction: [0.5, 8], trap: [0.25, 4], resolution: 16 },
    phase: "empty",
    table: null,
    version: 0,
    secondsLeft: null,
    failures: new Map(),
    file: null,
    error: null,
  }));
  const run = new MapRun(store, createBackend, clock);
  const settings = (change: Partial<MapSettings>) =>
    store.setState({ settings: { ...store.getState().settings, ...change } });
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    setRange(axis, [from, to]) {
      const refused = checkRange(from, to);
      if (refused === null) settings({ [axis]: [from, to] });
      return refused;
    },
    setResolution: (resolution) => settings({ resolution }),
    start() {
      const config: Config = { ...configs.getState().config, device: "cpu" };
      if (mapRefusal(config) !== null) return;
      const { interaction, trap, resolution } = store.getState().settings;
      const axes = {
        interaction: evenAxis(...interaction, resolution),
        trap: evenAxis(...trap, resolution),
      };
      run.start(config, axes);
    },
    pause: () => run.stop("paused"),
    resume: () => run.resume(),
    cancel: () => run.stop("cancelled"),
    open(map, name) {
      const { phase, version } = store.getState();
      if (phase === "running") {
        throw new InputError("$", name, "no map while one is being computed: pause or cancel it first");
      }
      const fresh = { secondsLeft: null, failures: new Map(), error: null };
      store.setState({
        ...fresh,
        phase: "imported",
        table: tableFromFile(map),
        version: version + 1,
        file: name,
      });
    },
  };
}

const LARGEST = 100;

function checkRange(from: number, to: number): InputError | null {
  for (const value of [from, to]) {
    if (Math.abs(value) > LARGEST)
      return new InputError("range", value, `a value between −${LARGEST} and ${LARGEST}`);
  }
  return from < to ? null : new InputError("range", [from, to], "a first value below the last");
}

class MapRun {
  private abort: AbortController | null = null;
  private failures = new Map<number, string>();
  private framePending = false;
  private secondsLeft: number | null = null;

  constructor(
    private readonly store: StoreApi<MapState>,
    private readonly createBackend: (config: Config) => MapBackend,
    private readonly clock: Pick<Clock, "frame">,
  ) {}

  start(config: Config, axes: MapTable["axes"]): void {
    this.abort?.abort();
    this.failures = new Map();
    const backend = this.createBackend(config);
    void this.compute(emptyMap(config, axes, backend.description), backend);
  }

  resume(): void {
    const { table, phase } = this.store.getState();
    if (table !== null && phase === "paused") void this.compute(table, this.createBackend(table.config));
  }

  stop(phase: "paused" | "cancelled"): void {
    const now = this.store.getState().phase;
    if (now !== "running" && now !== "paused") return;
    this.abort?.abort();
    this.show({ phase, secondsLeft: null });
  }

  private async compute(table: MapTable, backend: MapBackend): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.secondsLeft = null;
    const { failures } = this;
    this.show({ phase: "running", table, failures, secondsLeft: null, file: null, error: null });
    const end = (state: Partial<MapState>) => {
      if (abort === this.abort && !abort.signal.aborted) this.show({ ...state, secondsLeft: null });
    };
    try {
      await runMap(
        { table },
        {
          signal: abort.signal,
          onPoint: ({ index, message }) => {
            if (message === null) failures.delete(index);
            else failures.set(index, message);
          },
          onProgress: ({ secondsLeft }) => this.progress(abort, secondsLeft),
        },
        backend,
      );
      end({ phase: "done" });
    } catch (error) {
      end({ phase: "failed", error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Tells the page at most once per frame that the table has changed. */
  private progress(run: AbortController, secondsLeft: number | null): void {
    if (run !== this.abort || run.signal.aborted) return;
    this.secondsLeft = secondsLeft;
    if (this.framePending) return;
    this.framePending = true;
    this.clock.frame(() => {
      this.framePending = false;
      if (this.store.getState().phase === "running") this.show({ secondsLeft: this.secondsLeft });
    });
  }

  private show(state: Partial<MapState>): void {
    this.store.setState({ ...state, version: this.store.getState().version + 1 });
  }
}
