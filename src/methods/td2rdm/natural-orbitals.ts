import { HermitianEigensolver } from "../../linalg/hermitian.ts";
import { addProduct } from "./add-product.ts";

/** Natural orbitals u[a k] of a one-body matrix and the change of basis of two-particle matrices. */
export class NaturalOrbitals {
  /** Natural occupations, ascending. */
  readonly occupations: Float64Array;
  private readonly solver: HermitianEigensolver;
  /** u[a k] */
  readonly orbitals: Float64Array;
  /** u[a k] as [k a]. */
  readonly transposed: Float64Array;
  private readonly conjugate: Float64Array;
  private readonly adjoint: Float64Array;
  private readonly scratch: Float64Array;
  private readonly pair: Float64Array;
  private readonly factor = new Float64Array(2);

  constructor(private readonly sites: number) {
    this.solver = new HermitianEigensolver(sites);
    this.occupations = this.solver.values;
    this.orbitals = new Float64Array(2 * sites ** 2);
    this.conjugate = new Float64Array(2 * sites ** 2);
    this.transposed = this.solver.vectors;
    this.adjoint = new Float64Array(2 * sites ** 2);
    this.scratch = new Float64Array(2 * sites ** 4);
    this.pair = new Float64Array(2 * sites ** 2);
  }

  /** Takes the orbitals of g (M^2 complex, Hermitian). */
  diagonalise(g: Float64Array): void {
    const { sites: m, solver, orbitals, conjugate, transposed, adjoint } = this;
    solver.eigen(g);
    for (let k = 0; k < m; k++) {
      for (let a = 0; a < m; a++) {
        const from = 2 * (k * m + a);
        const to = 2 * (a * m + k);
        orbitals[to] = conjugate[to] = adjoint[from] = transposed[from];
        orbitals[to + 1] = transposed[from + 1];
        conjugate[to + 1] = adjoint[from + 1] = -transposed[from + 1];
      }
    }
  }

  /** x[i j;p q] from sites to orbitals, in place: conj u on the upper, u on the lower indices. O(M^5). */
  fromSites(x: Float64Array): void {
    this.transform(x, this.conjugate, this.orbitals);
  }

  /** The inverse of `fromSites`. */
  toSites(x: Float64Array): void {
    this.transform(x, this.transposed, this.adjoint);
  }

  /** out[x j k q] = sum_b conj u[b x] u[b j] u[b k] conj u[b q], the on-site interaction. O(M^5). */
  fillVertex(out: Float64Array): void {
    const { sites: m, orbitals, conjugate, pair } = this;
    out.fill(0);
    for (let b = 0; b < m; b++) {
      const row = 2 * b * m;
      pair.fill(0);
      for (let k = 0; k < m; k++) addProduct(m, orbitals, row + 2 * k, conjugate, row, pair, 2 * k * m);
      for (let x = 0; x < m; x++) {
        for (let j = 0; j < m; j++) {
          const xr = conjugate[row + 2 * x];
          const xi = conjugate[row + 2 * x + 1];
          const yr = orbitals[row + 2 * j];
          const yi = orbitals[row + 2 * j + 1];
          this.factor[0] = xr * yr - xi * yi;
          this.factor[1] = xr * yi + xi * yr;
          addProduct(m * m, this.factor, 0, pair, 0, out, 2 * (x * m + j) * m * m);
        }
      }
    }
  }

  private transform(x: Float64Array, upper: Float64Array, lower: Float64Array): void {
    this.rotate(x, upper, this.scratch);
    this.rotate(this.scratch, upper, x);
    this.rotate(x, lower, this.scratch);
    this.rotate(this.scratch, lower, x);
  }

  /** out[j k l i'] = sum_i x[i j k l] w[i i']: the first index is transformed and becomes the last. */
  private rotate(x: Float64Array, w: Float64Array, out: Float64Array): void {
    const m = this.sites;
    const rest = m ** 3;
    out.fill(0);
    for (let i = 0; i < m; i++) {
      for (let jkl = 0; jkl < rest; jkl++) {
        addProduct(m, x, 2 * (i * rest + jkl), w, 2 * i * m, out, 2 * jkl * m);
      }
    }
  }
}
