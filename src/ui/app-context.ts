import { createContext, use } from "react";
import { useStore } from "zustand";
import type { App } from "../state/app.ts";
import type { ConfigState } from "../state/config-store.ts";
import type { MapState } from "../state/map-state.ts";
import type { RunState } from "../state/run-store.ts";
import type { TrainingState } from "../state/training-state.ts";

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error("internal error: no AppContext above this component");
  return app;
}

/** Re-renders when the selected value changes; select plain values or existing objects, never fresh ones. */
export function useConfig<T>(select: (state: ConfigState) => T): T {
  return useStore(useApp().configs, select);
}

export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useApp().runs, select);
}

export function useMap<T>(select: (state: MapState) => T): T {
  return useStore(useApp().maps, select);
}

export function useTraining<T>(select: (state: TrainingState) => T): T {
  return useStore(useApp().training, select);
}
