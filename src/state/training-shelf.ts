import { type DBSchema, openDB } from "idb";
import type { TrainingEnd, TrainingJob, TrainingSnapshot } from "../engine/training.ts";

/** What is kept of the training of the page. */
export interface KeptTraining {
  /** Version of the program: another one does not go on with it. */
  readonly version: string;
  readonly job: TrainingJob;
  readonly snapshot: TrainingSnapshot;
  /** How it ended, or null while it can go on. */
  readonly end: TrainingEnd | null;
}

/** Where the last training lies. */
export interface TrainingShelf {
  read(): Promise<KeptTraining | null>;
  write(kept: KeptTraining): Promise<void>;
}

const NAME = "cumulant-explorer-training";
/** To be raised with every change of what lies in the database. */
const VERSION = 1;
const KEY = "last";

interface TrainingDatabase extends DBSchema {
  trainings: { key: string; value: KeptTraining };
}

/** The shelf in IndexedDB. Rejects where the browser has or grants none. */
export async function openTrainingShelf(): Promise<TrainingShelf> {
  const database = await openDB<TrainingDatabase>(NAME, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore("trainings");
    },
    blocking: () => database.close(),
  });
  return {
    read: async () => (await database.get("trainings", KEY)) ?? null,
    write: async (kept) => void (await database.put("trainings", kept, KEY)),
  };
}
