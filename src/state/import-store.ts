import { createStore, type StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import {
  TRAINING_SCHEMA,
  type TrainingFile,
  trainingFromJson,
  trainingFromNpz,
} from "../engine/training-files.ts";
import { parseJson } from "../protocol/config.ts";
import { parseFile } from "../protocol/files.ts";
import type { MapFile } from "../protocol/map.ts";
import type { ResultSet } from "../protocol/results.ts";
import { trajectoryToResults } from "../protocol/trajectory.ts";
import type { ConfigStore } from "./config-store.ts";
import type { MessageStore } from "./messages.ts";
import type { PageName, PageStore } from "./pages.ts";

/** Trajectories of files, drawn next to the live one. */
export interface ImportStore
  extends Pick<StoreApi<readonly ResultSet[]>, "getState" | "subscribe" | "getInitialState"> {
  /**
   * Reads a config (replaces the present one, undoable), a trajectory, a map or a training record (JSON or .npz),
   * and goes to a page that shows it. A bad file changes nothing.
   */
  open(file: Pick<File, "name" | "text" | "arrayBuffer">): Promise<void>;
  /** Takes an imported trajectory away. */
  remove(id: number): void;
}

/** What takes files that are not configs or trajectories; throws InputError where it cannot. */
export interface FileTakers {
  readonly map: (map: MapFile, name: string) => void;
  readonly training: (training: TrainingFile, name: string) => void;
}

/** Pages whose content follows from the config. */
const CONFIG_PAGES: ReadonlySet<PageName> = new Set(["dynamics", "map", "neural"]);

export function createImportStore(
  configs: ConfigStore,
  messages: MessageStore,
  pages: PageStore,
  takers: FileTakers,
): ImportStore {
  const store = createStore<readonly ResultSet[]>(() => []);
  const takeTraining = (training: TrainingFile, name: string) => {
    takers.training(training, name);
    pages.go("neural");
  };
  const accept = (text: string, name: string) => {
    const value = parseJson(text);
    if (isTrainingRecord(value)) return takeTraining(trainingFromJson(value), name);
    const file = parseFile(text);
    if (file.kind === "config") {
      const refused = configs.edit(() => file.config);
      if (refused !== null) throw refused;
      if (!CONFIG_PAGES.has(pages.getState())) pages.go("dynamics");
      messages.info(`${name}: this config is now running`);
    } else if (file.kind === "map") {
      takers.map(file.map, name);
      pages.go("map");
    } else {
      store.setState([...store.getState(), trajectoryToResults(file.trajectory, name)], true);
      pages.go("dynamics");
      messages.info(`${name} is drawn next to the live run`);
    }
  };
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    async open(file) {
      try {
        if (/\.npz$/i.test(file.name)) {
          takeTraining(trainingFromNpz(new Uint8Array(await file.arrayBuffer())), file.name);
        } else accept(await file.text(), file.name);
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

function isTrainingRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === TRAINING_SCHEMA;
}
