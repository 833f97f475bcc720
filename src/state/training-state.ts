import type {
  HistoryEntry,
  TrainingEnd,
  TrainingJob,
  TrainingSnapshot,
  TrainingStart,
} from "../engine/training.ts";
import type { ResultSet } from "../protocol/results.ts";
import type { TrainingSettings } from "./training-settings.ts";

/** `data`: exact data are being computed. `ending`: the kept weights are being evaluated. */
export type TrainingPhase =
  | "idle"
  | "data"
  | "training"
  | "paused"
  | "ending"
  | "completed"
  | "stopped"
  | "diverged"
  | "failed";

export interface TrainingState {
  readonly settings: TrainingSettings;
  readonly phase: TrainingPhase;
  /** The training in progress, or the last one. */
  readonly job: TrainingJob | null;
  readonly start: TrainingStart | null;
  /** Share of the exact data that is there. */
  readonly dataFraction: number;
  /** Grows in place; `version` says that it did. */
  readonly history: readonly HistoryEntry[];
  readonly stepsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly end: TrainingEnd | null;
  /** The last record of the training, for export and to go on from. */
  readonly snapshot: TrainingSnapshot | null;
  /** Why the training failed or diverged, in words. */
  readonly error: string | null;
  /** Of the quench of `job`, or of the present one while there is none. */
  readonly comparison: ResultSet | null;
  readonly version: number;
}

/** Whether a training is going on, held or not. */
export function isActive(phase: TrainingPhase): boolean {
  return phase === "data" || phase === "training" || phase === "paused" || phase === "ending";
}
