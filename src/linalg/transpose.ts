const TILE = 32;

/** out = x^T for x of shape (rows, columns), row-major. */
export function transpose(x: Float64Array, rows: number, columns: number, out: Float64Array): void {
  for (let r0 = 0; r0 < rows; r0 += TILE) {
    const r1 = Math.min(r0 + TILE, rows);
    for (let c0 = 0; c0 < columns; c0 += TILE) {
      const c1 = Math.min(c0 + TILE, columns);
      for (let r = r0; r < r1; r++) {
        let turned = c0 * rows + r;
        for (let i = r * columns + c0; i < r * columns + c1; i = (i + 1) | 0) {
          out[turned] = x[i];
          turned = (turned + rows) | 0;
        }
      }
    }
  }
}
