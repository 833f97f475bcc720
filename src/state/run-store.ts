import { createStore, type StoreApi } from "zustand/vanilla";
import type { ResultSet } from "../protocol/results.ts";

export type RunPhase = "idle" | "running" | "done" | "cancelled" | "failed";

/** Handles and a version, never arrays: the result sets change in place. */
export interface RunState {
  readonly phase: RunPhase;
  /** The newest run, for states and progress; `activeIds[j]` is the id of the config method behind `active.methods[j]`. */
  readonly active: ResultSet | null;
  readonly activeIds: readonly string[];
  /** Grows whenever `active` is replaced or has changed in place. */
  readonly activeVersion: number;
  /** What the plots draw: `active`, or the run before it as long as that has nothing to show. */
  readonly shown: ResultSet | null;
  /** Grows whenever `shown` is replaced or has changed in place. */
  readonly version: number;
  /** Drawn dimmed behind `shown` while that is incomplete. */
  readonly previous: ResultSet | null;
  /** Why the last run failed as a whole (a programming error), else null. */
  readonly error: string | null;
}

export type RunStore = StoreApi<RunState>;

export function createRunStore(): RunStore {
  return createStore<RunState>(() => ({
    phase: "idle",
    active: null,
    activeIds: [],
    activeVersion: 0,
    shown: null,
    previous: null,
    version: 0,
    error: null,
  }));
}

/** Whether a result set has samples to draw. */
export function hasSamples(results: ResultSet | null): boolean {
  return results?.methods.some((method) => method.filled > 0) ?? false;
}
