import { buildBasis, ladderSign, rankOf, type SpinBasis } from "./basis.ts";

/**
 * All nonzero elements of c+_J c_I within one spin basis, for site sets I, J of one size: single sites,
 * or pairs i1 < i2 in lexicographic order with c_I = c_{i2} c_{i1}. The elements of (I, J) are
 * start[I * sets + J] ... start[I * sets + J + 1]: <bra| c+_J c_I |ket> = sign; those with sign 1 come
 * first, up to minus[I * sets + J].
 */
export interface TransitionTable {
  readonly sets: number;
  readonly start: Int32Array;
  readonly minus: Int32Array;
  readonly ket: Int32Array;
  readonly bra: Int32Array;
  readonly sign: Float64Array;
}

/** Site pairs i1 < i2 in lexicographic order. */
export function sitePairs(sites: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < sites; i++) for (let j = i + 1; j < sites; j++) pairs.push([i, j]);
  return pairs;
}

/** Position of the pair of sites i and k (in either order) in the order of `sitePairs`. */
export function pairNumber(i: number, k: number, sites: number): number {
  const [low, high] = i < k ? [i, k] : [k, i];
  return setPairNumber(low, high, sites) - low - 1;
}

/** Position of (p, q), p <= q, among the pairs of `sets` sets, equal ones included, in lexicographic order. */
export function setPairNumber(p: number, q: number, sets: number): number {
  return p * sets - (p * (p - 1)) / 2 + q - p;
}

/** One-body transitions c+_j c_i. */
export function singleTransitions(basis: SpinBasis): TransitionTable {
  return buildTransitions(
    basis,
    Array.from({ length: basis.sites }, (_, i) => [i]),
  );
}

/** Two-body transitions c+_{j1} c+_{j2} c_{i2} c_{i1}. */
export function pairTransitions(basis: SpinBasis): TransitionTable {
  return buildTransitions(basis, sitePairs(basis.sites));
}

function buildTransitions(basis: SpinBasis, siteSets: readonly number[][]): TransitionTable {
  const sets = siteSets.length;
  const remaining = buildBasis(basis.sites, basis.electrons - (siteSets[0]?.length ?? 0));
  const sources = siteSets.map((set) => Array.from(remaining.states, (bits) => annihilated(bits, set)));
  const start = new Int32Array(sets * sets + 1);
  const minus = new Int32Array(sets * sets);
  const ket: number[] = [];
  const bra: number[] = [];
  const sign: number[] = [];
  const collect = (i: number, j: number, wanted: number): void => {
    for (let r = 0; r < remaining.size; r++) {
      const from = sources[i][r];
      const to = sources[j][r];
      if (from === null || to === null || from.sign * to.sign !== wanted) continue;
      ket.push(from.rank);
      bra.push(to.rank);
      sign.push(wanted);
    }
  };
  for (let i = 0; i < sets; i++) {
    for (let j = 0; j < sets; j++) {
      collect(i, j, 1);
      minus[i * sets + j] = ket.length;
      collect(i, j, -1);
      start[i * sets + j + 1] = ket.length;
    }
  }
  return {
    sets,
    start,
    minus,
    ket: Int32Array.from(ket),
    bra: Int32Array.from(bra),
    sign: Float64Array.from(sign),
  };
}

/** The state that c_I maps onto `bits`, and the sign it gets; null when a site of I is occupied in `bits`. */
function annihilated(bits: number, set: readonly number[]): { rank: number; sign: number } | null {
  let state = bits;
  let sign = 1;
  for (let k = set.length - 1; k >= 0; k--) {
    if ((state & (1 << set[k])) !== 0) return null;
    sign *= ladderSign(state, set[k]);
    state |= 1 << set[k];
  }
  return { rank: rankOf(state), sign };
}
