import { tridiagonalEigen } from "./tridiagonal.ts";

/**
 * Hermitian eigenproblems up to a fixed order, without allocation after construction. Householder
 * reduction to a real tridiagonal matrix, then implicit QL (Golub and Van Loan, sections 8.3 and 5.1).
 * Matrices are row-major, complex interleaved (re, im); only the lower triangle of the input is read.
 */
export class HermitianEigensolver {
  /** Eigenvalues of the last problem, ascending (the first n entries). */
  readonly values: Float64Array;
  /** Row k (n complex numbers) is the normalised eigenvector of values[k]; set by `eigen` only. */
  readonly vectors: Float64Array;
  /** Order of the problem at hand. */
  private active: number;
  private readonly work: Float64Array;
  private readonly reflectors: Float64Array;
  private readonly strengths: Float64Array;
  private readonly product: Float64Array;
  private readonly phases: Float64Array;
  private readonly diagonal: Float64Array;
  private readonly coupling: Float64Array;
  private readonly rows: Float64Array;
  private readonly order: Int32Array;
  /** Matrix elements below this don't matter; the squares of all others are far from underflow. */
  private negligible = 0;

  /** @param n greatest order, and that of all problems which don't name one */
  constructor(readonly n: number) {
    this.active = n;
    this.values = new Float64Array(n);
    this.vectors = new Float64Array(2 * n * n);
    this.work = new Float64Array(2 * n * n);
    this.reflectors = new Float64Array(2 * n * n);
    this.strengths = new Float64Array(n);
    this.product = new Float64Array(2 * n);
    this.phases = new Float64Array(2 * n);
    this.diagonal = new Float64Array(n);
    this.coupling = new Float64Array(n);
    this.rows = new Float64Array(n * n);
    this.order = new Int32Array(n);
  }

  /**
   * Eigenvalues and eigenvectors of `matrix` (order x order complex, left unchanged); of the eigenvectors,
   * only those of eigenvalues below `limit` are set.
   */
  eigen(matrix: Float64Array, order: number = this.n, limit: number = Number.POSITIVE_INFINITY): void {
    const { rows } = this;
    const n = order;
    this.active = n;
    this.reduce(matrix);
    rows.fill(0);
    for (let i = 0; i < n; i++) rows[i * n + i] = 1;
    tridiagonalEigen(n, this.diagonal, this.coupling, rows);
    this.sort();
    this.backTransform(limit);
  }

  /** Eigenvalues only, several times faster than `eigen`. */
  eigenvalues(matrix: Float64Array): void {
    this.active = this.n;
    this.reduce(matrix);
    tridiagonalEigen(this.n, this.diagonal, this.coupling, null);
    this.values.set(this.diagonal);
    this.values.sort();
  }

  /** A = Q D T D^+ Q^+ with T real tridiagonal, D the phases and Q the product of the reflectors. */
  private reduce(matrix: Float64Array): void {
    const { active: n, work, phases, diagonal, coupling } = this;
    let largest = 0;
    for (let i = 0; i < n; i++) {
      for (let k = 2 * i * n; k < 2 * (i * n + i + 1); k++) {
        work[k] = matrix[k];
        largest = Math.max(largest, Math.abs(work[k]));
      }
    }
    this.negligible = Number.EPSILON ** 2 * largest;
    phases[0] = 1;
    phases[1] = 0;
    for (let k = 0; k < n - 1; k++) {
      diagonal[k] = work[2 * (k * n + k)];
      this.reflectColumn(k);
      const re = this.product[0];
      const im = this.product[1];
      const size = Math.sqrt(re * re + im * im);
      const cos = size > this.negligible ? re / size : 1;
      const sin = size > this.negligible ? im / size : 0;
      phases[2 * k + 2] = phases[2 * k] * cos - phases[2 * k + 1] * sin;
      phases[2 * k + 3] = phases[2 * k] * sin + phases[2 * k + 1] * cos;
      coupling[k] = size;
    }
    diagonal[n - 1] = work[2 * (n * n - 1)];
  }

  /** Maps column k below the diagonal onto its first entry, which is left in product[0], product[1]. */
  private reflectColumn(k: number): void {
    const { active: n, work, reflectors, strengths, product } = this;
    const row = 2 * k * n;
    let tail = 0;
    for (let i = k + 1; i < n; i++) {
      const re = work[2 * (i * n + k)];
      const im = work[2 * (i * n + k) + 1];
      reflectors[row + 2 * i] = re;
      reflectors[row + 2 * i + 1] = im;
      if (i > k + 1) tail += re * re + im * im;
    }
    const re = reflectors[row + 2 * k + 2];
    const im = reflectors[row + 2 * k + 3];
    const head = re * re + im * im;
    strengths[k] = 0;
    product[0] = re;
    product[1] = im;
    if (tail <= this.negligible ** 2) return;
    const length = Math.sqrt(head + tail);
    const size = Math.sqrt(head);
    const cos = size > this.negligible ? re / size : 1;
    const sin = size > this.negligible ? im / size : 0;
    reflectors[row + 2 * k + 2] += cos * length;
    reflectors[row + 2 * k + 3] += sin * length;
    strengths[k] = 1 / (length * (length + size));
    this.updateBlock(k);
    product[0] = -cos * length;
    product[1] = -sin * length;
  }

