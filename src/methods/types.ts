import type { SampledField } from "../base/fields.ts";
import type { TrainingStage } from "../base/recipe.ts";
import type { LatticeSpec } from "../physics/lattice.ts";

/** The quenched system, independent of how it is propagated (PHYSICS.md section 1). Energies in J, times in 1/J. */
export interface SystemSpec {
  readonly lattice: LatticeSpec;
  readonly electrons: { readonly up: number; readonly down: number };
  readonly hopping: number;
  readonly quench: QuenchSpec;
  readonly time: { readonly end: number; readonly sample: number };
}

export type SiteOccupation = "u" | "d" | "ud" | "0";

export type QuenchSpec =
  | { readonly protocol: "trap-release"; readonly interaction: number; readonly trap: number }
  | {
      readonly protocol: "interaction-quench";
      readonly interactionBefore: number;
      readonly interaction: number;
      readonly trap: number;
    }
  | {
      readonly protocol: "product-state";
      readonly interaction: number;
      readonly sites: readonly SiteOccupation[];
    };

export type ClosureName = "valdemoro" | "nakatsuji-yasuda" | "nakatsuji-yasuda-smooth" | "mazziotti";

export type IntegratorSpec =
  | { readonly kind: "rk4"; readonly dt: number }
  | { readonly kind: "dopri5"; readonly rtol: number; readonly atol: number };

export interface Td2rdmSpec {
  readonly kind: "td2rdm";
  readonly closure: ClosureName;
  readonly contractionConsistent: boolean;
  readonly purification: "none" | "energy-conserving";
  readonly integrator: IntegratorSpec;
}

/** Dynamic mode decomposition of the exact Dab of 0 ... trainUntil, with the window of `delays` states as the state. */
export interface DmdSpec {
  readonly kind: "dmd";
  readonly delays: number;
  /** Time between the states of a window, and step of the model, in 1/J. */
  readonly stride: number;
  /** Singular vectors that are kept; `auto`: as many as make the training error smallest. */
  readonly rank: number | "auto";
  readonly trainUntil: number;
}

/**
 * What a learned vector field sees besides the state of the moment. `delay`: the states `stride`, 2 `stride`, ... ago (in
 * 1/J), `delays` of them. `latent`: for every decay rate (in J) leaky integrals of `states` principal components.
 */
export type MemorySpec =
  | { readonly kind: "none" }
  | { readonly kind: "delay"; readonly delays: number; readonly stride: number }
  | { readonly kind: "latent"; readonly states: number; readonly rates: readonly number[] };

/** How a network is trained on the exact Dab of 0 ... trainUntil, and rolled out. */
interface TrainedSpec {
  readonly trainUntil: number;
  readonly seed: number;
  readonly hidden: readonly number[];
  readonly activation: "tanh" | "silu" | "gelu";
  /** RK4 step in 1/J. */
  readonly step: number;
  readonly ridge: number;
  /** `recipe`: those of the method for the number of sites. */
  readonly stages: "recipe" | readonly TrainingStage[];
  readonly learningRate: number;
  readonly warmUp: number;
  readonly finalShare: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly clip: number;
  readonly evaluateEvery: number;
  readonly purification: "none" | "energy-conserving";
}

/** A neural ODE (PHYSICS.md section 8). */
export interface NeuralOdeSpec extends TrainedSpec {
  readonly kind: "neural-ode";
  readonly packing: "symmetric" | "hermitian";
  readonly memory: MemorySpec;
  readonly skip: "full" | "skew" | "none";
}

/** TD2RDM with a learned correction of its collision integral (docs/neural.md). */
export interface LearnedClosureSpec extends TrainedSpec {
  readonly kind: "learned-closure";
  readonly memory: Exclude<MemorySpec, { kind: "delay" }>;
  readonly skip: "full" | "none";
}

export type MethodSpec =
  | { readonly kind: "exact" }
  | { readonly kind: "mean-field" }
  | Td2rdmSpec
  | DmdSpec
  | NeuralOdeSpec
  | LearnedClosureSpec;

/** Consecutive samples `first ... first + count - 1`; each field holds `count` samples, row-major, complex interleaved. */
export interface SampleBatch {
  readonly first: number;
  readonly count: number;
  readonly fields: Partial<Record<SampledField, Float64Array<ArrayBuffer>>>;
}

/** `training`: exact data are made and a model is fitted to them. */
export type MethodPhase = "ground-state" | "training" | "propagation";

export type MethodEvent =
  /** About to begin the named phase, or `fraction` (0...1) of the whole run is done. */
  | { readonly kind: "progress"; readonly phase: MethodPhase; readonly fraction: number }
  | { readonly kind: "samples"; readonly batch: SampleBatch };

export interface GroundStateReport {
  /** Ground-state energy with the Hamiltonian before the quench, in J. */
  readonly energy: number;
  /** Distance to the next level of the same (n_up, n_down) sector, in J; 0 when degenerate. */
  readonly gap: number;
  /** |H psi - E psi|. */
  readonly residual: number;
}

export interface MethodOutcome {
  readonly status: "completed" | "diverged";
  readonly divergedAt: number | null;
  /** Advice when diverged, a remark (near-degenerate ground state, purification limit) or null. */
  readonly message: string | null;
  readonly steps: { readonly accepted: number; readonly rejected: number };
  /** null when the initial state is not the ground state of an interacting Hamiltonian. */
  readonly groundState: GroundStateReport | null;
  readonly checks: MethodChecks;
  /** Of a method that was trained step by step. */
  readonly training?: TrainingSummary;
}

/** How a training went. */
export interface TrainingSummary {
  readonly engine: {
    readonly device: "cpu" | "webgpu";
    readonly adapter: string | null;
    readonly precision: "float64" | "float32";
  };
  readonly steps: number;
  /** Why it ended before its last step, or null. */
  readonly message: string | null;
  /** The weights that were kept: the last ones, or those of the best rollout so far where training ended early. */
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
  /** null when the rollout diverged. */
  readonly trainingError: number | null;
}

/** Worst values over all samples. `null` where a check does not apply to the method. */
export interface MethodChecks {
  readonly particleDrift: number;
  readonly energyDrift: number;
  readonly minEigenvalueD: number | null;
  readonly minEigenvalueQ: number | null;
  readonly contractionResidual: number | null;
}

/**
 * One method over one system. The generator yields at least every ~20 ms of work, so that a caller can
 * report progress, hand out samples and stop (by no longer calling `next`, then `return()`).
 * Batches arrive in order and cover the sample times k * time.sample without gaps.
 */
export type MethodRun = Generator<MethodEvent, MethodOutcome, void>;
