import { addScaled, dot } from "./vectors.ts";

/** A = sum_k values[k] left[k] right[k]^T over the singular values above rounding, descending. */
export interface SingularTriplets {
  readonly values: Float64Array;
  /** Orthonormal, one per value, as long as the columns of A. */
  readonly left: readonly Float64Array[];
  /** Orthonormal, one per value, as long as the rows of A. */
  readonly right: readonly Float64Array[];
}

/** Sweeps after which the rotations end in any case; about 6 are needed. */
const MOST_SWEEPS = 40;

/**
 * Singular value decomposition of a real matrix given by its columns, which are left unchanged: QR with
 * column pivoting by Householder reflections, then one-sided Jacobi rotations on R^T (Drmac and Veselic,
 * SIAM J. Matrix Anal. Appl. 29, 1322). Singular values are accurate to rounding times the largest, unlike
 * those of the Gram matrix, which lose half the digits. Pauses between pieces of work.
 */
export function* singularTriplets(columns: readonly Float64Array[]): Generator<void, SingularTriplets> {
  const rows = columns[0]?.length ?? 0;
  if (rows >= columns.length) return yield* ofTall(columns);
  const { values, left, right } = yield* ofTall(transposed(columns, rows));
  return { values, left: right, right: left };
}

/** A P = Q R and R^T = U S W^T give A = (Q W) S (P U)^T. */
function* ofTall(columns: readonly Float64Array[]): Generator<void, SingularTriplets> {
  const n = columns.length;
  const { reflectors, triangle: rotated, order } = yield* pivotedQr(columns);
  const rotations = Array.from({ length: n }, (_, k) => unit(n, k));
  yield* orthogonalise(rotated, rotations);
  const norms = rotated.map((column) => Math.sqrt(dot(column, column)));
  const largest = norms.reduce((most, norm) => Math.max(most, norm), 0);
  const kept = [...norms.keys()]
    .filter((k) => norms[k] > Number.EPSILON * largest)
    .sort((a, b) => norms[b] - norms[a]);
  const left: Float64Array[] = [];
  for (const k of kept) {
    left.push(applyReflectors(reflectors, rotations[k], columns[0].length));
    yield;
  }
  const right = kept.map((k) => {
    const vector = new Float64Array(n);
    for (let i = 0; i < n; i++) vector[order[i]] = rotated[k][i] / norms[k];
    return vector;
  });
  return { values: Float64Array.from(kept, (k) => norms[k]), left, right };
}

interface PivotedQr {
  /** Unit vectors v of the reflections 1 - 2 v v^T, the first nonzero entry of reflectors[k] at k; zero for none. */
  readonly reflectors: readonly Float64Array[];
  /** Row k of R as vector k: the columns of R^T. */
  readonly triangle: Float64Array[];
  /** Column k of A P is column order[k] of A. */
  readonly order: readonly number[];
}

function* pivotedQr(columns: readonly Float64Array[]): Generator<void, PivotedQr> {
  const n = columns.length;
  const work = columns.map((column) => column.slice());
  const order = [...columns.keys()];
  const reflectors: Float64Array[] = [];
  for (let k = 0; k < n; k++) {
    const pivot = longestTail(work, k);
    [work[k], work[pivot]] = [work[pivot], work[k]];
    [order[k], order[pivot]] = [order[pivot], order[k]];
    const reflector = reflectorOf(work[k], k);
    for (let j = k; j < n; j++) {
      reflect(reflector, k, work[j]);
      yield;
    }
    reflectors.push(reflector);
  }
  const triangle = work.map((_, k) => Float64Array.from(work, (column, j) => (j < k ? 0 : column[k])));
  return { reflectors, triangle, order };
}

/** The column from number k on that is longest below row k - 1. */
function longestTail(columns: readonly Float64Array[], k: number): number {
  let best = k;
  let most = -1;
  for (let j = k; j < columns.length; j++) {
    const tail = columns[j].subarray(k);
    const square = dot(tail, tail);
    if (square > most) [best, most] = [j, square];
  }
  return best;
}

/** The unit vector whose reflection maps x, from row k on, onto row k; zero where x is. */
function reflectorOf(x: Float64Array, k: number): Float64Array {
  const reflector = x.slice();
  reflector.fill(0, 0, k);
  const norm = Math.sqrt(dot(reflector, reflector));
  if (norm === 0) return reflector;
  // In units of the norm, so that no square underflows.
  for (let i = k; i < x.length; i++) reflector[i] /= norm;
  reflector[k] += reflector[k] < 0 ? -1 : 1;
  const length = Math.sqrt(dot(reflector, reflector));
  for (let i = k; i < x.length; i++) reflector[i] /= length;
  return reflector;
}

/** x <- (1 - 2 v v^T) x, v zero before row k. */
function reflect(v: Float64Array, k: number, x: Float64Array): void {
  const tail = x.subarray(k);
  const direction = v.subarray(k);
  addScaled(direction, -2 * dot(direction, tail), tail);
}

/** Q times a short vector. */
function applyReflectors(
  reflectors: readonly Float64Array[],
  short: Float64Array,
  rows: number,
): Float64Array {
  const x = new Float64Array(rows);
  x.set(short);
  for (let k = reflectors.length - 1; k >= 0; k--) reflect(reflectors[k], k, x);
  return x;
}

/** Rotates pairs of columns, and those of `rotations` with them, until all are orthogonal to rounding. */
function* orthogonalise(columns: Float64Array[], rotations: Float64Array[]): Generator<void, void> {
  const n = columns.length;
  const tolerance = n * Number.EPSILON;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const angle = jacobiAngle(columns[p], columns[q], tolerance);
        if (angle === null) continue;
        rotate(columns[p], columns[q], angle);
        rotate(rotations[p], rotations[q], angle);
        rotated = true;
      }
      yield;
    }
    if (!rotated) return;
  }
}

interface Rotation {
  readonly cos: number;
  readonly sin: number;
}

/** The rotation that makes x and y orthogonal; null where they are. */
function jacobiAngle(x: Float64Array, y: Float64Array, tolerance: number): Rotation | null {
  const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
  if (Math.abs(xy) <= tolerance * Math.sqrt(xx) * Math.sqrt(yy)) return null;
  const cotangent = (yy - xx) / (2 * xy);
  const tan = Math.sign(cotangent || 1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
  const cos = 1 / Math.hypot(1, tan);
  return { cos, sin: cos * tan };
}

/** (x, y) <- (cos x - sin y, sin x + cos y) */
function rotate(x: Float64Array, y: Float64Array, { cos, sin }: Rotation): void {
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i], y[i]];
    x[i] = cos * a - sin * b;
    y[i] = sin * a + cos * b;
  }
}

function unit(n: number, k: number): Float64Array {
  const vector = new Float64Array(n);
  vector[k] = 1;
  return vector;
}

function transposed(columns: readonly Float64Array[], rows: number): Float64Array[] {
  return Array.from({ length: rows }, (_, i) => Float64Array.from(columns, (column) => column[i]));
}
