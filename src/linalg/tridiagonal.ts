import { assert } from "../base/errors.ts";

const MAX_SWEEPS = 60;

/**
 * Eigenvalues, and optionally eigenvectors, of a real symmetric tridiagonal matrix by the implicit
 * QL method with Wilkinson shifts (Golub and Van Loan, section 8.3), unordered. Eigenvalues are good to the rounding of
 * the largest element: couplings below that count as zero, or many equal eigenvalues would not settle.
 *
 * @param n order
 * @param diagonal n values; replaced by the eigenvalues
 * @param coupling n values, coupling[i] between i and i + 1 (the last is ignored); destroyed
 * @param rows n x n row-major orthogonal matrix Z (identity to start with), or null for eigenvalues
 *   only; its rows are rotated, so that row k ends as the eigenvector of diagonal[k]
 */
export function tridiagonalEigen(
  n: number,
  diagonal: Float64Array,
  coupling: Float64Array,
  rows: Float64Array | null,
): void {
  coupling[n - 1] = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(diagonal[i]), Math.abs(coupling[i]));
  const negligible = Number.EPSILON * largest;
  for (let low = 0; low < n; low++) {
    for (let sweeps = 0; ; sweeps++) {
      const high = blockEnd(n, low, coupling, negligible);
      if (high === low) break;
      assert(sweeps < MAX_SWEEPS, "tridiagonal QL did not converge");
      sweep(n, low, high, diagonal, coupling, rows);
    }
  }
}

/** Last index of the unreduced block that begins at `low`. */
function blockEnd(n: number, low: number, coupling: Float64Array, negligible: number): number {
  let m = low;
  while (m < n - 1 && Math.abs(coupling[m]) > negligible) m++;
  return m;
}

/** One implicit QL sweep over the block low ... high. */
function sweep(
  n: number,
  low: number,
  high: number,
  diagonal: Float64Array,
  coupling: Float64Array,
  rows: Float64Array | null,
): void {
  const half = (diagonal[low + 1] - diagonal[low]) / (2 * coupling[low]);
  const root = Math.sqrt(half * half + 1);
  let g = diagonal[high] - diagonal[low] + coupling[low] / (half + (half >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * coupling[i];
    const b = cosine * coupling[i];
    const radius = Math.sqrt(f * f + g * g);
    coupling[i + 1] = radius;
    if (radius === 0) {
      diagonal[i + 1] -= shift;
      coupling[high] = 0;
      return;
    }
    sine = f / radius;
    cosine = g / radius;
    const d = diagonal[i + 1] - shift;
    const t = (diagonal[i] - d) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = d + shift;
    g = cosine * t - b;
    if (rows !== null) rotate(rows, i * n, n, cosine, sine);
  }
  diagonal[low] -= shift;
  coupling[low] = g;
  coupling[high] = 0;
}

/** Rotates the row at `offset` with the one after it. */
function rotate(rows: Float64Array, offset: number, n: number, cosine: number, sine: number): void {
  for (let k = offset; k < offset + n; k++) {
    const upper = rows[k];
    const lower = rows[k + n];
    rows[k + n] = sine * upper + cosine * lower;
    rows[k] = cosine * upper - sine * lower;
  }
}
