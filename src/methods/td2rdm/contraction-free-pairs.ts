import { oneBodyMatrixOf } from "./cumulant.ts";
import { PairBlock } from "./pair-spectrum.ts";

/**
 * a <- K(a), the contraction-free part of a matrix of one pair symmetry s (PHYSICS.md section 6):
 * a - 4/(M+2s) P_s(b (x) 1) + 2 tr b / ((M+2s)(M+s)) P_s(1 (x) 1). At M = 2, s = -1 nothing is left.
 */
export function removeContractions(sites: number, symmetry: 1 | -1, a: Float64Array, b: Float64Array): void {
  const m = sites;
  if (m + 2 * symmetry === 0) {
    a.fill(0);
    return;
  }
  oneBodyMatrixOf(m, m + 2 * symmetry, a, b);
  let total = 0;
  for (let i = 0; i < m; i++) total += b[2 * i * (m + 1)];
  for (let i = 0; i < m; i++) b[2 * i * (m + 1)] -= total / (2 * (m + symmetry));
  subtractProjected(m, symmetry, a, b);
}

/** a[i k;j l] -= 4 P_s(b (x) 1), written out: b[i;j] delta_kl + s b[k;j] delta_il + s b[i;l] delta_kj + b[k;l] delta_ij */
function subtractProjected(m: number, symmetry: 1 | -1, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      for (let part = 0; part < 2; part++) {
        const value = b[2 * (i * m + j) + part];
        for (let k = 0; k < m; k++) {
          a[2 * (((i * m + k) * m + j) * m + k) + part] -= value;
          a[2 * (((k * m + i) * m + j) * m + k) + part] -= symmetry * value;
          a[2 * (((i * m + k) * m + k) * m + j) + part] -= symmetry * value;
          a[2 * (((k * m + i) * m + k) * m + j) + part] -= value;
        }
      }
    }
  }
}

/** out = K(full) in both channels, for a Hermitian, exchange-symmetric matrix of M^4 elements. */
export function contractionFree(sites: number, full: Float64Array, out: Float64Array): void {
  const channel = new Float64Array(full.length);
  const trace = new Float64Array(2 * sites ** 2);
  out.fill(0);
  for (const symmetry of [1, -1] as const) {
    const block = new PairBlock(sites, symmetry);
    block.load(full);
    channel.fill(0);
    block.embed(block.matrix, channel);
    removeContractions(sites, symmetry, channel, trace);
    for (let i = 0; i < out.length; i++) out[i] += channel[i];
  }
}
