import { assert, InputError } from "../base/errors.ts";
import { sampleCount } from "../base/times.ts";
import { type LatticeSpec, siteCount } from "../physics/lattice.ts";
import { extendSeries, fitMemory, historyTime, type Memory } from "./memory/memory.ts";
import { DRIVE_ROWS } from "./memory/quadrature.ts";
import type { StateSeries } from "./memory/series.ts";
import type { NeuralOptions } from "./options.ts";
import { findSymmetries, Packing } from "./packing.ts";
import type { KnownPart, TrainingData } from "./types.ts";

/** Exact Dab of one quench at the times k * interval (in 1/J), [sample][2 M^4]. */
export interface Trajectory {
  readonly interval: number;
  readonly dab: Float64Array;
}

/** Affine map between packed Dab and states of the vector field: z = (packed - mean) / scale. */
export interface Normalisation {
  readonly mean: Float64Array;
  readonly scale: number;
}

/** What the trainer needs to know of the data. */
export interface TrainingProblem {
  readonly packing: Packing;
  readonly normalisation: Normalisation;
  readonly memory: Memory;
  readonly data: TrainingData;
  /** Number of trajectories in `data`, rows of each, and reals of a row: those of z, then those of its memory. */
  readonly trajectories: number;
  readonly rows: number;
  readonly size: number;
  /** Of a learned closure: what of dz/dt is not learned. */
  readonly known?: KnownPart;
}

/** Rows that a derivative of fourth order needs. */
const STENCIL_ROWS = 5;

/**
 * Packs, normalises, extends by its memory and differentiates the part of the trajectories up to `trainUntil`. With
 * delays the rows begin where there is enough history.
 *
 * @param trajectories for training, every `options.step / 2`, at least up to `trainUntil`
 * @param heldOut further ones that the model is to predict: symmetries that they lack are not used
 * @throws InputError when the training window is too short for the longest shooting window
 */
export function buildProblem(
  lattice: LatticeSpec,
  trajectories: readonly Trajectory[],
  options: NeuralOptions,
  heldOut: readonly Trajectory[] = [],
): TrainingProblem {
  const interval = options.step / 2;
  const rows = sampleCount({ end: options.trainUntil, sample: interval });
  requireRows(options, rows);
  for (const { interval: found, dab } of trajectories) {
    assert(found === interval, `data every ${found}, not every ${interval}`);
    assert(dab.length >= rows * 2 * siteCount(lattice) ** 4, "a trajectory ends before the training window");
  }
  const packing = choosePacking(options, lattice, [...trajectories, ...heldOut]);
  const packed = new Float64Array(trajectories.length * rows * packing.size);
  trajectories.forEach(({ dab }, index) => {
    const into = packed.subarray(index * rows * packing.size);
    for (let row = 0; row < rows; row++) packing.pack(dab, into, row);
  });
  const normalisation = fitNormalisation(packed, packing.size);
  const states = normalised(packed, normalisation);
  const series = { states, trajectories: trajectories.length, rows, size: packing.size, interval };
  const memory = fitMemory(options.memory, series);
  const extended = extendSeries(memory, series);
  return {
    packing,
    normalisation,
    memory,
    data: { states: extended.states, slopes: derivatives(extended), interval },
    trajectories: trajectories.length,
    rows: extended.rows,
    size: extended.size,
  };
}

/** z = (packed - mean) / scale for a series of packed Dab. */
function normalised(packed: Float64Array, { mean, scale }: Normalisation): Float64Array {
  return packed.map((value, i) => (value - mean[i % mean.length]) / scale);
}

function requireRows({ stages, trainUntil, step, memory }: NeuralOptions, rows: number): void {
  const history = historyTime(memory);
  const longest = stages.reduce(
    (most, stage) => Math.max(most, stage.kind === "shooting" ? stage.length : 0),
    0,
  );
  const needed = Math.max(memory.kind === "latent" ? DRIVE_ROWS : STENCIL_ROWS, 2 * longest + 1);
  if (rows - Math.round((2 * history) / step) >= needed) return;
  const least = Number((history + ((needed - 1) * step) / 2).toPrecision(6));
  throw new InputError(
    "trainUntil",
    trainUntil,
    `at least ${least}: ${history > 0 ? `a history of ${history}, and ` : ""}the longest window of training has ${longest} steps of ${step}`,
  );
}

function choosePacking(
  options: NeuralOptions,
  lattice: LatticeSpec,
  trajectories: readonly Trajectory[],
): Packing {
  switch (options.packing) {
    case "hermitian":
      return new Packing(lattice, { exchange: false, mirrors: [] });
    case "symmetric": {
      const series = trajectories.map(({ dab }) => dab);
      return new Packing(lattice, findSymmetries(lattice, series));
    }
  }
}

/** Mean over all rows; root mean square of what is left, over rows and components (1 where nothing is). */
function fitNormalisation(packed: Float64Array, size: number): Normalisation {
  const rows = packed.length / size;
  const mean = new Float64Array(size);
  packed.forEach((value, i) => {
    mean[i % size] += value / rows;
  });
  const square = packed.reduce((sum, value, i) => sum + (value - mean[i % size]) ** 2, 0);
  const scale = Math.sqrt(square / packed.length);
  return { mean, scale: scale > STILL ? scale : 1 };
}

/** Largest root mean square of a trajectory that stands still. */
const STILL = 1e-12;

/** Derivatives of fourth order with respect to time, one-sided at both ends of every trajectory. */
function derivatives({ states, trajectories, rows, size, interval }: StateSeries): Float64Array {
  const slopes = new Float64Array(states.length);
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const begin = trajectory * rows;
    for (let row = 0; row < rows; row++) {
      const first = Math.min(Math.max(row - 2, 0), rows - STENCIL_ROWS);
      const weights = STENCILS[row - first];
      const out = slopes.subarray((begin + row) * size, (begin + row + 1) * size);
      for (let k = 0; k < STENCIL_ROWS; k++) {
        const from = (begin + first + k) * size;
        const factor = weights[k] / (12 * interval);
        for (let i = 0; i < size; i++) out[i] += factor * states[from + i];
      }
    }
  }
  return slopes;
}

/** Derivative at point s of five evenly spaced ones, times 12 and the spacing. */
const STENCILS = [
  [-25, 48, -36, 16, -3],
  [-3, -10, 18, -6, 1],
  [1, -8, 0, 8, -1],
  [-1, 6, -18, 10, 3],
  [3, -16, 36, -48, 25],
];
