const TILE = 32;

/** out = x^T for x of shape (rows, columns), row-major. */
export function transpose(x: Float64Array, rows: number, columns: number, out: Float64Array): void {
  for (let r0 = 0; r0 < rows; r0 += TILE) {
    const r1 = Math.min(r0 + TILE, rows);
    for (let c0 = 0; c0 < columns; c0 += TILE) {
      const c1 = Math.min(c0 + TILE, columns);
      for (let r = r0; r < r1; r++) {
        for (let c = c0; c < c1; c++) out[c * rows + r] = x[r * columns + c];
      }
    }
  }
}

/** out += x^T for x of shape (columns, rows) and out of shape (rows, columns), row-major. */
export function addTransposed(x: Float64Array, rows: number, columns: number, out: Float64Array): void {
  for (let r0 = 0; r0 < rows; r0 += TILE) {
    const r1 = Math.min(r0 + TILE, rows);
    for (let c0 = 0; c0 < columns; c0 += TILE) {
      const c1 = Math.min(c0 + TILE, columns);
      for (let r = r0; r < r1; r++) {
        for (let c = c0; c < c1; c++) out[r * columns + c] += x[c * rows + r];
      }
    }
  }
}

/**
 * out += x + sign x^T for x of shape (n, n). Both terms are summed before they are added, so that a
 * (anti)symmetric `out` stays so to the last bit.
 */
export function addSymmetrised(x: Float64Array, sign: 1 | -1, n: number, out: Float64Array): void {
  for (let r0 = 0; r0 < n; r0 += TILE) {
    const r1 = Math.min(r0 + TILE, n);
    for (let c0 = 0; c0 < n; c0 += TILE) {
      const c1 = Math.min(c0 + TILE, n);
      for (let r = r0; r < r1; r++) {
        for (let c = c0; c < c1; c++) out[r * n + c] += x[r * n + c] + sign * x[c * n + r];
      }
    }
  }
}
