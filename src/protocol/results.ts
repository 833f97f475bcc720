import type { FieldName } from "../base/fields.ts";
import type { Config, MethodConfig } from "./config-schema.ts";

export type RunStatus =
  | "queued"
  | "running"
  | "completed"
  | "cancelled"
  | "diverged"
  /** The method cannot treat this system (for example an open-shell ground state under TD2RDM). */
  | "refused"
  /** The worker failed (crash, out of memory). */
  | "failed";

/** What a running method is busy with; `training` covers the making of its data. */
export type RunPhase = "ground-state" | "training" | "propagation";

export interface GroundState {
  readonly energy: number;
  readonly gap: number;
  readonly residual: number;
}

export interface RunChecks {
  readonly particleDrift: number;
  readonly energyDrift: number;
  readonly minEigenvalueD: number | null;
  readonly minEigenvalueQ: number | null;
  readonly contractionResidual: number | null;
}

/** What a finished (or stopped) method reports besides its samples. */
export interface RunOutcome {
  readonly status: "completed" | "cancelled" | "diverged" | "refused" | "failed";
  readonly divergedAt: number | null;
  readonly message: string | null;
  readonly steps: { readonly accepted: number; readonly rejected: number };
  readonly wallSeconds: number;
  readonly groundState: GroundState | null;
  readonly checks: RunChecks | null;
  /** Of a method that was trained step by step. */
  readonly training?: TrainingSummary;
}

/** How a training went, as the method reports it. */
export interface TrainingSummary {
  readonly engine: Backend;
  readonly steps: number;
  /** Why it ended before its last step, or null. */
  readonly message: string | null;
  /** The weights that were kept. */
  readonly best: TrainingEvaluation;
  readonly history: readonly {
    readonly step: number;
    /** Index of the stage. */
    readonly stage: number;
    readonly loss: number;
    readonly gradientNorm: number;
    readonly learningRate: number;
  }[];
  readonly evaluations: readonly TrainingEvaluation[];
}

export interface TrainingEvaluation {
  readonly step: number;
  /** Of the free rollout over the training segment; null when it diverged. */
  readonly trainingError: number | null;
}

export interface Backend {
  readonly device: "cpu" | "webgpu";
  readonly adapter: string | null;
  readonly precision: "float64" | "float32";
}

/**
 * One method of a result set; arrays are preallocated for all samples and valid up to `filled`
 * (`relativeError` up to the smaller of this and the exact run's, NaN beyond).
 */
export interface MethodResult {
  readonly index: number;
  readonly label: string;
  readonly method: MethodConfig;
  readonly backend: Backend;
  status: RunStatus;
  phase: RunPhase;
  /** Number of samples present, from t = 0 on. */
  filled: number;
  /** Fraction done, 0...1, and the estimated seconds left (null before an estimate exists). */
  fraction: number;
  secondsLeft: number | null;
  readonly data: Partial<Record<FieldName, Float64Array>>;
  outcome: RunOutcome | null;
}

/** Scalars over the window, from the exact run; null until it is complete or where undefined (PHYSICS.md section 7). */
export interface Diagnostics {
  readonly pearson: number | null;
  readonly meanDelta3: number | null;
  readonly initialDelta3: number | null;
  readonly buildup: number | null;
  /** With respect to the training segment of the first learned method; null without one. */
  readonly unseenFraction: number | null;
  /** Once every method has ended; null without a learned method. */
  readonly extrapolation: Extrapolation | null;
}

/** How far methods and constants are off on the training segment of the first learned method, and after it. */
export interface Extrapolation {
  /** In 1/J. */
  readonly trainUntil: number;
  /** By method label; `FROZEN` and `TRAINING_MEAN` are the constants Dab(0) and the mean of the segment. */
  readonly errors: Readonly<Record<string, WindowErrors>>;
}

export const FROZEN = "Frozen";
export const TRAINING_MEAN = "Training mean";

/** |prediction - exact|_F / |exact|_F over all samples; null where the prediction ends before the window. */
export interface WindowErrors {
  readonly training: number | null;
  readonly extrapolation: number | null;
  /** Extrapolation error over that of the training mean: 1 is worthless. */
  readonly skill: number | null;
}

/**
 * Everything known of one run of one config. Mutable on purpose (large arrays filled as samples stream in);
 * `version` grows with every change, so that React holds handle and version, never arrays.
 */
export interface ResultSet {
  readonly id: number;
  readonly config: Config;
  readonly sites: number;
  readonly times: Float64Array;
  readonly methods: MethodResult[];
  diagnostics: Diagnostics;
  /** True for coarse runs while a control is being dragged. */
  readonly preview: boolean;
  /** Where it came from: computed here, or an imported trajectory file. */
  readonly source: { readonly kind: "computed" } | { readonly kind: "imported"; readonly name: string };
  version: number;
}
