/**
 * Occupation-number basis of one spin species (PHYSICS.md section 1): bit strings with a fixed number
 * of electrons in ascending order; |a> = c+_{i1} c+_{i2} ... |0> with i1 < i2 < ...
 */

/** Most sites of a basis. */
export const MAX_SITES = 30;

/** CHOOSE[n][k] = number of ways to choose k of n. */
const CHOOSE: readonly Float64Array[] = pascalTriangle();

export interface SpinBasis {
  readonly sites: number;
  readonly electrons: number;
  readonly size: number;
  /** The bit strings, ascending; bit i is site i. */
  readonly states: Int32Array;
}

/** Number of basis states of `electrons` on `sites` sites (0 when they do not fit). */
export function basisSize(sites: number, electrons: number): number {
  if (electrons < 0 || electrons > sites) return 0;
  return CHOOSE[sites][electrons];
}

/** All bit strings of `electrons` on `sites` <= MAX_SITES sites. */
export function buildBasis(sites: number, electrons: number): SpinBasis {
  const size = basisSize(sites, electrons);
  const states = new Int32Array(size);
  let bits = electrons === 0 ? 0 : 2 ** electrons - 1;
  for (let rank = 0; rank < size; rank++) {
    states[rank] = bits;
    if (rank + 1 < size) bits = nextWithSameCount(bits);
  }
  return { sites, electrons, size, states };
}

/** Position of a bit string among all those with as many electrons (combinatorial number system). */
export function rankOf(bits: number): number {
  let rank = 0;
  let electrons = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const site = 31 - Math.clz32(rest & -rest);
    rank += CHOOSE[site][++electrons] ?? 0;
  }
  return rank;
}

/** Number of electrons of a bit string. */
export function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Sign of c_site or c+_site on |bits>: (-1) to the number of electrons on lower sites. */
export function ladderSign(bits: number, site: number): number {
  return countBits(bits & ((1 << site) - 1)) % 2 === 0 ? 1 : -1;
}

function nextWithSameCount(bits: number): number {
  const lowest = bits & -bits;
  const carried = bits + lowest;
  return carried | (((bits ^ carried) / lowest) >> 2);
}

function pascalTriangle(): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let n = 0; n <= MAX_SITES; n++) {
    const row = new Float64Array(MAX_SITES + 2);
    row[0] = 1;
    for (let k = 1; k <= n; k++) row[k] = rows[n - 1][k - 1] + rows[n - 1][k];
    rows.push(row);
  }
  return rows;
}
