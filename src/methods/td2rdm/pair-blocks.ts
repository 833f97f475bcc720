import { sitePairs } from "../../physics/transitions.ts";
import type { UpBlocks } from "../../physics/up-blocks.ts";

/**
 * Up-up-down three-particle matrices of antisymmetric up pairs as [p][q][k][r], complex interleaved: the element
 * [i j k;a b r] with i < j the pair number p, a < b the pair number q. A quarter of the M^6 elements.
 */
export function pairBlockLength(sites: number): number {
  const pairs = (sites * (sites - 1)) / 2;
  return 2 * pairs ** 2 * sites ** 2;
}

/** Both halves of a Hermitian matrix whose blocks p <= q are given. */
export function copyBlocks(sites: number, from: UpBlocks, out: Float64Array): void {
  const pairs = (sites * (sites - 1)) / 2;
  const size = 2 * sites ** 2;
  for (let p = 0; p < pairs; p++) {
    for (let q = p; q < pairs; q++) {
      const source = from.offset(p, q);
      const upper = (p * pairs + q) * size;
      const lower = (q * pairs + p) * size;
      for (let k = 0; k < sites; k++) {
        for (let r = 0; r < sites; r++) {
          const kr = 2 * (k * sites + r);
          const rk = 2 * (r * sites + k);
          out[lower + rk] = from.blocks[source + kr];
          out[lower + rk + 1] = -from.blocks[source + kr + 1];
          out[upper + kr] = from.blocks[source + kr];
          out[upper + kr + 1] = from.blocks[source + kr + 1];
        }
      }
    }
  }
}

/** The change of basis of pairs that goes with x'[k] = sum_a w[k a] x[a]: minors of w, pairs x pairs. */
export function pairMinors(sites: number, w: Float64Array): Float64Array {
  const pairs = sitePairs(sites);
  const out = new Float64Array(2 * pairs.length ** 2);
  const addMinor = (to: number, x: number, y: number, sign: 1 | -1): void => {
    out[to] += sign * (w[x] * w[y] - w[x + 1] * w[y + 1]);
    out[to + 1] += sign * (w[x] * w[y + 1] + w[x + 1] * w[y]);
  };
  for (const [p, [i, j]] of pairs.entries()) {
    for (const [q, [a, b]] of pairs.entries()) {
      const to = 2 * (p * pairs.length + q);
      addMinor(to, 2 * (i * sites + a), 2 * (j * sites + b), 1);
      addMinor(to, 2 * (i * sites + b), 2 * (j * sites + a), -1);
    }
  }
  return out;
}
