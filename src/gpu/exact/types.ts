import type { Lattice } from "../../physics/lattice.ts";

/** What all points of a batch have in common. Energies in J, times in 1/J. */
export interface ExactSystem {
  readonly lattice: Lattice;
  readonly electrons: { readonly up: number; readonly down: number };
  readonly hopping: number;
  /** Time between samples. */
  readonly interval: number;
  /** Number of samples, the first at t = 0. */
  readonly samples: number;
}

/** One quench: interaction U and trap strength after it, in J, and the state at t = 0. */
export interface ExactPoint {
  readonly interaction: number;
  readonly trap: number;
  /** Real, normalised, shaped (up, down). */
  readonly psi: Float64Array;
}

/** Consecutive samples of consecutive points; arrays run over points, then samples. */
export interface ExactSamples {
  readonly firstPoint: number;
  readonly points: number;
  readonly firstSample: number;
  readonly samples: number;
  /** |Delta_ab| and |Delta3| (PHYSICS.md section 7). */
  readonly delta2: Float64Array;
  readonly delta3: Float64Array;
  /** With the Hamiltonian after the quench, in J. */
  readonly energy: Float64Array;
  /** <psi|psi>, to watch the float32 propagation drift from 1. */
  readonly norm: Float64Array;
}

export interface ExactHandlers {
  readonly signal: AbortSignal;
  readonly onSamples: (samples: ExactSamples) => void;
  /** Points whose Dab is wanted, by their position in the batch. */
  readonly dabOf?: ReadonlySet<number>;
  /** Dab (sites^4, complex interleaved) of each wanted point and sample, before their `onSamples`. */
  readonly onDab?: (point: number, sample: number, dab: Float64Array) => void;
}
