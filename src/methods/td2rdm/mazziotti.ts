import { addProduct } from "./add-product.ts";
import type { ContractionResidual } from "./consistency.ts";
import { ContractedParts } from "./contracted-parts.ts";
import { NaturalOrbitals } from "./natural-orbitals.ts";
import type { ThirdCumulant } from "./third-cumulant.ts";

/** Denominators smaller than this are dropped (PHYSICS.md section 5). */
export const CUT_OFF = 0.05;

/**
 * The Mazziotti closure (PHYSICS.md section 5). The denominators couple all six natural orbitals, so every
 * element of Delta3 has to be met once: O(M^7) work, streamed through one block [p q r] per upper triple
 * i < j, k, so that storage stays O(M^4). With z(i j|k)[p;q r] = sum_t Delta[i j;p t] Delta[t k;q r],
 *
 *     Delta3[i j k;p q r] (3 - n_i - ... - n_r) = A[p;q r] + B[p;r q] + C[r;p q] - (p <-> q),
 *     A = z(i j|k) - z(j i|k),   B = z(i k|j) - z(j k|i),   C = z(k i|j) - z(k j|i).
 */
export class Mazziotti implements ThirdCumulant {
  readonly collision: Float64Array;
  private readonly orbitals: NaturalOrbitals;
  private readonly delta: Float64Array;
  private readonly contracted: Float64Array;
  /** vertex[x j k q] = sum_b conj u[b x] u[b j] u[b k] conj u[b q] */
  private readonly vertex: Float64Array;
  private readonly slices: readonly Float64Array[];
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private readonly third: Float64Array;
  private readonly block: Float64Array;
  private readonly scaled: Float64Array;
  private readonly parts: ContractedParts;

  constructor(private readonly sites: number) {
    const tensor = (rank: number): Float64Array => new Float64Array(2 * sites ** rank);
    this.collision = tensor(4);
    this.orbitals = new NaturalOrbitals(sites);
    this.delta = tensor(4);
    this.contracted = tensor(4);
    this.vertex = tensor(4);
    this.slices = Array.from({ length: 6 }, () => tensor(3));
    this.first = tensor(3);
    this.second = tensor(3);
    this.third = tensor(3);
    this.block = tensor(3);
    this.scaled = tensor(1);
    this.parts = new ContractedParts(sites);
  }

  evaluate(g: Float64Array, delta: Float64Array, residual: ContractionResidual | null): void {
    const { sites: m, orbitals } = this;
    orbitals.diagonalise(g);
    this.delta.set(delta);
    orbitals.fromSites(this.delta);
    orbitals.fillVertex(this.vertex);
    this.collision.fill(0);
    this.contracted.fill(0);
    for (let x = 0; x < m; x++) {
      for (let y = x; y < m; y++) {
        for (let z = y; z < m; z++) this.addTriple(x, y, z);
      }
    }
    orbitals.toSites(this.collision);
    if (residual === null) return;
    orbitals.toSites(this.contracted);
    this.parts.collect(this.contracted);
    this.parts.subtractFrom(residual);
  }

  /** All blocks whose upper indices are x <= y <= z in some order. */
  private addTriple(x: number, y: number, z: number): void {
    if (x === z) return;
    const { slices } = this;
    this.fillSlice(x, y, z, slices[0]);
    this.fillSlice(y, x, z, slices[1]);
    this.fillSlice(x, z, y, slices[2]);
    this.fillSlice(z, x, y, slices[3]);
    this.fillSlice(y, z, x, slices[4]);
    this.fillSlice(z, y, x, slices[5]);
    if (x < y) this.addBlock(x, y, z, 0, 1, 2, 4, 3, 5);
    if (y < z) this.addBlock(x, z, y, 2, 3, 0, 5, 1, 4);
    if (x < y && y < z) this.addBlock(y, z, x, 4, 5, 1, 3, 0, 2);
  }

