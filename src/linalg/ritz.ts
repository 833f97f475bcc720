import { HermitianEigensolver } from "./hermitian.ts";
import { addCombination, normalise, overlaps } from "./vectors.ts";

const TILE = 512;

/** A large real symmetric matrix H that is only applied. */
export interface SymmetricOperator {
  /** out = H x */
  readonly apply: (x: Float64Array, out: Float64Array) => void;
  readonly diagonal: Float64Array;
}

/** An orthonormal basis V, W = H V and the projected matrix V^T H V, for Rayleigh-Ritz iterations. */
export class RitzSpace {
  /** Lowest Ritz value of the last `solve`. */
  value = 0;
  /** How often H was applied. */
  applications = 0;
  private count = 0;
  private readonly basis: Float64Array[] = [];
  private readonly images: Float64Array[] = [];
  private readonly projected: Float64Array;
  private readonly solver: HermitianEigensolver;
  private readonly matrix: Float64Array;
  /** Row k: coefficients of Ritz vector k in the basis. */
  private readonly ritz: Float64Array;
  private readonly products: Float64Array;
  private readonly tiles: Float64Array[];

  constructor(
    private readonly operator: SymmetricOperator,
    private readonly locked: readonly Float64Array[],
    private readonly capacity: number,
  ) {
    this.solver = new HermitianEigensolver(capacity);
    this.matrix = new Float64Array(2 * capacity * capacity);
    this.tiles = Array.from({ length: capacity >> 1 }, () => new Float64Array(TILE));
    this.projected = new Float64Array(capacity * capacity);
    this.ritz = new Float64Array(capacity * capacity);
    this.products = new Float64Array(Math.max(capacity, locked.length));
  }

  /**
   * Adds the part of x outside the basis and the locked vectors, by Gram-Schmidt done twice; x is
   * overwritten. Pauses between pieces of work; returns false when nothing is left of x.
   */
  *extend(x: Float64Array): Generator<void, boolean> {
    if (normalise(x) === 0) return false;
    for (let pass = 0; pass < 2; pass++) {
      this.removeFrom(x, this.locked, this.locked.length);
      this.removeFrom(x, this.basis, this.count);
      yield;
      if (normalise(x) < 1e-12) return false;
    }
    const k = this.count++;
    const target = (this.basis[k] ??= new Float64Array(x.length));
    const image = (this.images[k] ??= new Float64Array(x.length));
    target.set(x);
    this.operator.apply(target, image);
    this.applications++;
    yield;
    overlaps(this.basis, this.count, image, this.products);
    for (let j = 0; j <= k; j++) {
      this.projected[k * this.capacity + j] = this.products[j];
      this.projected[j * this.capacity + k] = this.products[j];
    }
    return true;
  }

  /** Rayleigh-Ritz; writes H x - value x of the lowest Ritz vector x to `residual` and returns its norm. */
  solve(residual: Float64Array): number {
    const { count, capacity, ritz, solver, matrix } = this;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) matrix[2 * (i * count + j)] = this.projected[i * capacity + j];
    }
    solver.eigen(matrix, count);
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < count; j++) ritz[k * capacity + j] = solver.vectors[2 * (k * count + j)];
    }
    this.value = solver.values[0];
    residual.fill(0);
    addCombination(this.images, count, ritz, 1, residual);
    addCombination(this.basis, count, ritz, -this.value, residual);
    let sum = 0;
    for (let i = 0; i < residual.length; i++) sum += residual[i] * residual[i];
    return Math.sqrt(sum);
  }

  /** The lowest Ritz vector. */
  vector(): Float64Array {
    const out = new Float64Array(this.basis[0].length);
    addCombination(this.basis, this.count, this.ritz, 1, out);
    normalise(out);
    return out;
  }

  /** Once the basis is full, goes on with the lower half of the Ritz vectors. */
  restartWhenFull(): void {
    const { capacity, count, projected } = this;
    if (count < capacity) return;
    const kept = capacity >> 1;
    this.rotate(this.basis, kept);
    this.rotate(this.images, kept);
    this.count = kept;
    projected.fill(0);
    this.ritz.fill(0);
    for (let k = 0; k < kept; k++) projected[k * capacity + k] = this.solver.values[k];
    this.ritz[0] = 1;
  }

  private removeFrom(x: Float64Array, vectors: readonly Float64Array[], count: number): void {
    overlaps(vectors, count, x, this.products);
    addCombination(vectors, count, this.products, -1, x);
  }

  /** vectors[k] <- sum_j ritz[k, j] vectors[j] for k < kept, in place, tile by tile. */
  private rotate(vectors: readonly Float64Array[], kept: number): void {
    const { count, capacity, ritz, tiles } = this;
    const length = vectors[0].length;
    for (let low = 0; low < length; low += TILE) {
      const size = Math.min(TILE, length - low);
      for (let k = 0; k < kept; k++) {
        tiles[k].fill(0);
        for (let j = 0; j < count; j++) addPart(vectors[j], low, size, ritz[k * capacity + j], tiles[k]);
      }
      for (let k = 0; k < kept; k++) copyPart(tiles[k], size, vectors[k], low);
    }
  }
}

/** out += factor x[low ... low + size] */
function addPart(x: Float64Array, low: number, size: number, factor: number, out: Float64Array): void {
  for (let i = 0; i < size; i++) out[i] += factor * x[low + i];
}

/** out[low ... low + size] = x */
function copyPart(x: Float64Array, size: number, out: Float64Array, low: number): void {
  for (let i = 0; i < size; i++) out[low + i] = x[i];
}
