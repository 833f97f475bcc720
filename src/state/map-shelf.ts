import { type DBSchema, openDB } from "idb";
import type { KeptMap, PointBatch } from "../protocol/kept-map.ts";

/** Where maps lie. What comes back is `unknown`: it may be of another time. */
export interface MapShelf {
  heads(): Promise<readonly unknown[]>;
  batches(id: string): Promise<readonly unknown[]>;
  /**
   * Keeps the head of a map and, with it or not at all, points.
   * @param how `append` adds the points to those there are, `replace` lets them be all
   */
  write(head: KeptMap, batch: PointBatch | null, how: "append" | "replace"): Promise<void>;
  /** Takes away what was kept under a key of `heads`. */
  remove(key: string): Promise<void>;
}

const NAME = "cumulant-explorer";
/** To be raised with every change of what lies in the database. */
const VERSION = 1;

interface MapDatabase extends DBSchema {
  heads: { key: string; value: KeptMap };
  batches: { key: number; value: { map: string; batch: PointBatch }; indexes: { map: string } };
}

/** The shelf in IndexedDB. Rejects where the browser has or grants none, or has one of a newer program. */
export async function openDatabaseShelf(): Promise<MapShelf> {
  const database = await openDB<MapDatabase>(NAME, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore("heads", { keyPath: "id" });
      fresh.createObjectStore("batches", { autoIncrement: true }).createIndex("map", "map");
    },
    // A newer program in another tab is let in; writing then fails here, in words.
    blocking: () => database.close(),
  });
  const batchKeys = (id: string) => database.getAllKeysFromIndex("batches", "map", id);
  return {
    heads: () => database.getAll("heads"),
    async batches(id) {
      const records = await database.getAllFromIndex("batches", "map", id);
      return records.map(({ batch }) => batch);
    },
    async write(head, batch, how) {
      const old = how === "replace" ? await batchKeys(head.id) : [];
      const step = database.transaction(["heads", "batches"], "readwrite");
      const heads = step.objectStore("heads");
      const batches = step.objectStore("batches");
      await Promise.all([
        heads.put(head),
        ...old.map((key) => batches.delete(key)),
        ...(batch === null ? [] : [batches.add({ map: head.id, batch })]),
        step.done,
      ]);
    },
    async remove(id) {
      const keys = await batchKeys(id);
      const step = database.transaction(["heads", "batches"], "readwrite");
      await Promise.all([
        step.objectStore("heads").delete(id),
        ...keys.map((key) => step.objectStore("batches").delete(key)),
        step.done,
      ]);
    },
  };
}

/** A shelf that lasts as long as the page. */
export function createMemoryShelf(): MapShelf {
  const heads = new Map<string, KeptMap>();
  const batches = new Map<string, readonly PointBatch[]>();
  return {
    heads: () => Promise.resolve([...heads.values()]),
    batches: (id) => Promise.resolve(batches.get(id) ?? []),
    write(head, batch, how) {
      heads.set(head.id, head);
      const before = how === "replace" ? [] : (batches.get(head.id) ?? []);
      batches.set(head.id, batch === null ? before : [...before, batch]);
      return Promise.resolve();
    },
    remove(id) {
      heads.delete(id);
      batches.delete(id);
      return Promise.resolve();
    },
  };
}
