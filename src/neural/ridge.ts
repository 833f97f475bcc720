import { addProduct, transpose } from "./dense.ts";

/**
 * Ridge regression without constant: the A [outputs, size] that minimises sum over rows of
 * |slopes - A states|^2 + strength |A|^2, from arrays rows x size and rows x outputs. Solved in whichever of both spaces is smaller.
 */
export function ridge(
  states: Float64Array,
  slopes: Float64Array,
  size: number,
  strength: number,
  outputs = size,
): Float64Array {
  const rows = states.length / size;
  const result = new Float64Array(outputs * size);
  const statesAcross = new Float64Array(states.length);
  const slopesAcross = new Float64Array(slopes.length);
  transpose(rows, size, states, statesAcross);
  transpose(rows, outputs, slopes, slopesAcross);
  if (rows < size) {
    // A = slopes^T (Z Z^T + strength)^-1 Z, with one state per row of Z.
    const gram = gramMatrix(states, rows, size, strength);
    solveInPlace(gram, rows, slopesAcross, outputs);
    addProduct(outputs, size, rows, slopesAcross, statesAcross, result);
  } else {
    // A = (slopes^T Z) (Z^T Z + strength)^-1
    const gram = gramMatrix(statesAcross, size, rows, strength);
    addProduct(outputs, size, rows, slopesAcross, statesAcross, result);
    solveInPlace(gram, size, result, outputs);
  }
  return result;
}

/** vectors vectors^T + strength, for `count` vectors of `length` reals. */
function gramMatrix(vectors: Float64Array, count: number, length: number, strength: number): Float64Array {
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) gram[i * (count + 1)] = strength;
  addProduct(count, count, length, vectors, vectors, gram);
  return gram;
}

/** Replaces each of `count` rows b by the solution of gram x = b; gram is symmetric and positive, and is overwritten. */
function solveInPlace(gram: Float64Array, order: number, rows: Float64Array, count: number): void {
  factorise(gram, order);
  for (let k = 0; k < count; k++) {
    const x = rows.subarray(k * order, (k + 1) * order);
    for (let i = 0; i < order; i++) {
      let sum = x[i];
      for (let j = 0; j < i; j++) sum -= gram[i * order + j] * x[j];
      x[i] = sum / gram[i * order + i];
    }
    for (let i = order - 1; i >= 0; i--) {
      x[i] /= gram[i * order + i];
      for (let j = 0; j < i; j++) x[j] -= gram[i * order + j] * x[i];
    }
  }
}

/** Lower triangle <- its Cholesky factor. */
function factorise(a: Float64Array, order: number): void {
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * order + j];
      for (let k = 0; k < j; k++) sum -= a[i * order + k] * a[j * order + k];
      a[i * order + j] = i === j ? Math.sqrt(sum) : sum / a[j * order + j];
    }
  }
}
