import { dot } from "../../linalg/vectors.ts";
import { pairNumber, sitePairs } from "../../physics/transitions.ts";

/** Relative residual at which conjugate gradients end; they need about ten steps. */
const TOLERANCE = 1e-13;
/** Contractions smaller than this share of the matrix are rounding. */
const ROUNDING = 1e-15;
const MOST_STEPS = 60;

/**
 * Projection onto the three-particle matrices (layout of pair-blocks.ts) whose contractions of PHYSICS.md section 5
 * all vanish. The exact D3 has the contractions that contraction consistency asks for, so the minimal-norm
 * correction X of a closure is the part of D3 exact - D3 closure orthogonal to these, and what the corrected
 * closure misses is the projection of what the closure missed.
 *
 * L, a sparse matrix of 1 and -1, takes all contractions; the part removed is L^T y with L L^T y = L x.
 */
export class ContractionFree {
  private readonly incidence: Incidence;
  private readonly y: Float64Array;
  private readonly residual: Float64Array;
  private readonly direction: Float64Array;
  private readonly image: Float64Array;
  private readonly matrix: Float64Array;

  constructor(sites: number) {
    this.incidence = buildIncidence(sites);
    const contracted = (): Float64Array => new Float64Array(this.incidence.contracted);
    this.y = contracted();
    this.residual = contracted();
    this.direction = contracted();
    this.image = contracted();
    this.matrix = new Float64Array(2 * (sitePairs(sites).length * sites) ** 2);
  }

  /** Removes from x, in place, all that has contractions; pauses between steps. */
  *project(x: Float64Array): Generator<void, void> {
    const { incidence, y, residual, direction, image, matrix } = this;
    contract(incidence, x, residual);
    direction.set(residual);
    y.fill(0);
    let size = dot(residual, residual);
    const stop = Math.max(TOLERANCE ** 2 * size, ROUNDING ** 2 * dot(x, x));
    for (let step = 0; step < MOST_STEPS && size > stop; step++) {
      expand(incidence, direction, matrix);
      contract(incidence, matrix, image);
      const length = size / dot(direction, image);
      for (let i = 0; i < y.length; i++) {
        y[i] += length * direction[i];
        residual[i] -= length * image[i];
      }
      const next = dot(residual, residual);
      for (let i = 0; i < y.length; i++) direction[i] = residual[i] + (next / size) * direction[i];
      size = next;
      yield;
    }
    expand(incidence, y, matrix);
    for (let i = 0; i < x.length; i++) x[i] -= matrix[i];
  }
}

/** The nonzero elements of L: `sign` in row `row` and column `column`, both as offsets of complex numbers. */
interface Incidence {
  /** Length of all contractions together, as float64 values. */
  readonly contracted: number;
  readonly row: Int32Array;
  readonly column: Int32Array;
  readonly sign: Int8Array;
}

/** sum_k X[i j k;a b k], sum_k X[a k c;d k f], sum_k X[i j k;a k b] and its Hermitian partner, one after the other. */
function buildIncidence(m: number): Incidence {
  const pairs = sitePairs(m);
  const count = pairs.length;
  const row: number[] = [];
  const column: number[] = [];
  const sign: number[] = [];
  const up = count ** 2;
  const mixed = up + m ** 4;
  const partner = mixed + count * m ** 2;
  const add = (to: number, p: number, k: number, q: number, r: number, factor: number): void => {
    row.push(2 * to);
    column.push(2 * (((p * count + q) * m + k) * m + r));
    sign.push(factor);
  };
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < count; q++) for (let k = 0; k < m; k++) add(p * count + q, p, k, q, k, 1);
  }
  forOrdered(m, (a, k, first, firstSign) => {
    forOrdered(m, (d, other, second, secondSign) => {
      if (other !== k) return;
      for (let c = 0; c < m; c++) {
        for (let f = 0; f < m; f++) {
          add(up + ((a * m + c) * m + d) * m + f, first, c, second, f, firstSign * secondSign);
        }
      }
    });
    for (let p = 0; p < count; p++) {
      for (let b = 0; b < m; b++) {
        const at = (p * m + a) * m + b;
        add(mixed + at, p, k, first, b, firstSign);
        add(partner + at, first, b, p, k, firstSign);
      }
    }
  });
  return {
    contracted: 2 * (partner + count * m ** 2),
    row: Int32Array.from(row),
    column: Int32Array.from(column),
    sign: Int8Array.from(sign),
  };
}

/** Visits all (a, k), a != k, with the number of their pair and the sign of their order. */
function forOrdered(m: number, visit: (a: number, k: number, pair: number, sign: 1 | -1) => void): void {
  for (let a = 0; a < m; a++) {
    for (let k = 0; k < m; k++) if (k !== a) visit(a, k, pairNumber(a, k, m), a < k ? 1 : -1);
  }
}

/** out = L x */
function contract({ row, column, sign }: Incidence, x: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let e = 0; e < row.length; e++) {
    out[row[e]] += sign[e] * x[column[e]];
    out[row[e] + 1] += sign[e] * x[column[e] + 1];
  }
}

/** out = L^T y */
function expand({ row, column, sign }: Incidence, y: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let e = 0; e < row.length; e++) {
    out[column[e]] += sign[e] * y[row[e]];
    out[column[e] + 1] += sign[e] * y[row[e] + 1];
  }
}
