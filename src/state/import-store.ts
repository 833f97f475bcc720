import { createStore, type StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import { parseFile } from "../protocol/files.ts";
import type { MapFile } from "../protocol/map.ts";
import type { ResultSet } from "../protocol/results.ts";
import { trajectoryToResults } from "../protocol/trajectory.ts";
import type { ConfigStore } from "./config-store.ts";
import type { MessageStore } from "./messages.ts";

/** Trajectories of files, drawn next to the live one. */
export interface ImportStore
  extends Pick<StoreApi<readonly ResultSet[]>, "getState" | "subscribe" | "getInitialState"> {
  /** Reads a config (replaces the present one, undoable) a trajectory or a map file. A bad file changes nothing. */
  open(file: Pick<File, "name" | "text">): Promise<void>;
  /** Takes an imported trajectory away. */
  remove(id: number): void;
}

/** @param openMap takes a map file; throws InputError where it cannot */
export function createImportStore(
  configs: ConfigStore,
  messages: MessageStore,
  openMap: (map: MapFile, name: string) => void,
): ImportStore {
  const store = createStore<readonly ResultSet[]>(() => []);
  const accept = (text: string, name: string) => {
    const file = parseFile(text);
    if (file.kind === "config") {
      const refused = configs.edit(() => file.config);
      if (refused !== null) throw refused;
      messages.info(`${name}: this config is now running`);
    } else if (file.kind === "map") {
      openMap(file.map, name);
    } else {
      store.setState([...store.getState(), trajectoryToResults(file.trajectory, name)], true);
      messages.info(`${name} is drawn next to the live run`);
    }
  };
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    async open(file) {
      try {
        accept(await file.text(), file.name);
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
