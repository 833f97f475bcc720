/** One-body matrix and second cumulant from Dab (PHYSICS.md sections 2 and 3), without allocation. */

/** out[i;j] = (1/n) sum_k Dab[i k;j k], the one-spin one-body matrix of a singlet with n electrons per spin. */
export function oneBodyMatrixOf(sites: number, n: number, dab: Float64Array, out: Float64Array): void {
  const m = sites;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < m; k++) {
        const at = 2 * (((i * m + k) * m + j) * m + k);
        re += dab[at];
        im += dab[at + 1];
      }
      out[2 * (i * m + j)] = re / n;
      out[2 * (i * m + j) + 1] = im / n;
    }
  }
}

/** out[i1 i2;j1 j2] = Dab[i1 i2;j1 j2] - g[i1;j1] g[i2;j2]. */
export function secondCumulantOf(sites: number, dab: Float64Array, g: Float64Array, out: Float64Array): void {
  const m = sites;
  let at = 0;
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        const xr = g[2 * (a * m + c)];
        const xi = g[2 * (a * m + c) + 1];
        for (let k = 2 * b * m; k < 2 * (b + 1) * m; k += 2) {
          out[at] = dab[at] - (xr * g[k] - xi * g[k + 1]);
          out[at + 1] = dab[at + 1] - (xr * g[k + 1] + xi * g[k]);
          at += 2;
        }
      }
    }
  }
}
