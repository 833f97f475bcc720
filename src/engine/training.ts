/** What the pages and the command line need of the neural room. */
export type { HistoryEntry } from "../neural/trainer-types.ts";
export type {
  Predicted,
  QuenchPoint,
  TrainingEnd,
  TrainingJob,
  TrainingNews,
  TrainingSnapshot,
  TrainingStart,
} from "../worker/training-types.ts";
