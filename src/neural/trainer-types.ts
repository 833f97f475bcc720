import type { OptimiserState, StepReport, StepRequest } from "./types.ts";

/** What a trainer asks of whoever drives it, and is answered with. */
export type TrainerCommand =
  | { readonly kind: "write"; readonly state: OptimiserState }
  | { readonly kind: "steps"; readonly requests: readonly StepRequest[] }
  | { readonly kind: "read" }
  | { readonly kind: "event"; readonly event: TrainingEvent };

/** A report for `steps`, a state for `read`, nothing for the others. */
export type TrainerAnswer = StepReport | OptimiserState | undefined;

export type TrainingEvent =
  /** Steps were made; what the last of them reported. */
  | { readonly kind: "progress"; readonly entry: HistoryEntry }
  /** A free rollout over the training window ended. */
  | {
      readonly kind: "evaluation";
      readonly evaluation: Evaluation;
      readonly parameters: Float64Array<ArrayBuffer>;
    }
  /** In the middle of a rollout: a chance to stop. */
  | { readonly kind: "pause" };

/** One step of training. */
export interface HistoryEntry {
  /** Steps made so far, of all stages. */
  readonly step: number;
  /** Index of the stage. */
  readonly stage: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/** Free rollout from t = 0 of all training trajectories, in float64. */
export interface Evaluation {
  readonly step: number;
  /** |Dab - exact| / |exact| over the training window, of all trajectories together; null when it diverged. */
  readonly trainingError: number | null;
}

/** The weights with the smallest error of an `Evaluation` so far; at the end of a training its last ones. */
export interface BestWeights extends Evaluation {
  readonly parameters: Float64Array<ArrayBuffer>;
}

/** Everything that a training needs to go on, bit for bit, with the same data, options and kind of engine. */
export interface TrainerCheckpoint {
  readonly optimiser: OptimiserState;
  readonly random: readonly number[];
  readonly best: BestWeights | null;
  readonly history: readonly HistoryEntry[];
  readonly evaluations: readonly Evaluation[];
}

export interface TrainingOutcome {
  readonly status: "completed" | "diverged";
  /** Why it diverged, or null. */
  readonly message: string | null;
  /** What to go on with; after a blow-up before any evaluation, the weights at the start. */
  readonly best: BestWeights;
  readonly history: readonly HistoryEntry[];
  readonly evaluations: readonly Evaluation[];
}
