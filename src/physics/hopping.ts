import { ladderSign, rankOf, type SpinBasis } from "./basis.ts";

/** A sparse square matrix by rows (CSR). */
export interface SparseRows {
  readonly size: number;
  /** size + 1 offsets into `column` and `value`. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/**
 * Off-diagonal part of sum_ij h[i;j] c+_i c_j in the basis of one spin, fermionic signs included
 * (a hop across a periodic boundary passes all electrons in between).
 */
export function hoppingTable(basis: SpinBasis, oneBody: Float64Array): SparseRows {
  const { sites, size, states } = basis;
  const start = new Int32Array(size + 1);
  const column: number[] = [];
  const value: number[] = [];
  for (let a = 0; a < size; a++) {
    const bits = states[a];
    for (let from = 0; from < sites; from++) {
      if ((bits & (1 << from)) === 0) continue;
      const removed = bits ^ (1 << from);
      for (let to = 0; to < sites; to++) {
        const amplitude = oneBody[from * sites + to];
        if (amplitude === 0 || (removed & (1 << to)) !== 0 || to === from) continue;
        column.push(rankOf(removed | (1 << to)));
        value.push(amplitude * ladderSign(bits, from) * ladderSign(removed, to));
      }
    }
    start[a + 1] = column.length;
  }
  return { size, start, column: Int32Array.from(column), value: Float64Array.from(value) };
}

/** Diagonal part of sum_i h[i;i] n_i. */
export function potentialEnergies(basis: SpinBasis, oneBody: Float64Array): Float64Array {
  const { sites } = basis;
  return Float64Array.from(basis.states, (bits) => {
    let energy = 0;
    for (let i = 0; i < sites; i++) if ((bits & (1 << i)) !== 0) energy += oneBody[i * sites + i];
    return energy;
  });
}

/** The same matrix with every element multiplied by `factor`. */
export function scaleRows(table: SparseRows, factor: number): SparseRows {
  return { ...table, value: table.value.map((v) => v * factor) };
}

/**
 * out = K x for the sparse matrix K and x of shape (size, width), row-major. Rows of x are combined
 * several at a time, so that the innermost loop runs along memory. `| 0` marks indices as 32-bit integers,
 * which spares the compiled code an overflow check per addition and makes it twice as fast.
 */
export function multiplyRows(table: SparseRows, x: Float64Array, width: number, out: Float64Array): void {
  const { size, start, column, value } = table;
  for (let row = 0; row < size; row++) {
    const base = row * width;
    const end = start[row + 1];
    let p = start[row];
    if (end - p < 4) out.fill(0, base, base + width);
    else {
      setFour(value, column, p, x, width, out, base);
      p += 4;
    }
    for (; p + 1 < end; p += 2) addTwo(value, column, p, x, width, out, base);
    if (p < end) addOne(value[p], column[p] * width, x, width, out, base);
  }
}

function setFour(
  value: Float64Array,
  column: Int32Array,
  p: number,
  x: Float64Array,
  width: number,
  out: Float64Array,
  base: number,
): void {
  const v0 = value[p];
  const v1 = value[p + 1];
  const v2 = value[p + 2];
  const v3 = value[p + 3];
  const s0 = column[p] * width;
  const s1 = column[p + 1] * width;
  const s2 = column[p + 2] * width;
  const s3 = column[p + 3] * width;
  for (let k = 0; k < width; k++) {
    out[(base + k) | 0] =
      v0 * x[(s0 + k) | 0] + v1 * x[(s1 + k) | 0] + (v2 * x[(s2 + k) | 0] + v3 * x[(s3 + k) | 0]);
  }
}

function addTwo(
  value: Float64Array,
  column: Int32Array,
  p: number,
  x: Float64Array,
  width: number,
  out: Float64Array,
  base: number,
): void {
  const v0 = value[p];
  const v1 = value[p + 1];
  const s0 = column[p] * width;
  const s1 = column[p + 1] * width;
  for (let k = 0; k < width; k++) {
    const i = (base + k) | 0;
    out[i] = out[i] + (v0 * x[(s0 + k) | 0] + v1 * x[(s1 + k) | 0]);
  }
}

function addOne(
  v: number,
  source: number,
  x: Float64Array,
  width: number,
  out: Float64Array,
  base: number,
): void {
  for (let k = 0; k < width; k++) {
    const i = (base + k) | 0;
    out[i] = out[i] + v * x[(source + k) | 0];
  }
}
