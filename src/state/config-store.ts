import { createStore, type StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import { type Config, type MethodConfig, parseConfig } from "../protocol/config.ts";

/** Most undo steps kept. */
const HISTORY_LIMIT = 200;

interface Snapshot {
  readonly config: Config;
  readonly methodIds: readonly string[];
}

export interface ConfigState extends Snapshot {
  /** Always valid: an edit that is refused leaves it as it is. `methodIds[i]` names `config.methods[i]` for life. */
  readonly config: Config;
  /** True between `beginGesture` and `endGesture` (a drag, a held key). */
  readonly gesture: boolean;
  readonly past: readonly Snapshot[];
  readonly future: readonly Snapshot[];
}

export interface ConfigStore
  extends Pick<StoreApi<ConfigState>, "getState" | "subscribe" | "getInitialState"> {
  /**
   * Replaces the config by what `change` makes of it, one undo step outside a gesture.
   * Returns why it was refused, or null when it was accepted.
   */
  edit(change: (config: Config) => unknown): InputError | null;
  /** All edits until `endGesture` are one undo step. */
  beginGesture(): void;
  endGesture(): void;
  undo(): void;
  redo(): void;
}

/** Holds the one config, its history, and an identity for each method that survives edits of the list. */
export function createConfigStore(initial: Config): ConfigStore {
  let nextId = 0;
  const newId = () => `m${nextId++}`;
  const store = createStore<ConfigState>(() => ({
    config: initial,
    methodIds: initial.methods.map(newId),
    gesture: false,
    past: [],
    future: [],
  }));
  let gestureStart: Snapshot | null = null;

  const snapshot = (): Snapshot => {
    const { config, methodIds } = store.getState();
    return { config, methodIds };
  };
  const remember = (before: Snapshot) => ({
    past: [...store.getState().past.slice(1 - HISTORY_LIMIT), before],
    future: [],
  });
  const endGesture = () => {
    const start = gestureStart;
    if (start === null) return;
    gestureStart = null;
    const moved = !sameConfig(start.config, store.getState().config);
    store.setState({ gesture: false, ...(moved ? remember(start) : {}) });
  };

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    edit(change) {
      const before = snapshot();
      const config = attempt(() => parseConfig(change(before.config)));
      if (config instanceof InputError) return config;
      if (sameConfig(config, before.config)) return null;
      const methodIds = keepIds(before, config.methods, newId);
      store.setState({ config, methodIds, ...(gestureStart === null ? remember(before) : {}) });
      return null;
    },
    beginGesture() {
      if (gestureStart !== null) return;
      gestureStart = snapshot();
      store.setState({ gesture: true });
    },
    endGesture,
    undo() {
      endGesture();
      store.setState(undone(store.getState()));
    },
    redo() {
      endGesture();
      store.setState(redone(store.getState()));
    },
  };
}

function undone({ config, methodIds, past, future }: ConfigState): Partial<ConfigState> {
  const target = past.at(-1);
  if (target === undefined) return {};
  return { ...target, past: past.slice(0, -1), future: [{ config, methodIds }, ...future] };
}

function redone({ config, methodIds, past, future }: ConfigState): Partial<ConfigState> {
  const target = future[0];
  if (target === undefined) return {};
  return { ...target, past: [...past, { config, methodIds }], future: future.slice(1) };
}

/** Configs come out of `parseConfig`, which orders keys as the schema does. */
export function sameConfig(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function attempt(parse: () => Config): Config | InputError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** An unchanged method keeps its id wherever it moved; a changed one keeps that of its place, if free. */
function keepIds(before: Snapshot, methods: readonly MethodConfig[], newId: () => string): string[] {
  const free = new Set(before.methodIds);
  const take = (index: number | undefined): string | undefined => {
    const id = index === undefined ? undefined : before.methodIds[index];
    return id !== undefined && free.delete(id) ? id : undefined;
  };
  const ids = methods.map((method) => {
    const twin = before.config.methods.findIndex(
      (old, index) => free.has(before.methodIds[index] ?? "") && sameConfig(old, method),
    );
    return take(twin < 0 ? undefined : twin);
  });
  return ids.map((id, index) => {
    const sameKind = before.config.methods[index]?.kind === methods[index]?.kind;
    return id ?? (sameKind ? take(index) : undefined) ?? newId();
  });
}