  /** out[p q r] = z(i j|k)[p;q r] */
  private fillSlice(i: number, j: number, k: number, out: Float64Array): void {
    const { sites: m, delta } = this;
    out.fill(0);
    for (let p = 0; p < m; p++) {
      for (let t = 0; t < m; t++) {
        const left = 2 * (((i * m + j) * m + p) * m + t);
        addProduct(m * m, delta, left, delta, 2 * (t * m + k) * m * m, out, 2 * p * m * m);
      }
    }
  }

  /** Adds what Delta3[i j k;...] and Delta3[j i k;...] give; the numbers name the slices of ij, ji, ik, jk, ki, kj. */
  private addBlock(
    i: number,
    j: number,
    k: number,
    ij: number,
    ji: number,
    ik: number,
    jk: number,
    ki: number,
    kj: number,
  ): void {
    const { slices } = this;
    subtract(slices[ij], slices[ji], this.first);
    subtract(slices[ik], slices[jk], this.second);
    subtract(slices[ki], slices[kj], this.third);
    this.fillBlock(i, j, k);
    this.addCollision(i, j, k, 1);
    this.addCollision(j, i, k, -1);
    this.addContraction(i, j, k, 1);
    this.addContraction(j, i, k, -1);
  }

  /** block[p q r] = Delta3[i j k;p q r] */
  private fillBlock(i: number, j: number, k: number): void {
    const { sites: m, first, second, third, block } = this;
    const { occupations } = this.orbitals;
    const upper = 3 - occupations[i] - occupations[j] - occupations[k];
    block.fill(0);
    for (let p = 0; p < m; p++) {
      for (let q = p + 1; q < m; q++) {
        for (let r = 0; r < m; r++) {
          const denominator = upper - occupations[p] - occupations[q] - occupations[r];
          if (Math.abs(denominator) < CUT_OFF) continue;
          const pqr = 2 * ((p * m + q) * m + r);
          const qpr = 2 * ((q * m + p) * m + r);
          const prq = 2 * ((p * m + r) * m + q);
          const qrp = 2 * ((q * m + r) * m + p);
          const rpq = 2 * ((r * m + p) * m + q);
          const rqp = 2 * ((r * m + q) * m + p);
          for (let part = 0; part < 2; part++) {
            const sum =
              first[pqr + part] -
              first[qpr + part] +
              (second[prq + part] - second[qrp + part]) +
              (third[rpq + part] - third[rqp + part]);
            block[pqr + part] = sum / denominator;
            block[qpr + part] = -sum / denominator;
          }
        }
      }
    }
  }

  /** collision[i x p r] += sign sum_q block[p q r] vertex[x j k q] */
  private addCollision(i: number, j: number, k: number, sign: 1 | -1): void {
    const { sites: m, vertex, block, collision, scaled } = this;
    for (let x = 0; x < m; x++) {
      const from = 2 * ((x * m + j) * m + k) * m;
      for (let q = 0; q < 2 * m; q++) scaled[q] = sign * vertex[from + q];
      for (let p = 0; p < m; p++) {
        const to = 2 * ((i * m + x) * m + p) * m;
        for (let q = 0; q < m; q++) {
          if (q !== p) addProduct(m, scaled, 2 * q, block, 2 * (p * m + q) * m, collision, to);
        }
      }
    }
  }

  /** contracted[i k p r] += sign block[p j r], the term of sum_j Delta3[i j k;p j r] */
  private addContraction(i: number, j: number, k: number, sign: 1 | -1): void {
    const { sites: m, block, contracted } = this;
    for (let p = 0; p < m; p++) {
      const from = 2 * (p * m + j) * m;
      const to = 2 * ((i * m + k) * m + p) * m;
      for (let r = 0; r < 2 * m; r++) contracted[to + r] += sign * block[from + r];
    }
  }
}

function subtract(x: Float64Array, y: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i] - y[i];
}
