import type { FockSpace } from "./fock-space.ts";
import { sitePairs } from "./transitions.ts";
import type { UpBlocks } from "./up-blocks.ts";

/** |Delta_ab|_F = |Dab - g_up g_down|_F over all indices (PHYSICS.md sections 3 and 7). */
export function cumulantNorm(
  d1up: Float64Array,
  d1dn: Float64Array,
  dab: Float64Array,
  sites: number,
): number {
  let sum = 0;
  let element = 0;
  for (let i1 = 0; i1 < sites; i1++) {
    for (let i2 = 0; i2 < sites; i2++) {
      for (let j1 = 0; j1 < sites; j1++) {
        const gr = d1up[2 * (i1 * sites + j1)];
        const gi = d1up[2 * (i1 * sites + j1) + 1];
        for (let q = 2 * i2 * sites; q < 2 * (i2 + 1) * sites; q += 2, element += 2) {
          const re = dab[element] - (gr * d1dn[q] - gi * d1dn[q + 1]);
          const im = dab[element + 1] - (gr * d1dn[q + 1] + gi * d1dn[q]);
          sum += re * re + im * im;
        }
      }
    }
  }
  return Math.sqrt(sum);
}

/**
 * |Delta3|_F of the up-up-down block over all indices, from D3 (PHYSICS.md sections 2, 3 and 7).
 * Only the Hermitian half of the antisymmetric pairs i1 < i2, j1 < j2 is worked through, an eighth of the
 * sites^6 elements.
 */
export class ThreeBodyCumulant {
  /** Delta_ab with the indices in the order i1 j1 i2 j2. */
  private readonly delta: Float64Array;

  constructor(private readonly space: FockSpace) {
    this.delta = new Float64Array(2 * space.sites ** 4);
  }

  /** The norm, from all matrices of one state; leaves Delta3 in the blocks of `d3`. Pauses between pieces of work. */
  *norm(d3: UpBlocks, d1up: Float64Array, d1dn: Float64Array, dab: Float64Array): Generator<void, number> {
    const { sites, down } = this.space;
    if (down.electrons === 0) return 0;
    const pairs = sitePairs(sites);
    this.storeDelta(d1up, d1dn, dab);
    let sum = 0;
    for (let p = 0; p < pairs.length; p++) {
      for (let q = p; q < pairs.length; q++) {
        const block = d3.offset(p, q);
        sum += (p === q ? 4 : 8) * this.subtractProducts(d3.blocks, block, pairs[p], pairs[q], d1up, d1dn);
      }
      yield;
    }
    return Math.sqrt(sum);
  }

  private storeDelta(d1up: Float64Array, d1dn: Float64Array, dab: Float64Array): void {
    const { sites } = this.space;
    const { delta } = this;
    let target = 0;
    for (let i1 = 0; i1 < sites; i1++) {
      for (let j1 = 0; j1 < sites; j1++) {
        const gr = d1up[2 * (i1 * sites + j1)];
        const gi = d1up[2 * (i1 * sites + j1) + 1];
        for (let i2 = 0; i2 < sites; i2++) {
          let source = 2 * (((i1 * sites + i2) * sites + j1) * sites);
          let q = 2 * i2 * sites;
          for (let j2 = 0; j2 < sites; j2++, target += 2, source += 2, q += 2) {
            delta[target] = dab[source] - (gr * d1dn[q] - gi * d1dn[q + 1]);
            delta[target + 1] = dab[source + 1] - (gr * d1dn[q + 1] + gi * d1dn[q]);
          }
        }
      }
    }
  }

  /**
   * D3 - A(g g g) - A(Delta2 g) in place, and the sum of its squares over i3, j3, for the up pairs (i1, i2),
   * (j1, j2) whose block begins at `block`. A(g g g) and the Delta_aa term add up to Daa[i1 i2; j1 j2] g_down[i3; j3], and
   * Daa is the trace of the block over the number of down electrons.
   */
  private subtractProducts(
    d3: Float64Array,
    block: number,
    [i1, i2]: readonly [number, number],
    [j1, j2]: readonly [number, number],
    g: Float64Array,
    d1dn: Float64Array,
  ): number {
    const { delta } = this;
    const { sites, down } = this.space;
    const size = 2 * sites * sites;
    let daaRe = 0;
    let daaIm = 0;
    for (let i = 0; i < size; i += 2 * (sites + 1)) {
      daaRe += d3[block + i] / down.electrons;
      daaIm += d3[block + i + 1] / down.electrons;
    }
    const [p11, p12] = [i1 * sites + j1, i1 * sites + j2];
    const [p21, p22] = [i2 * sites + j1, i2 * sites + j2];
    const [ar, ai, br, bi] = [g[2 * p22], g[2 * p22 + 1], -g[2 * p21], -g[2 * p21 + 1]];
    const [cr, ci, dr, di] = [-g[2 * p12], -g[2 * p12 + 1], g[2 * p11], g[2 * p11 + 1]];
    const [a, b, c, d] = [p11 * size, p12 * size, p21 * size, p22 * size];
    let sum = 0;
    for (let e = 0; e < size; e += 2) {
      const re =
        d3[block + e] -
        (daaRe * d1dn[e] - daaIm * d1dn[e + 1]) -
        (ar * delta[a + e] - ai * delta[a + e + 1]) -
        (br * delta[b + e] - bi * delta[b + e + 1]) -
        (cr * delta[c + e] - ci * delta[c + e + 1]) -
        (dr * delta[d + e] - di * delta[d + e + 1]);
      const im =
        d3[block + e + 1] -
        (daaRe * d1dn[e + 1] + daaIm * d1dn[e]) -
        (ar * delta[a + e + 1] + ai * delta[a + e]) -
        (br * delta[b + e + 1] + bi * delta[b + e]) -
        (cr * delta[c + e + 1] + ci * delta[c + e]) -
        (dr * delta[d + e + 1] + di * delta[d + e]);
      d3[block + e] = re;
      d3[block + e + 1] = im;
      sum += re * re + im * im;
    }
    return sum;
  }
}
