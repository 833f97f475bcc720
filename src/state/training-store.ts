import { createStore, type StoreApi } from "zustand/vanilla";
import type { InputError } from "../base/errors.ts";
import type { TrainingFile } from "../engine/training-files.ts";
import type { Config } from "../protocol/config.ts";
import type { ConfigStore } from "./config-store.ts";
import { TrainingPage, type TrainingTools } from "./training-page.ts";
import { DEFAULT_SETTINGS, methodRefusal, type TrainingSettings } from "./training-settings.ts";
import type { TrainingState } from "./training-state.ts";

export interface TrainingStore
  extends Pick<StoreApi<TrainingState>, "getState" | "subscribe" | "getInitialState"> {
  /** Computes what a training of this config is compared with, until something is trained. */
  look(config: Config, settings: TrainingSettings): void;
  /** Changes settings of the next training; returns why that was refused. */
  change(changes: Partial<TrainingSettings>): InputError | null;
  /** Trains on the present config. */
  train(): void;
  pause(): void;
  resume(): void;
  /** One step while paused. */
  step(): void;
  /** Ends the training and keeps its best weights. */
  stop(): void;
  /** Shows the training of a file. @throws InputError while one is going on */
  open(file: TrainingFile, name: string): void;
}

/** Holds the one training of the page. */
export function createTrainingStore(configs: ConfigStore, tools: TrainingTools): TrainingStore {
  const store = createStore<TrainingState>(() => ({
    settings: DEFAULT_SETTINGS,
    phase: "idle",
    job: null,
    start: null,
    dataFraction: 0,
    history: [],
    stepsPerSecond: null,
    secondsLeft: null,
    end: null,
    snapshot: null,
    error: null,
    comparison: null,
    version: 0,
  }));
  const page = new TrainingPage(store, configs, tools);
  void page.restore();
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    look: (config, settings) => page.look(config, settings),
    change(changes) {
      const settings = { ...store.getState().settings, ...changes };
      const refused = methodRefusal(configs.getState().config, settings);
      if (refused === null) store.setState({ settings });
      return refused;
    },
    train: () => page.train(),
    pause: () => page.pause(),
    resume: () => page.resume(),
    step: () => page.step(),
    stop: () => page.stop(),
    open: (file, name) => page.open(file, name),
  };
}
