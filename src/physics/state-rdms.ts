import type { FockSpace, StateVector } from "./fock-space.ts";
import { pairTransitions, singleTransitions, sitePairs, type TransitionTable } from "./transitions.ts";

export type Spin = "up" | "down";

/**
 * Reduced density matrices of states in one Fock space (PHYSICS.md section 2). All results are complex
 * interleaved, row-major in the index order written there.
 */
export class StateRdms {
  private readonly singles: Record<Spin, TransitionTable>;
  private readonly pairs: Partial<Record<Spin, TransitionTable>> = {};
  private readonly block: Float64Array;
  private readonly sum = new Float64Array(2);

  constructor(private readonly space: FockSpace) {
    const up = singleTransitions(space.up);
    this.singles = { up, down: space.up === space.down ? up : singleTransitions(space.down) };
    this.block = new Float64Array(2 * space.sites ** 2);
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

  /** Dab, sites^4; pauses after every pair (i1, j1). */
  *upDown(state: StateVector, out: Float64Array): Generator<void, void> {
    const { sites } = this.space;
    const { block } = this;
    for (let i1 = 0; i1 < sites; i1++) {
      for (let j1 = i1; j1 < sites; j1++) {
        this.downBlock(this.singles.up, i1 * sites + j1, state, block);
        for (let i2 = 0; i2 < sites; i2++) {
          for (let j2 = 0; j2 < sites; j2++) {
            const source = 2 * (i2 * sites + j2);
            setHermitian(
              out,
              sites * sites,
              i1 * sites + i2,
              j1 * sites + j2,
              block[source],
              block[source + 1],
            );
          }
        }
        yield;
      }
    }
  }

  /**
   * Block of the up-up-down D3 with fixed up pairs number p and q (see `sitePairs`):
   * out[i3; j3] = D3[i1 i2 i3; j1 j2 j3], sites^2.
   */
  upUpDownBlock(p: number, q: number, state: StateVector, out: Float64Array): void {
    const table = this.pairTable("up");
    this.downBlock(table, p * table.sets + q, state, out);
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

  /** out[i; j] = <(up transition) c+_j c_i of the down electrons>, sites^2. */
  private downBlock(up: TransitionTable, element: number, state: StateVector, out: Float64Array): void {
    const width = this.space.down.size;
    out.fill(0);
    for (let t = up.start[element]; t < up.start[element + 1]; t++) {
      addDownTransitions(this.singles.down, state, up.ket[t] * width, up.bra[t] * width, up.sign[t], out);
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

/** out[i; j] += sign sum <bra| c+_j c_i |ket> Psi[row1 + ket] conj(Psi[row2 + bra]) over the down electrons. */
function addDownTransitions(
  down: TransitionTable,
  { re, im }: StateVector,
  row1: number,
  row2: number,
  sign: number,
  out: Float64Array,
): void {
  const { start, ket, bra, sign: signs } = down;
  const elements = down.sets * down.sets;
  let t = 0;
  for (let element = 0; element < elements; element++) {
    const end = start[element + 1];
    let x = 0;
    let y = 0;
    for (; t < end; t++) {
      const p = row1 + ket[t];
      const q = row2 + bra[t];
      const s = signs[t];
      const a = s * re[p];
      const b = s * im[p];
      const c = re[q];
      const d = im[q];
      x += a * c + b * d;
      y += b * c - a * d;
    }
    out[2 * element] += sign * x;
    out[2 * element + 1] += sign * y;
  }
}

/** Sets element (i, j) of a Hermitian n x n matrix and its partner. */
function setHermitian(out: Float64Array, n: number, i: number, j: number, re: number, im: number): void {
  out[2 * (j * n + i)] = re;
  out[2 * (j * n + i) + 1] = -im;
  out[2 * (i * n + j)] = re;
  out[2 * (i * n + j) + 1] = im;
}
