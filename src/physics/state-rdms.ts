import type { FockSpace, StateVector } from "./fock-space.ts";
import { singleTransitions, type TransitionTable } from "./transitions.ts";

/**
 * Reduced density matrices of states in one Fock space (PHYSICS.md section 2). All results are complex
 * interleaved, row-major in the index order written there.
 */
export class StateRdms {
  private readonly up: TransitionTable;
  private readonly down: TransitionTable;

  constructor(private readonly space: FockSpace) {
    this.up = singleTransitions(space.up);
    this.down = space.up === space.down ? this.up : singleTransitions(space.down);
  }

  /** D1 of the up electrons, sites^2 complex. */
  oneBodyUp({ re, im }: StateVector, out: Float64Array): void {
    const { start, ket, bra, sign } = this.up;
    const width = this.space.down.size;
    forHermitianPairs(this.space.sites, out, (element, sum) => {
      for (let t = start[element]; t < start[element + 1]; t++) {
        addRowProduct(re, im, ket[t] * width, bra[t] * width, width, sign[t], sum);
      }
    });
  }

  /** D1 of the down electrons, sites^2 complex. */
  oneBodyDown({ re, im }: StateVector, out: Float64Array): void {
    const { start, ket, bra, sign } = this.down;
    const width = this.space.down.size;
    const rows = this.space.up.size;
    forHermitianPairs(this.space.sites, out, (element, sum) => {
      for (let t = start[element]; t < start[element + 1]; t++) {
        let x = 0;
        let y = 0;
        for (let a = 0, p = ket[t], q = bra[t]; a < rows; a++, p += width, q += width) {
          x += re[p] * re[q] + im[p] * im[q];
          y += im[p] * re[q] - re[p] * im[q];
        }
        sum[0] += sign[t] * x;
        sum[1] += sign[t] * y;
      }
    });
  }

  /** Dab, sites^4 complex; pauses after every pair (i1, j1). */
  *upDown(state: StateVector, out: Float64Array): Generator<void, void> {
    const { sites } = this.space;
    const block = new Float64Array(2 * sites * sites);
    for (let i1 = 0; i1 < sites; i1++) {
      for (let j1 = i1; j1 < sites; j1++) {
        this.upDownBlock(state, i1, j1, block);
        for (let i2 = 0; i2 < sites; i2++) {
          for (let j2 = 0; j2 < sites; j2++) {
            const source = 2 * (i2 * sites + j2);
            const target = 2 * (((i1 * sites + i2) * sites + j1) * sites + j2);
            const mirror = 2 * (((j1 * sites + j2) * sites + i1) * sites + i2);
            out[target] = block[source];
            out[target + 1] = block[source + 1];
            out[mirror] = block[source];
            out[mirror + 1] = -block[source + 1];
          }
        }
        yield;
      }
    }
  }

  /** block[i2; j2] = Dab[i1 i2; j1 j2] */
  private upDownBlock({ re, im }: StateVector, i1: number, j1: number, block: Float64Array): void {
    const { up, down } = this;
    const width = this.space.down.size;
    const element = i1 * up.sets + j1;
    block.fill(0);
    for (let t = up.start[element]; t < up.start[element + 1]; t++) {
      addDownTransitions(down, re, im, up.ket[t] * width, up.bra[t] * width, up.sign[t], block);
    }
  }
}

/** block[i; j] += sign sum <bra| c+_j c_i |ket> Psi[row1, ket] conj(Psi[row2, bra]) over the down electrons. */
function addDownTransitions(
  down: TransitionTable,
  re: Float64Array,
  im: Float64Array,
  row1: number,
  row2: number,
  sign: number,
  block: Float64Array,
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
    block[2 * element] += sign * x;
    block[2 * element + 1] += sign * y;
  }
}

/** sum += sign * sum_k Psi[p + k] conj(Psi[q + k]) */
function addRowProduct(
  re: Float64Array,
  im: Float64Array,
  p: number,
  q: number,
  width: number,
  sign: number,
  sum: Float64Array,
): void {
  let x = 0;
  let y = 0;
  for (let k = 0; k < width; k++) {
    x += re[p + k] * re[q + k] + im[p + k] * im[q + k];
    y += im[p + k] * re[q + k] - re[p + k] * im[q + k];
  }
  sum[0] += sign * x;
  sum[1] += sign * y;
}

/** Fills a Hermitian n x n matrix from a function that gives element i * n + j for i <= j. */
function forHermitianPairs(
  n: number,
  out: Float64Array,
  compute: (element: number, sum: Float64Array) => void,
): void {
  const sum = new Float64Array(2);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      sum.fill(0);
      compute(i * n + j, sum);
      out[2 * (j * n + i)] = sum[0];
      out[2 * (j * n + i) + 1] = -sum[1];
      out[2 * (i * n + j)] = sum[0];
      out[2 * (i * n + j) + 1] = sum[1];
    }
  }
}
