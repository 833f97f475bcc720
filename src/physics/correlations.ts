/** Expectation values of products of densities, from two-body density matrices. */
export interface PairDensities {
  /** <n_i,up>, <n_i,down> */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** <n_i,s n_j,s> summed over s, sites x sites. */
  readonly equal: Float64Array;
  /** <n_i,up n_j,down> + <n_i,down n_j,up>, sites x sites. */
  readonly opposite: Float64Array;
}

/** Collects the densities and their products; daa = null stands for a singlet, Daa = Dab - (i1 <-> i2). */
export function pairDensities(
  d1up: Float64Array,
  d1dn: Float64Array,
  dab: Float64Array,
  daa: Float64Array | null,
  dbb: Float64Array | null,
  sites: number,
): PairDensities {
  const up = Float64Array.from({ length: sites }, (_, i) => d1up[2 * i * (sites + 1)]);
  const down = Float64Array.from({ length: sites }, (_, i) => d1dn[2 * i * (sites + 1)]);
  const equal = new Float64Array(sites * sites);
  const opposite = new Float64Array(sites * sites);
  const element = (i1: number, i2: number, j1: number, j2: number): number =>
    2 * (((i1 * sites + i2) * sites + j1) * sites + j2);
  for (let i = 0; i < sites; i++) {
    for (let j = 0; j < sites; j++) {
      const pair = i * sites + j;
      opposite[pair] = dab[element(i, j, i, j)] + dab[element(j, i, j, i)];
      if (i === j) equal[pair] = up[i] + down[i];
      else if (daa === null || dbb === null) {
        equal[pair] = 2 * (dab[element(i, j, i, j)] - dab[element(j, i, i, j)]);
      } else equal[pair] = daa[element(i, j, i, j)] + dbb[element(i, j, i, j)];
    }
  }
  return { up, down, equal, opposite };
}

/** out[i, j] = <n_i n_j> - <n_i><n_j> */
export function connectedDensities(
  { up, down, equal, opposite }: PairDensities,
  sites: number,
  out: Float64Array,
  offset: number,
): void {
  for (let i = 0; i < sites; i++) {
    for (let j = 0; j < sites; j++) {
      const pair = i * sites + j;
      out[offset + pair] = equal[pair] + opposite[pair] - (up[i] + down[i]) * (up[j] + down[j]);
    }
  }
}

/** out[i, j] = <Sz_i Sz_j> - <Sz_i><Sz_j>, Sz = (n_up - n_down) / 2 */
export function connectedSpins(
  { up, down, equal, opposite }: PairDensities,
  sites: number,
  out: Float64Array,
  offset: number,
): void {
  for (let i = 0; i < sites; i++) {
    for (let j = 0; j < sites; j++) {
      const pair = i * sites + j;
      out[offset + pair] = (equal[pair] - opposite[pair] - (up[i] - down[i]) * (up[j] - down[j])) / 4;
    }
  }
}
