import type { FockSpace, StateVector } from "./fock-space.ts";
import { pairTransitions, singleTransitions, sitePairs, type TransitionTable } from "./transitions.ts";
import { UpBlocks } from "./up-blocks.ts";

export type Spin = "up" | "down";

/**
 * Reduced density matrices of states in one Fock space (PHYSICS.md section 2). All results are complex
 * interleaved, row-major in the index order written there.
 */
export class StateRdms {
  private readonly singles: Record<Spin, TransitionTable>;
  private readonly pairs: Partial<Record<Spin, TransitionTable>> = {};
  private dabBlocks: UpBlocks | null = null;
  private d3Blocks: UpBlocks | null = null;
  private readonly sum = new Float64Array(2);

  constructor(private readonly space: FockSpace) {
    const up = singleTransitions(space.up);
    this.singles = { up, down: space.up === space.down ? up : singleTransitions(space.down) };
  }

  /** D1 of one spin, sites^2. */
  oneBody(spin: Spin, state: StateVector, out: Float64Array): void {
    const { sites } = this.space;
    for (let i = 0; i < sites; i++) {
      for (let j = i; j < sites; j++) {
        this.element(spin, this.singles[spin], i, j, state);
        setHermitian(out, sites, i, j, this.sum[0], this.sum[1]);
      }
    }
  }

  /** Daa (spin up) or its down-down partner, sites^4; pauses between rows. */
  *equalSpins(spin: Spin, state: StateVector, out: Float64Array): Generator<void, void> {
    const { sites } = this.space;
    const table = this.pairTable(spin);
    const sets = sitePairs(sites);
    const size = sites * sites;
    for (const [p, [i1, i2]] of sets.entries()) {
      for (let q = p; q < sets.length; q++) {
        const [j1, j2] = sets[q];
        this.element(spin, table, p, q, state);
        const [re, im] = this.sum;
        setHermitian(out, size, i1 * sites + i2, j1 * sites + j2, re, im);
        setHermitian(out, size, i2 * sites + i1, j1 * sites + j2, -re, -im);
        setHermitian(out, size, i1 * sites + i2, j2 * sites + j1, -re, -im);
        setHermitian(out, size, i2 * sites + i1, j2 * sites + j1, re, im);
      }
      yield;
    }
  }

  /**
   * Dab, sites^4; pauses between pieces of work.
   * @param d3 the up-up-down D3 of the state, when it is known: then Dab is its contraction
   */
  *upDown(state: StateVector, out: Float64Array, d3: UpBlocks | null = null): Generator<void, void> {
    const { sites, up } = this.space;
    this.dabBlocks ??= new UpBlocks(this.space, this.singles.up, this.singles.down);
    const { blocks } = this.dabBlocks;
    if (d3 !== null && up.electrons > 1) this.dabBlocks.contract(d3, up.electrons);
    else yield* this.dabBlocks.fill(state);
    for (let i1 = 0; i1 < sites; i1++) {
      for (let j1 = i1; j1 < sites; j1++) {
        let source = this.dabBlocks.offset(i1, j1);
        for (let i2 = 0; i2 < sites; i2++) {
          for (let j2 = 0; j2 < sites; j2++, source += 2) {
            const [row, column] = [i1 * sites + i2, j1 * sites + j2];
            setHermitian(out, sites * sites, row, column, blocks[source], blocks[source + 1]);
          }
        }
      }
    }
  }

  /**
   * The up-up-down D3 in blocks (see `UpBlocks`), numbered by up pairs in the order of `sitePairs`; pauses
   * between pieces of work. The next call overwrites them.
   */
  *upUpDown(state: StateVector): Generator<void, UpBlocks> {
    this.d3Blocks ??= new UpBlocks(this.space, this.pairTable("up"), this.singles.down);
    yield* this.d3Blocks.fill(state);
    return this.d3Blocks;
  }

  private pairTable(spin: Spin): TransitionTable {
    const { up, down } = this.space;
    if (spin === "down" && up !== down) return (this.pairs.down ??= pairTransitions(down));
    return (this.pairs.up ??= pairTransitions(up));
  }

  /** sum = <c+_J c_I> for site sets number p and q of one spin. */
  private element(spin: Spin, table: TransitionTable, p: number, q: number, state: StateVector): void {
    const { start, ket, bra, sign, sets } = table;
    const width = this.space.down.size;
    const [row, step, count] = spin === "up" ? [width, 1, width] : [1, width, this.space.up.size];
    this.sum.fill(0);
    for (let t = start[p * sets + q]; t < start[p * sets + q + 1]; t++) {
      addProduct(state, ket[t] * row, bra[t] * row, step, count, sign[t], this.sum);
    }
  }
}

/** sum += sign * sum_k Psi[p + k step] conj(Psi[q + k step]) */
function addProduct(
  { re, im }: StateVector,
  p: number,
  q: number,
  step: number,
  count: number,
  sign: number,
  sum: Float64Array,
): void {
  let x = 0;
  let y = 0;
  for (let k = 0, s = p, t = q; k < count; k++, s += step, t += step) {
    x += re[s] * re[t] + im[s] * im[t];
    y += im[s] * re[t] - re[s] * im[t];
  }
  sum[0] += sign * x;
  sum[1] += sign * y;
}

/** Sets element (i, j) of a Hermitian n x n matrix and its partner. */
function setHermitian(out: Float64Array, n: number, i: number, j: number, re: number, im: number): void {
  out[2 * (j * n + i)] = re;
  out[2 * (j * n + i) + 1] = -im;
  out[2 * (i * n + j)] = re;
  out[2 * (i * n + j) + 1] = im;
}
