import type { LatticeSpec } from "../physics/lattice.ts";
import { siteCount } from "../physics/lattice.ts";

/** Exact symmetries of Dab besides Hermiticity. */
export interface Symmetries {
  /** Dab[i1 i2;j1 j2] = Dab[i2 i1;j2 j1], as in a singlet. */
  readonly exchange: boolean;
  /** Reflections of the lattice: `x` turns around every row, `y` (rectangles only) the order of the rows. */
  readonly mirrors: readonly Mirror[];
}

export type Mirror = "x" | "y";

/** Largest element by which a symmetry may be violated. */
const TOLERANCE = 1e-9;

/**
 * Orthonormal coordinates of the Hermitian Dab with given symmetries: each is the sum over one orbit of the
 * 2 M^4 reals (re, im interleaved), with signs, over the root of the orbit's length. So norms of packed
 * vectors are Frobenius norms of Dab, and Hermiticity and the symmetries hold exactly in what is unpacked.
 * 72 reals for four and 342 for six sites of a chain with all symmetries, M^4 with none.
 */
export class Packing {
  /** Reals per packed Dab, d. */
  readonly size: number;
  /** Reals per unpacked Dab, 2 M^4. */
  readonly values: number;
  /** The coordinate to which each of these belongs, and its weight there; 0 where it vanishes by symmetry. */
  readonly slots: Int32Array<ArrayBuffer>;
  readonly weights: Float64Array<ArrayBuffer>;

  constructor(
    readonly lattice: LatticeSpec,
    readonly symmetries: Symmetries,
  ) {
    const sites = siteCount(lattice);
    this.values = 2 * sites ** 4;
    const generators = [hermitian(sites)];
    if (symmetries.exchange) generators.push(exchange(sites));
    for (const mirror of symmetries.mirrors) generators.push(reflection(lattice, mirror));
    this.slots = new Int32Array(this.values);
    this.weights = new Float64Array(this.values);
    this.size = this.findOrbits(generators);
  }

  /** out[...] = coordinates of dab (which may begin at any multiple of `values` of a series, and so may out). */
  pack(dab: Float64Array, out: Float64Array, sample = 0): void {
    const { slots, weights, values, size } = this;
    const coordinates = out.subarray(sample * size, (sample + 1) * size).fill(0);
    for (let i = 0; i < values; i++) coordinates[slots[i]] += weights[i] * dab[sample * values + i];
  }

  /** out[...] = the Dab with these coordinates; sample as above. */
  unpack(packed: Float64Array, out: Float64Array, sample = 0): void {
    const { slots, weights, values, size } = this;
    for (let i = 0; i < values; i++) out[sample * values + i] = weights[i] * packed[sample * size + slots[i]];
  }

  /** Fills slots and weights; returns the number of orbits that do not vanish. */
  private findOrbits(generators: readonly SignedPermutation[]): number {
    const signs = new Int8Array(this.values);
    let count = 0;
    for (let start = 0; start < this.values; start++) {
      if (signs[start] !== 0) continue;
      const { members, vanishes } = orbit(start, generators, signs);
      for (const member of members) {
        this.slots[member] = vanishes ? 0 : count;
        this.weights[member] = vanishes ? 0 : signs[member] / Math.sqrt(members.length);
      }
      if (!vanishes) count++;
    }
    return count;
  }
}

/** Image and sign of every real of Dab under a symmetry. */
interface SignedPermutation {
  readonly image: Int32Array;
  readonly sign: Int8Array;
}

/** The reals that symmetries connect with `start`; it vanishes when they connect one with its negative. */
function orbit(
  start: number,
  generators: readonly SignedPermutation[],
  signs: Int8Array,
): { members: number[]; vanishes: boolean } {
  const members = [start];
  let vanishes = false;
  signs[start] = 1;
  for (let next = 0; next < members.length; next++) {
    const member = members[next];
    for (const { image, sign } of generators) {
      const found = signs[member] * sign[member];
      const other = image[member];
      if (signs[other] === 0) {
        signs[other] = found;
        members.push(other);
      } else if (signs[other] !== found) vanishes = true;
    }
  }
  return { members, vanishes };
}

/** The action of `move` on (i1, i2, j1, j2), with a sign for imaginary parts. */
function permutation(
  sites: number,
  imaginary: 1 | -1,
  move: (i1: number, i2: number, j1: number, j2: number) => readonly [number, number, number, number],
): SignedPermutation {
  const image = new Int32Array(2 * sites ** 4);
  const sign = new Int8Array(2 * sites ** 4);
  for (let at = 0; at < sites ** 4; at++) {
    const digit = (power: number): number => Math.floor(at / sites ** power) % sites;
    const [i1, i2, j1, j2] = move(digit(3), digit(2), digit(1), digit(0));
    const to = ((i1 * sites + i2) * sites + j1) * sites + j2;
    image[2 * at] = 2 * to;
    image[2 * at + 1] = 2 * to + 1;
    sign[2 * at] = 1;
    sign[2 * at + 1] = imaginary;
  }
  return { image, sign };
}

function hermitian(sites: number): SignedPermutation {
  return permutation(sites, -1, (i1, i2, j1, j2) => [j1, j2, i1, i2]);
}

function exchange(sites: number): SignedPermutation {
  return permutation(sites, 1, (i1, i2, j1, j2) => [i2, i1, j2, j1]);
}

function reflection(lattice: LatticeSpec, mirror: Mirror): SignedPermutation {
  const sites = siteCount(lattice);
  const [lx, ly] = lattice.kind === "chain" ? [sites, 1] : [lattice.lx, lattice.ly];
  const flip = (site: number): number => {
    const [x, y] = [site % lx, Math.floor(site / lx)];
    return mirror === "x" ? lx - 1 - x + lx * y : x + lx * (ly - 1 - y);
  };
  return permutation(sites, 1, (i1, i2, j1, j2) => [flip(i1), flip(i2), flip(j1), flip(j2)]);
}

/** The symmetries that every Dab of all series has (each series [sample][2 M^4]) to rounding. */
export function findSymmetries(lattice: LatticeSpec, series: readonly Float64Array[]): Symmetries {
  const sites = siteCount(lattice);
  const holds = (symmetry: SignedPermutation): boolean => series.every((dab) => invariant(symmetry, dab));
  const candidates: Mirror[] = lattice.kind === "chain" || lattice.ly === 1 ? ["x"] : ["x", "y"];
  return {
    exchange: holds(exchange(sites)),
    mirrors: candidates.filter((mirror) => holds(reflection(lattice, mirror))),
  };
}

function invariant({ image, sign }: SignedPermutation, series: Float64Array): boolean {
  const { length } = image;
  for (let begin = 0; begin < series.length; begin += length) {
    for (let i = 0; i < length; i++) {
      const difference = series[begin + i] - sign[i] * series[begin + image[i]];
      if (!(Math.abs(difference) <= TOLERANCE)) return false;
    }
  }
  return true;
}
