import type { FockSpace, StateVector } from "./fock-space.ts";
import { groupTransitions, type TransitionGroups } from "./transition-groups.ts";
import { pairNumber, setPairNumber, type TransitionTable } from "./transitions.ts";

/** Elements of the down electrons that are summed between two pauses. */
const WORK_PER_PAUSE = 200_000;

/**
 * Density matrices with one down electron next to a set of up electrons (Dab for single sites, the
 * up-up-down D3 for pairs), by blocks: block (I, J), I <= J, holds
 * D[I i; J j] = <c+_J c+_j c_i c_I> for all sites i, j (down), complex interleaved.
 *
 * The sum over down electrons depends only on the two up states that c+_J c_I connects. It is done
 * once for every pair of up states and shared by all (I, J) that connect the same two.
 */
export class UpBlocks {
  /** All blocks one after the other; see `offset`. */
  readonly blocks: Float64Array;
  private readonly blockLength: number;
  private readonly sets: number;
  private readonly groups: TransitionGroups;
  private readonly sum: Float64Array;

  constructor(
    private readonly space: FockSpace,
    up: TransitionTable,
    private readonly down: TransitionTable,
  ) {
    this.sets = up.sets;
    this.blockLength = 2 * space.sites ** 2;
    this.blocks = new Float64Array((this.blockLength * (up.sets * (up.sets + 1))) / 2);
    this.groups = groupTransitions(up, space.up.size);
    this.sum = new Float64Array(this.blockLength);
  }

  /** Offset of block (I, J), I <= J, in `blocks`. */
  offset(p: number, q: number): number {
    return this.blockLength * setPairNumber(p, q, this.sets);
  }

  /** Sets all blocks to those of a state, pausing between pieces of work. */
  *fill(state: StateVector): Generator<void, void> {
    const { blocks, groups, sum, down, blockLength } = this;
    const { sites } = this.space;
    const width = this.space.down.size;
    const pause = Math.max(1, Math.floor(WORK_PER_PAUSE / Math.max(1, down.ket.length)));
    blocks.fill(0);
    for (let g = 0; g < groups.low.length; g++) {
      sumDownTransitions(down, state, groups.low[g] * width, groups.high[g] * width, sum);
      for (let t = groups.start[g]; t < groups.start[g + 1]; t++) {
        const offset = groups.block[t] * blockLength;
        if (groups.adjoint[t] === 0) addPart(sum, 0, blockLength, groups.sign[t], blocks, offset);
        else addAdjoint(sum, groups.sign[t], sites, blocks, offset);
      }
      if (g % pause === 0) yield;
    }
  }

  /**
   * Sets the blocks of single sites from those of pairs: Dab[i1 i2; j1 j2] is the sum over k of
   * D3[i1 k i2; j1 k j2] / (electrons - 1), for two or more up electrons.
   */
  contract(d3: UpBlocks, electrons: number): void {
    const { blocks, sets: sites, blockLength } = this;
    blocks.fill(0);
    for (let i = 0; i < sites; i++) {
      for (let j = i; j < sites; j++) {
        for (let k = 0; k < sites; k++) {
          if (k === i || k === j) continue;
          const source = d3.offset(pairNumber(i, k, sites), pairNumber(j, k, sites));
          const factor = (k < i === k < j ? 1 : -1) / (electrons - 1);
          addPart(d3.blocks, source, blockLength, factor, blocks, this.offset(i, j));
        }
      }
    }
  }
}

/**
 * out[i; j] = sum <bra| c+_j c_i |ket> Psi[row1 + ket] conj(Psi[row2 + bra]) over the down electrons;
 * `| 0` as in `multiplyRows`.
 */
function sumDownTransitions(
  down: TransitionTable,
  { re, im }: StateVector,
  row1: number,
  row2: number,
  out: Float64Array,
): void {
  const { start, minus, ket, bra } = down;
  const elements = down.sets * down.sets;
  let t = 0;
  for (let element = 0; element < elements; element++) {
    const middle = minus[element];
    const end = start[element + 1];
    let x = 0;
    let y = 0;
    for (; t < middle; t++) {
      const p = (row1 + ket[t]) | 0;
      const q = (row2 + bra[t]) | 0;
      const a = re[p];
      const b = im[p];
      const c = re[q];
      const d = im[q];
      x += a * c + b * d;
      y += b * c - a * d;
    }
    for (; t < end; t++) {
      const p = (row1 + ket[t]) | 0;
      const q = (row2 + bra[t]) | 0;
      const a = re[p];
      const b = im[p];
      const c = re[q];
      const d = im[q];
      x -= a * c + b * d;
      y -= b * c - a * d;
    }
    out[2 * element] = x;
    out[2 * element + 1] = y;
  }
}

/** out[to ... to + length] += factor x[from ... from + length] */
function addPart(
  x: Float64Array,
  from: number,
  length: number,
  factor: number,
  out: Float64Array,
  to: number,
): void {
  for (let e = 0; e < length; e++) out[to + e] += factor * x[from + e];
}

/** blocks[offset ...] += sign times the adjoint of the sites x sites matrix `sum` */
function addAdjoint(
  sum: Float64Array,
  sign: number,
  sites: number,
  blocks: Float64Array,
  offset: number,
): void {
  for (let i = 0; i < sites; i++) {
    for (let j = 0; j < sites; j++) {
      const target = offset + 2 * (i * sites + j);
      const source = 2 * (j * sites + i);
      blocks[target] += sign * sum[source];
      blocks[target + 1] -= sign * sum[source + 1];
    }
  }
}
