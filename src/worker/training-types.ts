import type { SampledField } from "../base/fields.ts";
import type { RecordOrigin } from "../neural/record.ts";
import type { recordParts } from "../neural/record-parts.ts";
import type { HistoryEntry } from "../neural/trainer-types.ts";
import type { Config, NeuralOdeConfig } from "../protocol/config.ts";
import type { Chunk } from "../protocol/messages.ts";
import type { Backend } from "../protocol/results.ts";

/** A quench on the lattice of a job, with another interaction and trap (both in J). */
export interface QuenchPoint {
  readonly interaction: number;
  readonly trap: number;
}

/** One training of a neural ODE on exact data. */
export interface TrainingJob {
  /** System, quench and window; the samples of predictions are its samples. */
  readonly config: Config;
  /** With purification, the last prediction is made with and without it; all others without. */
  readonly method: NeuralOdeConfig;
  /** Quenches to learn from besides that of the config. */
  readonly further: readonly QuenchPoint[];
  /** Quenches that are only predicted, over the whole window. */
  readonly heldOut: readonly QuenchPoint[];
  /** What predictions are to contain, besides `dab`. */
  readonly fields: readonly SampledField[];
  /** Program that trains, for the record. */
  readonly software: RecordOrigin["software"];
  /** Where an earlier run of the same job stood. */
  readonly from: TrainingSnapshot | null;
}

/** The whole record of a training in what can be posted, kept and written to files. */
export type TrainingSnapshot = ReturnType<typeof recordParts>;

/** Free rollout from t = 0 at the samples of the config; it ends early where it diverged. */
export interface Predicted {
  readonly chunk: Chunk;
  /** Last good time in 1/J, or null. */
  readonly divergedAt: number | null;
}

/** |Dab - exact| / |exact| over the whole window of a quench that was not trained on; null where it diverged. */
export interface HeldOutError extends QuenchPoint {
  readonly error: number | null;
}

export interface TrainingStart {
  readonly backend: Backend;
  /** Reals of a packed state, and weights of the vector field. */
  readonly size: number;
  readonly parameters: number;
  readonly totalSteps: number;
  /** Steps made before, by the checkpoint. */
  readonly stepsDone: number;
  readonly history: readonly HistoryEntry[];
}

export type TrainingNews =
  /** Exact data are being computed; `fraction` of them are there. */
  | { readonly kind: "data"; readonly fraction: number }
  | { readonly kind: "start"; readonly start: TrainingStart }
  | {
      readonly kind: "progress";
      readonly entry: HistoryEntry;
      /** Measured lately; null before there is a measurement. */
      readonly stepsPerSecond: number | null;
      readonly secondsLeft: number | null;
    }
  /** With the weights at hand, over the quench of the config. */
  | { readonly kind: "prediction"; readonly step: number; readonly predicted: Predicted }
  | { readonly kind: "checkpoint"; readonly snapshot: TrainingSnapshot };

/** How a training ended. `stopped`: by the user, the best weights so far are kept. */
export interface TrainingEnd {
  readonly status: "completed" | "stopped" | "diverged";
  readonly message: string | null;
  /** Step at which the kept weights stood. */
  readonly bestStep: number;
  readonly wallSeconds: number;
  readonly predicted: Predicted;
  /** The same with the energy-conserving purification after every step, where the method asks for it. */
  readonly purified: Predicted | null;
  readonly heldOut: readonly HeldOutError[];
  readonly snapshot: TrainingSnapshot;
}

/** Main thread -> worker. */
export type TrainingRequest =
  | { readonly type: "start"; readonly job: TrainingJob; readonly device: "cpu" | "webgpu" }
  | { readonly type: "pause" | "resume" | "step" | "stop" };

/** Worker -> main thread. `ended` without an end: stopped before there was anything to keep. */
export type TrainingResponse =
  | { readonly type: "news"; readonly news: TrainingNews }
  | { readonly type: "ended"; readonly end: TrainingEnd | null }
  | { readonly type: "failed"; readonly refused: boolean; readonly message: string };
