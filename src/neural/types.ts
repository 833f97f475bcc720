/**
 * Vector field dz/dt = A z + c + MLP(z) on normalised states of `size` reals (PHYSICS.md section 8).
 * The MLP has one hidden layer per entry of `hidden` and a linear last layer. silu(x) = x / (1 + e^-x);
 * gelu in its tanh form, x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2.
 */
export interface FieldShape {
  /** Reals of a state, d. */
  readonly size: number;
  /** Reals of f where they are not those of a state: the coefficients of a learned closure. Float64 only, not `skew`. */
  readonly outputs?: number;
  readonly hidden: readonly number[];
  readonly activation: "tanh" | "silu" | "gelu";
  /** `skew`: A = -A^T, kept exactly by projecting the gradient of A; `none`: no A and no c. */
  readonly skip: "full" | "skew" | "none";
}

/** What of dz/dt a learned closure does not learn: dz/dt = G(z) + B^T f(z), with a network f. */
export interface KnownPart {
  /** B: orthonormal rows, [outputs, size]. */
  readonly basis: Float64Array;
  readonly outputs: number;
  /** out += G at one state, [size] each. */
  addSlope(state: Float64Array, out: Float64Array): void;
  /** out += (dG/dz)^T cotangent at one state, [size] each. */
  addAdjoint(state: Float64Array, cotangent: Float64Array, out: Float64Array): void;
}

/** Normalised states at evenly spaced times, all trajectories one after the other: [row][size]. */
export interface TrainingData {
  readonly states: Float64Array;
  /** dz/dt at the same rows, in J; of a learned closure what the network is to give, [row][outputs]. */
  readonly slopes: Float64Array;
  /** Time between rows of one trajectory, in 1/J. */
  readonly interval: number;
}

/**
 * One optimisation step. `derivative`: mean over rows and components of (f(z) - dz/dt)^2. `shooting`: from
 * each row of `starts`, `steps` steps of RK4 of `stride` rows each; mean over starts, steps and components of
 * (z - data)^2, differentiated through the solver (discretise, then optimise).
 */
export type StepRequest = {
  readonly learningRate: number;
} & (
  | { readonly kind: "derivative"; readonly rows: Uint32Array<ArrayBuffer> }
  | {
      readonly kind: "shooting";
      readonly starts: Uint32Array<ArrayBuffer>;
      readonly steps: number;
      readonly stride: number;
    }
);

/** Loss before the step, and norm of its gradient (for `skew`, of the projected one) before clipping. */
export interface StepReport {
  readonly loss: number;
  readonly gradientNorm: number;
}

/**
 * Adam with bias correction: parameters -= learningRate m / (sqrt(v) + epsilon), m and v the corrected
 * moments. Before it, the gradient of a skew A is replaced by (G - G^T)/2, then the whole one is clipped.
 */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Largest norm of the whole gradient; longer ones are scaled down to it. */
  readonly clip: number;
}

/** Weights and both moments of Adam after `steps` steps, in the order of `parameterLayout`. */
export interface OptimiserState {
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly first: Float64Array<ArrayBuffer>;
  readonly second: Float64Array<ArrayBuffer>;
  readonly steps: number;
}

/**
 * Holds weights, optimiser and data; runs optimisation steps. It answers now, or with a promise. A step whose
 * loss or gradient norm is not finite changes nothing: neither weights nor moments nor the count of steps.
 */
interface Training<Now extends boolean> {
  readonly device: "cpu" | "webgpu";
  readonly adapter: string | null;
  readonly precision: "float64" | "float32";
  step(request: StepRequest): Answer<Now, StepReport>;
  /**
   * Several steps in a row, only the last one's report is wanted: what a device does without reading back
   * in between. Where the engine can, it stops at the first loss that is not finite and reports that one.
   */
  steps(requests: readonly StepRequest[]): Answer<Now, StepReport>;
  read(): Answer<Now, OptimiserState>;
  write(state: OptimiserState): Answer<Now, void>;
  destroy(): void;
}
type Answer<Now extends boolean, T> = Now extends true ? T : Promise<T>;

/** Float64 reference, or float32 on one thread. */
export type SyncTrainingEngine = Training<true>;
/** Float32 on all cores, or WebGPU. */
export type AsyncTrainingEngine = Training<false>;
export type TrainingEngine = SyncTrainingEngine | AsyncTrainingEngine;

/** A contiguous part of the parameters: a row-major matrix [rows, columns] or a vector (one column). */
export interface ParameterBlock {
  readonly name: string;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}
