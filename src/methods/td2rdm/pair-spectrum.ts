import { HermitianEigensolver } from "../../linalg/hermitian.ts";

/** The two blocks of an exchange-symmetric M^2 x M^2 matrix: pairs symmetric (+1) or antisymmetric (-1) in i1, i2. */
export type PairSymmetry = 1 | -1;

/**
 * One symmetry block of Hermitian matrices A[i1 i2;j1 j2] = A[i2 i1;j2 j1], over the orthonormal pairs
 * (|i j> +- |j i>)/sqrt(2), i < j, and |i i>. Allocates nothing after construction.
 */
export class PairBlock {
  readonly order: number;
  readonly matrix: Float64Array;
  readonly solver: HermitianEigensolver;
  private readonly first: Int32Array;
  private readonly second: Int32Array;
  private readonly weight: Float64Array;

  constructor(
    private readonly sites: number,
    readonly symmetry: PairSymmetry,
  ) {
    const pairs: [number, number][] = [];
    for (let i = 0; i < sites; i++) {
      for (let j = symmetry === 1 ? i : i + 1; j < sites; j++) pairs.push([i, j]);
    }
    this.order = pairs.length;
    this.first = Int32Array.from(pairs, ([i]) => i);
    this.second = Int32Array.from(pairs, ([, j]) => j);
    this.weight = Float64Array.from(pairs, ([i, j]) => (i === j ? Math.SQRT1_2 : 1));
    this.matrix = new Float64Array(2 * this.order ** 2);
    this.solver = new HermitianEigensolver(this.order);
  }

  /** matrix = this block of `full` (M^4 complex). */
  load(full: Float64Array): void {
    const { sites: m, order, first, second, weight, symmetry, matrix } = this;
    for (let p = 0; p < order; p++) {
      const row = (first[p] * m + second[p]) * m * m;
      for (let q = 0; q < order; q++) {
        const straight = 2 * (row + first[q] * m + second[q]);
        const swapped = 2 * (row + second[q] * m + first[q]);
        const scale = weight[p] * weight[q];
        const at = 2 * (p * order + q);
        matrix[at] = scale * (full[straight] + symmetry * full[swapped]);
        matrix[at + 1] = scale * (full[straight + 1] + symmetry * full[swapped + 1]);
      }
    }
  }

  /** full += a matrix over the pairs of this block, as an M^4 array. */
  embed(matrix: Float64Array, full: Float64Array): void {
    const { sites: m, order, first, second, weight, symmetry } = this;
    for (let p = 0; p < order; p++) {
      const row = (first[p] * m + second[p]) * m * m;
      const swappedRow = (second[p] * m + first[p]) * m * m;
      for (let q = 0; q < order; q++) {
        const scale = 0.5 * weight[p] * weight[q];
        const re = scale * matrix[2 * (p * order + q)];
        const im = scale * matrix[2 * (p * order + q) + 1];
        const column = first[q] * m + second[q];
        const swapped = second[q] * m + first[q];
        add(full, row + column, re, im);
        add(full, swappedRow + swapped, re, im);
        add(full, row + swapped, symmetry * re, symmetry * im);
        add(full, swappedRow + column, symmetry * re, symmetry * im);
      }
    }
  }

  /** Smallest eigenvalue of the loaded matrix; infinite for the empty block of one site. */
  smallest(): number {
    if (this.order === 0) return Number.POSITIVE_INFINITY;
    this.solver.eigenvalues(this.matrix);
    return this.solver.values[0];
  }
}

function add(full: Float64Array, element: number, re: number, im: number): void {
  full[2 * element] += re;
  full[2 * element + 1] += im;
}

/** Smallest eigenvalues of exchange-symmetric Hermitian matrices, block by block. */
export class PairSpectrum {
  private readonly symmetric: PairBlock;
  private readonly antisymmetric: PairBlock;

  constructor(sites: number) {
    this.symmetric = new PairBlock(sites, 1);
    this.antisymmetric = new PairBlock(sites, -1);
  }

  smallestEigenvalue(full: Float64Array): number {
    this.symmetric.load(full);
    this.antisymmetric.load(full);
    return Math.min(this.symmetric.smallest(), this.antisymmetric.smallest());
  }
}

/** out[i1 i2;j1 j2] = delta delta - g[i1;j1] delta - delta g[i2;j2] + Dab (PHYSICS.md section 6). */
export function holeMatrixOf(sites: number, dab: Float64Array, g: Float64Array, out: Float64Array): void {
  const m = sites;
  out.set(dab);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) out[2 * (((i * m + k) * m + i) * m + k)] += 1;
    for (let j = 0; j < m; j++) {
      const re = -g[2 * (i * m + j)];
      const im = -g[2 * (i * m + j) + 1];
      for (let k = 0; k < m; k++) {
        add(out, ((i * m + k) * m + j) * m + k, re, im);
        add(out, ((k * m + i) * m + k) * m + j, re, im);
      }
    }
  }
}
