import { dot } from "../../linalg/vectors.ts";
import { removeContractions } from "./contraction-free-pairs.ts";
import { oneBodyMatrixOf } from "./cumulant.ts";
import { holeMatrixOf, PairBlock } from "./pair-spectrum.ts";

const TOLERANCE = 1e-7;
/** Most iterations in a step, here and on devices. */
export const ITERATION_LIMIT = 500;

/**
 * Energy-conserving purification (PHYSICS.md section 6): removes the contraction-free part of the negative
 * eigenspaces of Dab and of the two-hole matrix Q, less its component along the double occupancy, until
 * neither has an eigenvalue below -tolerance. Particle number, D1 and energy stay. Allocates nothing per call.
 */
export class Purification {
  private readonly blocks: readonly PairBlock[];
  /** Negative parts of both matrices, one array per block. */
  private readonly negative: readonly Float64Array[];
  private readonly g: Float64Array;
  private readonly holes: Float64Array;
  private readonly change: Float64Array;
  private readonly channel: Float64Array;
  private readonly trace: Float64Array;
  /** Contraction-free part of the double occupancy W[i i;i i] = 1, normalised (or zero). */
  private readonly occupancy: Float64Array;
  private unfinished = 0;
  private worst = 0;

  /** @param tolerance the smallest eigenvalue that counts as non-negative, with the opposite sign */
  constructor(
    private readonly sites: number,
    private readonly n: number,
    private readonly tolerance: number = TOLERANCE,
  ) {
    const size = 2 * sites ** 4;
    this.blocks = [new PairBlock(sites, 1), new PairBlock(sites, -1)].filter(({ order }) => order > 0);
    this.negative = this.blocks.map(({ matrix }) => new Float64Array(matrix.length));
    this.g = new Float64Array(2 * sites ** 2);
    this.holes = new Float64Array(size);
    this.change = new Float64Array(size);
    this.channel = new Float64Array(size);
    this.trace = new Float64Array(2 * sites ** 2);
    this.occupancy = new Float64Array(size);
    for (let i = 0; i < sites; i++) this.occupancy[2 * i * (1 + sites + sites ** 2 + sites ** 3)] = 1;
    removeContractions(sites, 1, this.occupancy, this.trace);
    const norm = Math.sqrt(dot(this.occupancy, this.occupancy));
    for (let i = 0; i < size; i++) this.occupancy[i] = norm > 1e-12 ? this.occupancy[i] / norm : 0;
  }

  /**
   * Purifies dab (M^4 complex, Hermitian, exchange-symmetric) in place, pausing after every iteration;
   * whether it changed.
   */
  *apply(dab: Float64Array): Generator<void, boolean> {
    for (let iteration = 0; iteration < ITERATION_LIMIT; iteration++) {
      const smallest = this.collectNegative(dab);
      if (smallest > -this.tolerance) return iteration > 0;
      if (iteration === ITERATION_LIMIT - 1) {
        this.unfinished++;
        this.worst = Math.min(this.worst, smallest);
      }
      this.fillChange();
      for (let i = 0; i < dab.length; i++) dab[i] -= this.change[i];
      yield;
    }
    return true;
  }

  /** A sentence about steps in which the iteration limit was reached, or null. */
  remark(): string | null {
    return limitRemark(this.unfinished, this.worst, this.tolerance);
  }

  /** Fills `negative` and returns the smallest eigenvalue of Dab and Q. */
  private collectNegative(dab: Float64Array): number {
    const { sites, n, g, holes, blocks, negative } = this;
    oneBodyMatrixOf(sites, n, dab, g);
    holeMatrixOf(sites, dab, g, holes);
    let smallest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < blocks.length; k++) {
      negative[k].fill(0);
      smallest = Math.min(
        smallest,
        addNegativePart(blocks[k], dab, negative[k]),
        addNegativePart(blocks[k], holes, negative[k]),
      );
    }
    return smallest;
  }

  /** change = K(negative parts), less its component along the double occupancy. */
  private fillChange(): void {
    const { sites, blocks, negative, change, channel, trace, occupancy } = this;
    change.fill(0);
    for (let k = 0; k < blocks.length; k++) {
      channel.fill(0);
      blocks[k].embed(negative[k], channel);
      removeContractions(sites, blocks[k].symmetry, channel, trace);
      for (let i = 0; i < change.length; i++) change[i] += channel[i];
    }
    const along = dot(occupancy, change);
    for (let i = 0; i < change.length; i++) change[i] -= along * occupancy[i];
  }
}

/** A sentence about `steps` steps that reached the limit of iterations with eigenvalues down to `smallest`, or null for none. */
export function limitRemark(steps: number, smallest: number, tolerance: number): string | null {
  if (steps === 0) return null;
  return `Purification reached its limit of ${ITERATION_LIMIT} iterations in ${steps} steps; eigenvalues down to ${smallest.toExponential(1)} remained, below the tolerance of -${tolerance.toExponential(0)}.`;
}

/** Adds sum over eigenvalues l < 0 of l |v><v| of one block of `full` to `negative`; the smallest eigenvalue. */
function addNegativePart(block: PairBlock, full: Float64Array, negative: Float64Array): number {
  const { order, solver, matrix } = block;
  block.load(full);
  solver.eigen(matrix, order, 0);
  const { values, vectors } = solver;
  for (let k = 0; k < order && values[k] < 0; k++) {
    const row = 2 * k * order;
    for (let p = 0; p < order; p++) {
      const re = values[k] * vectors[row + 2 * p];
      const im = values[k] * vectors[row + 2 * p + 1];
      const line = 2 * p * order;
      for (let q = 0; q < 2 * order; q += 2) {
        negative[line + q] += re * vectors[row + q] + im * vectors[row + q + 1];
        negative[line + q + 1] += im * vectors[row + q] - re * vectors[row + q + 1];
      }
    }
  }
  return values[0];
}
