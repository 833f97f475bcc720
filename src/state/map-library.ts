import { createStore, type StoreApi } from "zustand/vanilla";
import { InputError } from "../base/errors.ts";
import {
  type KeptMap,
  type KeptState,
  keptFile,
  type PointBatch,
  parseKeptMap,
  type RestoredMap,
  restoreMap,
} from "../protocol/kept-map.ts";
import type { MapFile, MapTable } from "../protocol/map.ts";
import { MapRecorder } from "./map-recorder.ts";
import { createMemoryShelf, type MapShelf } from "./map-shelf.ts";
import type { MessageStore } from "./messages.ts";
import type { Clock } from "./run-controller.ts";

/** Most maps that are kept; the one that was not looked at for longest makes room. */
const MOST = 8;

interface LibraryState {
  /** Whether the maps of former visits are known. */
  readonly ready: boolean;
  /** The last one opened first. */
  readonly maps: readonly KeptMap[];
}

export interface ReopenedMap extends RestoredMap {
  readonly kept: KeptMap;
  readonly recorder: MapRecorder;
}

/** The maps that are kept in this browser. */
export interface MapLibrary
  extends Pick<StoreApi<LibraryState>, "getState" | "subscribe" | "getInitialState"> {
  /** Reads what is kept; to be called once. Resolves to the map that was on the page last, or null. */
  restore(): Promise<ReopenedMap | null>;
  /** Keeps a map from now on. `failures` tells why points failed; it changes in place like the table. */
  add(
    table: MapTable,
    failures: ReadonlyMap<number, string>,
    origin: { readonly name: string | null; readonly state: KeptState },
  ): MapRecorder;
  /** Reads a kept map; null, with a message, where it cannot be read. */
  reopen(id: string): Promise<ReopenedMap | null>;
  remove(id: string): Promise<void>;
}

/** @param openShelf rejects where nothing can be kept; the maps then last as long as the page */
export function createMapLibrary(
  openShelf: () => Promise<MapShelf>,
  messages: Pick<MessageStore, "info" | "error">,
  clock: Pick<Clock, "after">,
  software: MapFile["software"],
): MapLibrary {
  const store = createStore<LibraryState>(() => ({ ready: false, maps: [] }));
  const keeper = new Keeper(openShelf, messages, store);
  const record = (head: KeptMap, table: MapTable, failures: ReadonlyMap<number, string>) =>
    new MapRecorder(head, table, failures, (...what) => keeper.write(...what), clock);

  const reopen = async (id: string): Promise<ReopenedMap | null> => {
    const restored = await keeper.read(id);
    if (restored === null) return null;
    const found = store.getState().maps.find((map) => map.id === id);
    if (found === undefined) return null;
    const kept: KeptMap = { ...found, state: resumable(found, software, messages), opened: Date.now() };
    void keeper.write(kept, null, "append");
    return { ...restored, kept, recorder: record(kept, restored.table, restored.failures) };
  };

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    async restore() {
      await keeper.restore();
      const [last] = store.getState().maps;
      const reopened = last === undefined ? null : await reopen(last.id);
      store.setState({ ready: true });
      return reopened;
    },
    add(table, failures, { name, state }) {
      keeper.warn();
      const now = new Date();
      const file = keptFile(table, { software, created: now.toISOString() });
      const id = `${file.created} ${Math.random().toString(36).slice(2)}`;
      const fields = Object.keys(table.fields);
      const head: KeptMap = { id, name, state, opened: now.getTime(), done: 0, fields, file };
      const recorder = record(head, table, failures);
      recorder.settle(state);
      for (const old of store.getState().maps.slice(MOST)) void keeper.remove(old.id);
      return recorder;
    },
    reopen,
    remove: (id) => keeper.remove(id),
  };
}

/** Points of two versions of the program do not go into one map. */
function resumable(
  { state, file }: KeptMap,
  software: MapFile["software"],
  messages: Pick<MessageStore, "info">,
): KeptState {
  if (state !== "paused" || file.software.version === software.version) return state;
  messages.info(`Version ${file.software.version} of the program computed this map; it cannot be resumed.`);
  return "cancelled";
}

/** One thing after the other to and from the shelf, and words where that goes wrong. */
class Keeper {
  private shelf: MapShelf = createMemoryShelf();
  private queue: Promise<unknown> = Promise.resolve();
  /** Why nothing can be kept, until it has been said. */
  private unsaid: string | null = null;
  private failing = false;

  constructor(
    private readonly openShelf: () => Promise<MapShelf>,
    private readonly messages: Pick<MessageStore, "error">,
    private readonly store: StoreApi<LibraryState>,
  ) {}

  restore(): Promise<void> {
    return this.next(async () => {
      try {
        this.shelf = await this.openShelf();
        const maps: KeptMap[] = [];
        for (const value of await this.shelf.heads()) {
          const map = await this.accept(value, () => parseKeptMap(value));
          if (map !== null) maps.push(map);
        }
        this.list([...this.store.getState().maps, ...maps]);
      } catch (error) {
        this.unsaid = reason(error);
      }
    });
  }

  /** Says once, when there is something to lose, that nothing is kept. */
  warn(): void {
    void this.next(() => {
      if (this.unsaid === null) return;
      this.messages.error(
        "Maps are not kept in this browser.",
        `They are gone when the page is closed: export what you need. (${this.unsaid})`,
      );
      this.unsaid = null;
    });
  }

  /** Resolves to whether the shelf took it. The list follows at once. */
  write(head: KeptMap, batch: PointBatch | null, how: "append" | "replace"): Promise<boolean> {
    this.list([head, ...this.store.getState().maps.filter(({ id }) => id !== head.id)]);
    return this.next(async () => {
      try {
        await this.shelf.write(head, batch, how);
        this.failing = false;
      } catch (error) {
        if (!this.failing) {
          this.messages.error(
            "The map cannot be kept in this browser any more.",
            `It stays on the page; export it, or make room by deleting maps. (${reason(error)})`,
          );
        }
        this.failing = true;
      }
      return !this.failing;
    });
  }

  read(id: string): Promise<RestoredMap | null> {
    return this.next(async () => {
      const kept = this.store.getState().maps.find((map) => map.id === id);
      if (kept === undefined) return null;
      const batches = await this.shelf.batches(id).catch((error: unknown) => {
        this.messages.error("The kept map cannot be read now.", reason(error));
        return null;
      });
      return batches === null ? null : this.accept(kept, () => restoreMap(kept, batches));
    });
  }

  remove(id: string): Promise<void> {
    this.list(this.store.getState().maps.filter((map) => map.id !== id));
    return this.next(() => this.shelf.remove(id).catch(() => undefined));
  }

  /** What `parse` makes of a kept map; one that is damaged is dropped with a message. */
  private async accept<T>(head: unknown, parse: () => T): Promise<T | null> {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { id } = head as { readonly id: string };
      this.list(this.store.getState().maps.filter((map) => map.id !== id));
      await this.shelf.remove(id);
      this.messages.error("A kept map could not be read and was dropped.", error.message);
      return null;
    }
  }

  private list(maps: readonly KeptMap[]): void {
    this.store.setState({ maps: maps.toSorted((a, b) => b.opened - a.opened) });
  }

  private next<T>(act: () => T | Promise<T>): Promise<T> {
    const result = this.queue.then(act);
    this.queue = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
