import { createStore, type StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import { parseConfigText } from "../protocol/config.ts";
import type { ResultSet } from "../protocol/results.ts";
import type { ConfigStore } from "./config-store.ts";
import type { MessageStore } from "./messages.ts";

/** Trajectories of files, drawn next to the live one. */
export interface ImportStore
  extends Pick<StoreApi<readonly ResultSet[]>, "getState" | "subscribe" | "getInitialState"> {
  /** Reads a config (replaces the present one, undoable) or a trajectory file. A bad file changes nothing. */
  open(file: File): Promise<void>;
  remove(id: number): void;
}

export function createImportStore(configs: ConfigStore, messages: MessageStore): ImportStore {
  const store = createStore<readonly ResultSet[]>(() => []);
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    async open(file) {
      try {
        const config = parseConfigText(await file.text());
        configs.edit(() => config);
        messages.info(`Config ${file.name} opened`);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        messages.error(`${file.name} was not opened; nothing has changed.`, error.message);
      }
    },
    remove(id) {
      store.setState(
        store.getState().filter((results) => results.id !== id),
        true,
      );
    },
  };
}
