import { uncorrelatedDab } from "../../src/physics/determinant.ts";

/** Numbers in (-1, 1) from a seed (a 32-bit mixing generator). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** Projector on `n` random orthonormal complex orbitals of `m` sites, complex interleaved. */
export function randomProjector(m: number, n: number, next: () => number): Float64Array {
  const orbitals: Float64Array[] = [];
  while (orbitals.length < n) {
    const v = Float64Array.from({ length: 2 * m }, next);
    for (const w of orbitals) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < 2 * m; i += 2) {
        re += w[i] * v[i] + w[i + 1] * v[i + 1];
        im += w[i] * v[i + 1] - w[i + 1] * v[i];
      }
      for (let i = 0; i < 2 * m; i += 2) {
        v[i] -= re * w[i] - im * w[i + 1];
        v[i + 1] -= re * w[i + 1] + im * w[i];
      }
    }
    const norm = Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
    if (norm > 1e-3) orbitals.push(v.map((value) => value / norm));
  }
  const g = new Float64Array(2 * m * m);
  for (const v of orbitals) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        g[2 * (i * m + j)] += v[2 * i] * v[2 * j] + v[2 * i + 1] * v[2 * j + 1];
        g[2 * (i * m + j) + 1] += v[2 * i + 1] * v[2 * j] - v[2 * i] * v[2 * j + 1];
      }
    }
  }
  return g;
}

/** Dab of a random mixture of closed-shell Slater determinants: a singlet with correlations. */
export function randomSingletDab(m: number, n: number, seed: number, determinants = 3): Float64Array {
  const next = randomNumbers(seed);
  const dab = new Float64Array(2 * m ** 4);
  const weights = Array.from({ length: determinants }, () => 1.1 + next());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const weight of weights) {
    const g = randomProjector(m, n, next);
    const pure = uncorrelatedDab(g, g, m);
    for (let i = 0; i < dab.length; i++) dab[i] += (weight / total) * pure[i];
  }
  return dab;
}

/** A random real symmetric one-body matrix. */
export function randomOneBody(m: number, seed: number): Float64Array {
  const next = randomNumbers(seed);
  const h = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) h[i * m + j] = h[j * m + i] = next();
  }
  return h;
}
