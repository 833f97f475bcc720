/** |Dab - g_up g_down|_F over all indices (PHYSICS.md sections 3 and 7). */
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
