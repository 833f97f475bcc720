import { HermitianEigensolver } from "../linalg/hermitian.ts";

/** One-body density matrix (sites x sites, complex interleaved) and energies of filled orbitals. */
export interface FilledShell {
  readonly d1: Float64Array;
  readonly energy: number;
  /** Lowest empty minus highest filled orbital energy; infinite when the shell is empty or full. */
  readonly gap: number;
}

/** The `electrons` lowest orbitals of the real symmetric one-body matrix h (sites x sites), filled. */
export function fillShell(oneBody: Float64Array, sites: number, electrons: number): FilledShell {
  const matrix = new Float64Array(2 * sites * sites);
  for (let i = 0; i < sites * sites; i++) matrix[2 * i] = oneBody[i];
  const solver = new HermitianEigensolver(sites);
  solver.eigen(matrix);
  const d1 = new Float64Array(2 * sites * sites);
  let energy = 0;
  for (let k = 0; k < electrons; k++) {
    energy += solver.values[k];
    const orbital = solver.vectors.subarray(2 * k * sites, 2 * (k + 1) * sites);
    for (let i = 0; i < sites; i++) {
      for (let j = 0; j < sites; j++) d1[2 * (i * sites + j)] += orbital[2 * i] * orbital[2 * j];
    }
  }
  const bounded = electrons > 0 && electrons < sites;
  const gap = bounded ? solver.values[electrons] - solver.values[electrons - 1] : Number.POSITIVE_INFINITY;
  return { d1, energy, gap };
}

/** One-body density matrix of electrons on given sites. */
export function occupySites(occupied: readonly boolean[]): Float64Array {
  const sites = occupied.length;
  const d1 = new Float64Array(2 * sites * sites);
  occupied.forEach((full, i) => {
    if (full) d1[2 * (i * sites + i)] = 1;
  });
  return d1;
}

/** Dab[i1 i2; j1 j2] = g_up[i1; j1] g_down[i2; j2], exact for a Slater determinant (complex, sites^4). */
export function uncorrelatedDab(up: Float64Array, down: Float64Array, sites: number): Float64Array {
  const dab = new Float64Array(2 * sites ** 4);
  let target = 0;
  for (let i1 = 0; i1 < sites; i1++) {
    for (let i2 = 0; i2 < sites; i2++) {
      for (let j1 = 0; j1 < sites; j1++) {
        const p = 2 * (i1 * sites + j1);
        for (let j2 = 0; j2 < sites; j2++, target += 2) {
          const q = 2 * (i2 * sites + j2);
          dab[target] = up[p] * down[q] - up[p + 1] * down[q + 1];
          dab[target + 1] = up[p] * down[q + 1] + up[p + 1] * down[q];
        }
      }
    }
  }
  return dab;
}
