import { HermitianEigensolver } from "../linalg/hermitian.ts";
import { dot } from "../linalg/vectors.ts";

/** Most samples of either side of the end of training that are looked at. */
const MOST_SAMPLES = 128;
/** Directions of the training segment with singular values below this share of the largest do not count as seen. */
const CUTOFF = 1e-4;

/** |prediction - exact|_F / |exact|_F over all samples of the training segment, and over those after it. */
export interface TwoErrors {
  readonly training: number;
  readonly extrapolation: number;
}

/** What an exact series says of any model that learns from its beginning (PHYSICS.md section 7). */
export interface WindowReference {
  /**
   * Share of |Dab|_F after the training segment outside the affine span of the segment: of its mean and the
   * directions in which it moves by more than 1e-4 of the most.
   */
  readonly unseenFraction: number;
  /** Errors of the constant Dab(0). */
  readonly frozen: TwoErrors;
  /** Errors of the time mean of the training segment. */
  readonly trainingMean: TwoErrors;
}

/**
 * Gathers scalar products of an exact series Dab(t_k), at most 128 evenly spaced samples of the training segment
 * and 128 of the rest. Each sample costs as much as its products with those before it.
 */
export class TrainingWindow {
  private readonly trainingStep: number;
  private readonly laterStep: number;
  private readonly training: Float64Array[] = [];
  /** Row k: products of training sample k with the training samples up to itself. */
  private readonly gram: Float64Array[] = [];
  /** Of each later sample, the products with all training samples, and its square. */
  private readonly later: { readonly products: Float64Array; readonly square: number }[] = [];

  /**
   * @param samples of the whole series
   * @param split number of samples in the training segment
   */
  constructor(
    samples: number,
    private readonly split: number,
  ) {
    this.trainingStep = Math.ceil(split / MOST_SAMPLES);
    this.laterStep = Math.ceil(Math.max(1, samples - split) / MOST_SAMPLES);
  }

  /** To be called for every sample in order; `dab` is kept and must not change. */
  add(index: number, dab: Float64Array): void {
    if (index < this.split) {
      if (index % this.trainingStep !== 0) return;
      this.training.push(dab);
      this.gram.push(this.products(dab));
    } else if ((index - this.split) % this.laterStep === 0) {
      this.later.push({ products: this.products(dab), square: dot(dab, dab) });
    }
  }

  /** null without samples on both sides. */
  reference(): WindowReference | null {
    const n = this.training.length;
    if (n === 0 || this.later.length === 0) return null;
    const element = (j: number, k: number): number => (j < k ? this.gram[k][j] : this.gram[j][k]);
    const overlaps = Float64Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += element(j, k) / n;
      return sum;
    });
    const meanSquare = overlaps.reduce((sum, value) => sum + value / n, 0);
    const segment = {
      rows: this.gram.map((_, j) => ({
        products: Float64Array.from({ length: n }, (_, k) => element(j, k)),
        square: element(j, j),
      })),
      overlaps,
      meanSquare,
    };
    return {
      unseenFraction: unseen(segment, this.later),
      frozen: {
        training: frozenError(segment.rows, element(0, 0)),
        extrapolation: frozenError(this.later, element(0, 0)),
      },
      trainingMean: {
        training: meanError(segment.rows, meanSquare),
        extrapolation: meanError(this.later, meanSquare),
      },
    };
  }

  private products(dab: Float64Array): Float64Array {
    return Float64Array.from(this.training, (other) => dot(other, dab));
  }
}

/** Products of a sample with all training samples, and with itself. */
interface Row {
  readonly products: Float64Array;
  readonly square: number;
}

interface Segment {
  readonly rows: readonly Row[];
  /** Products of the training samples with their mean. */
  readonly overlaps: Float64Array;
  /** Square of the mean. */
  readonly meanSquare: number;
}

function frozenError(rows: readonly Row[], startSquare: number): number {
  return ratio(rows, ({ products, square }) => square - 2 * products[0] + startSquare);
}

function meanError(rows: readonly Row[], meanSquare: number): number {
  return ratio(rows, ({ products, square }) => square - 2 * mean(products) + meanSquare);
}

/** What is left of the later samples without their mean and their projections on the principal directions. */
function unseen({ rows, overlaps, meanSquare }: Segment, later: readonly Row[]): number {
  const n = rows.length;
  const centred = (products: Float64Array): Float64Array => {
    const own = mean(products);
    return products.map((product, k) => product - own - overlaps[k] + meanSquare);
  };
  const matrix = new Float64Array(2 * n * n);
  rows.forEach(({ products }, j) => {
    centred(products).forEach((value, k) => {
      matrix[2 * (j * n + k)] = value;
    });
  });
  const solver = new HermitianEigensolver(n);
  solver.eigen(matrix);
  const { values, vectors } = solver;
  const seen = [...values.keys()].filter((k) => values[k] > CUTOFF ** 2 * values[n - 1]);
  return ratio(later, ({ products, square }) => {
    const components = centred(products);
    let left = square - 2 * mean(products) + meanSquare;
    for (const k of seen) {
      let component = 0;
      for (let j = 0; j < n; j++) component += vectors[2 * (k * n + j)] * components[j];
      left -= component ** 2 / values[k];
    }
    return left;
  });
}

/** Root of the sum of some squares over that of the samples; rounding may make a square negative. */
function ratio(rows: readonly Row[], squareOf: (row: Row) => number): number {
  const sum = rows.reduce((total, row) => total + Math.max(0, squareOf(row)), 0);
  const norm = rows.reduce((total, { square }) => total + square, 0);
  return norm > 0 ? Math.sqrt(sum / norm) : 0;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
