import type { Lattice } from "../../physics/lattice.ts";

/** One-body matrices of both spins, sites^2 each, complex interleaved. */
export interface SpinMatrices {
  readonly up: Float64Array;
  readonly down: Float64Array;
}

/** What all points of a batch have in common. Energies in J, times in 1/J. */
export interface MeanFieldSystem {
  readonly lattice: Lattice;
  readonly hopping: number;
  /** Time between samples. */
  readonly interval: number;
  /** Number of samples, the first at t = 0. */
  readonly samples: number;
}

/** One quench: interaction U and trap strength after it, in J, and the one-body matrices at t = 0. */
export interface MeanFieldPoint {
  readonly interaction: number;
  readonly trap: number;
  readonly d1: SpinMatrices;
}

/** Consecutive samples of consecutive points. */
export interface MeanFieldSamples {
  readonly firstPoint: number;
  readonly points: number;
  readonly firstSample: number;
  readonly samples: number;
  /** One-body matrices of one of these samples, by point and sample of the batch. */
  readonly d1: (point: number, sample: number) => SpinMatrices;
}

export interface MeanFieldHandlers {
  readonly signal: AbortSignal;
  readonly onSamples: (samples: MeanFieldSamples) => void;
}