  /** Rank-two update A -> H A H of the trailing block (lower triangle), H = 1 - strength v v^+. */
  private updateBlock(k: number): void {
    const { active: n, work, reflectors: v, product: w } = this;
    const row = 2 * k * n;
    const strength = this.strengths[k];
    this.multiplyBlock(k);
    let overlap = 0;
    for (let i = 2 * (k + 1); i < 2 * n; i++) overlap += v[row + i] * w[i];
    overlap *= 0.5 * strength * strength;
    for (let i = 2 * (k + 1); i < 2 * n; i++) w[i] = strength * w[i] - overlap * v[row + i];
    for (let i = k + 1; i < n; i++) {
      const vr = v[row + 2 * i];
      const vi = v[row + 2 * i + 1];
      const wr = w[2 * i];
      const wi = w[2 * i + 1];
      const line = 2 * i * n;
      for (let j = 2 * (k + 1); j <= 2 * i; j += 2) {
        const xr = v[row + j];
        const xi = v[row + j + 1];
        const yr = w[j];
        const yi = w[j + 1];
        work[line + j] -= vr * yr + vi * yi + wr * xr + wi * xi;
        work[line + j + 1] -= vi * yr - vr * yi + wi * xr - wr * xi;
      }
    }
  }

  /** product = (trailing block of A) v, reading the lower triangle only. */
  private multiplyBlock(k: number): void {
    const { active: n, work, reflectors: v, product: p } = this;
    const row = 2 * k * n;
    for (let i = 2 * (k + 1); i < 2 * n; i++) p[i] = 0;
    for (let i = k + 1; i < n; i++) {
      const line = 2 * i * n;
      const vr = v[row + 2 * i];
      const vi = v[row + 2 * i + 1];
      let re = work[line + 2 * i] * vr;
      let im = work[line + 2 * i] * vi;
      for (let j = 2 * (k + 1); j < 2 * i; j += 2) {
        const ar = work[line + j];
        const ai = work[line + j + 1];
        re += ar * v[row + j] - ai * v[row + j + 1];
        im += ar * v[row + j + 1] + ai * v[row + j];
        p[j] += ar * vr + ai * vi;
        p[j + 1] += ar * vi - ai * vr;
      }
      p[2 * i] += re;
      p[2 * i + 1] += im;
    }
  }

  private sort(): void {
    const { active: n, order, values, diagonal } = this;
    for (let k = 0; k < n; k++) {
      let slot = k;
      while (slot > 0 && diagonal[order[slot - 1]] > diagonal[k]) {
        order[slot] = order[slot - 1];
        slot--;
      }
      order[slot] = k;
    }
    for (let k = 0; k < n; k++) values[k] = diagonal[order[k]];
  }

  /** vectors = Q D Z, one eigenvector (row) after the other. */
  private backTransform(limit: number): void {
    const { active: n, values, rows, phases, vectors, order, reflectors: v, strengths } = this;
    for (let e = 0; e < n && values[e] < limit; e++) {
      const line = 2 * e * n;
      const source = order[e] * n;
      for (let i = 0; i < n; i++) {
        vectors[line + 2 * i] = phases[2 * i] * rows[source + i];
        vectors[line + 2 * i + 1] = phases[2 * i + 1] * rows[source + i];
      }
      for (let k = n - 2; k >= 0; k--) {
        if (strengths[k] === 0) continue;
        const row = 2 * k * n;
        let re = 0;
        let im = 0;
        for (let i = 2 * (k + 1); i < 2 * n; i += 2) {
          re += v[row + i] * vectors[line + i] + v[row + i + 1] * vectors[line + i + 1];
          im += v[row + i] * vectors[line + i + 1] - v[row + i + 1] * vectors[line + i];
        }
        re *= strengths[k];
        im *= strengths[k];
        for (let i = 2 * (k + 1); i < 2 * n; i += 2) {
          vectors[line + i] -= v[row + i] * re - v[row + i + 1] * im;
          vectors[line + i + 1] -= v[row + i] * im + v[row + i + 1] * re;
        }
      }
    }
  }
}
