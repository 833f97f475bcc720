import type { Lattice } from "../../physics/lattice.ts";

/** Closures that have a kernel; the names of the config. */
export type Td2rdmClosure = "valdemoro" | "nakatsuji-yasuda" | "nakatsuji-yasuda-smooth" | "mazziotti";

/** Where Dab of the present stage of a step lies: in workgroup memory, or in storage where that is too small. */
export type StagePlacement = "workgroup" | "storage";

/** What all points of a batch have in common. Energies in J, times in 1/J. */
export interface Td2rdmSystem {
  readonly lattice: Lattice;
  /** Electrons of one spin, n. */
  readonly electrons: number;
  readonly hopping: number;
  /** Time between samples. */
  readonly interval: number;
  /** Number of samples, the first at t = 0. */
  readonly samples: number;
  /** Longest step of RK4; steps divide the interval evenly. */
  readonly dt: number;
  readonly closure: Td2rdmClosure;
  readonly contractionConsistent: boolean;
  /** Energy-conserving purification after every step, with at most so many iterations (PHYSICS.md section 6); or none. */
  readonly purification: { readonly iterations: number } | null;
}

/** How purification of one point went, from t = 0 on. */
export interface PurificationReport {
  /** Steps that reached the limit of iterations. */
  readonly unfinished: number;
  /** Smallest eigenvalue of Dab and Q in them, 0 without such steps. */
  readonly smallest: number;
  readonly iterations: number;
  /** Sweeps of Jacobi rotations over the four matrices. */
  readonly sweeps: number;
}

/** One quench: interaction U and trap strength after it, in J, and Dab (sites^4) of the singlet at t = 0. */
export interface Td2rdmPoint {
  readonly interaction: number;
  readonly trap: number;
  readonly dab: Float64Array;
}

/** Consecutive samples of consecutive points; arrays run over points, then samples. */
export interface Td2rdmSamples {
  readonly firstPoint: number;
  readonly points: number;
  readonly firstSample: number;
  readonly samples: number;
  /** |Delta_ab| (PHYSICS.md section 7). */
  readonly delta2: Float64Array;
  /** With the Hamiltonian after the quench, in J. */
  readonly energy: Float64Array;
  /** Trace of Dab, n^2. */
  readonly trace: Float64Array;
  /** |Dab|; not finite, or above n^2 + 1, once the propagation has exploded. */
  readonly norm: Float64Array;
  /** Dab (sites^4, complex interleaved) of one of these samples, by point and sample of the batch. */
  readonly dab: (point: number, sample: number) => Float64Array;
  /** Of purification up to the last of these samples, by point of the batch; null without purification. */
  readonly purification: ((point: number) => PurificationReport) | null;
}

export interface Td2rdmHandlers {
  readonly signal: AbortSignal;
  readonly onSamples: (samples: Td2rdmSamples) => void;
}
