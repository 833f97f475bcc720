import { besselSequence } from "../linalg/bessel.ts";
import type { Exchange, StateVector } from "./fock-space.ts";
import type { Hamiltonian } from "./hamiltonian.ts";

/** Chebyshev vectors that are kept until they are added to the states together. */
const RING = 8;
/** Amplitudes that are updated at a time for all states, so that the ring stays in the cache. */
const TILE = 512;
/** Most float64 values in the states of one block. */
const MAX_STORED = 3.2e7;
const MAX_BLOCK = 64;
/** Cost of one Chebyshev step per amplitude, in multiply-adds into a state. */
const STEP_COST = 10;

/**
 * exp(-i H t) on states by the Chebyshev expansion (Tal-Ezer and Kosloff, J. Chem. Phys. 81, 3967):
 *
 *   psi(t) = sum_k (2 - delta_k0) (-i)^k J_k(R t) T_k((H - C) / R) psi(0),
 *
 * up to the phase e^{-i C t}, which is left out: H counts energies from the centre C of its spectrum.
 * H is real, so real and imaginary parts of psi(0) propagate on their own, and a real psi(0) costs
 * half. One expansion serves a block of equidistant times. Terms below 1e-16 are dropped.
 */
export class Propagator {
  /** Number of sample times per block. */
  readonly blockSize: number;
  private readonly states: StateVector[];
  private readonly twice: Hamiltonian;
  private readonly coefficients: Float64Array[];
  private readonly ringRe: Float64Array[];
  private readonly ringIm: Float64Array[];

  /**
   * @param bounds of the spectrum of H, in J
   * @param exchange symmetry of the states that will be propagated
   * @param interval time between samples
   * @param samples number of samples wanted in all
   */
  constructor(
    hamiltonian: Hamiltonian,
    bounds: { readonly lower: number; readonly upper: number },
    private readonly exchange: Exchange,
    interval: number,
    samples: number,
  ) {
    const { dimension } = hamiltonian;
    const radius = Math.max((bounds.upper - bounds.lower) / 2, 1e-9);
    this.twice = hamiltonian.rescaled((bounds.upper + bounds.lower) / 2, 2 / radius);
    const memory = Math.max(1, Math.floor(MAX_STORED / (2 * dimension)));
    const cheapest = cheapestBlock(radius * interval, Math.max(1, Math.min(samples, memory, MAX_BLOCK)));
    this.blockSize = Math.max(1, Math.ceil(samples / Math.ceil(samples / cheapest)));
    this.coefficients = Array.from({ length: this.blockSize }, (_, m) =>
      expansion(radius * interval * (m + 1)),
    );
    const vector = (): Float64Array => new Float64Array(dimension);
    this.states = this.coefficients.map(() => ({ re: vector(), im: vector() }));
    this.ringRe = Array.from({ length: RING }, vector);
    this.ringIm = Array.from({ length: RING }, vector);
  }

  /** Sets the state that the next block starts from: real. */
  start(psi: Float64Array): void {
    const last = this.states[this.blockSize - 1];
    last.re.set(psi);
    last.im.fill(0);
  }

  /**
   * Propagates to the next `blockSize` sample times, pausing between pieces of work (the share done is
   * yielded). The states returned are overwritten by the next call.
   */
  *nextBlock(): Generator<number, readonly StateVector[]> {
    const { states, blockSize, ringRe, ringIm, coefficients } = this;
    const last = states[blockSize - 1];
    const real = last.im.every((value) => value === 0);
    ringRe[0].set(last.re);
    ringIm[0].set(last.im);
    for (const { re, im } of states) {
      re.fill(0);
      im.fill(0);
    }
    const terms = coefficients[blockSize - 1].length;
    for (let k = 0; k < terms; k += RING) {
      for (let n = k; n < k + RING && n < terms; n++) {
        if (n > 0) this.chebyshevStep(ringRe, n);
        if (n > 0 && !real) this.chebyshevStep(ringIm, n);
        yield n / terms;
      }
      yield* this.flush(k, real);
    }
    return states;
  }

  /** ring[n] = T_n from the two vectors before it; indices modulo the ring. */
  private chebyshevStep(ring: readonly Float64Array[], n: number): void {
    const out = ring[n % RING];
    const before = ring[(n - 1) % RING];
    this.twice.apply(before, this.exchange, n === 1 ? null : ring[(n - 2) % RING], out);
    if (n === 1) for (let i = 0; i < out.length; i++) out[i] *= 0.5;
  }

  /** Adds the Chebyshev vectors k ... k + RING - 1 to all states. */
  private *flush(k: number, real: boolean): Generator<number, void> {
    const { states, coefficients, ringRe, ringIm } = this;
    const length = ringRe[0].length;
    for (let low = 0; low < length; low += TILE) {
      const high = Math.min(low + TILE, length);
      for (let m = 0; m < states.length; m++) {
        const c = coefficients[m];
        if (c.length <= k) continue;
        if (real) {
          addEven(states[m].re, c, k, ringRe, low, high);
          addOdd(states[m].im, c, k, -1, ringRe, low, high);
        } else {
          addBoth(states[m].re, c, k, 1, ringRe, ringIm, low, high);
          addBoth(states[m].im, c, k, -1, ringIm, ringRe, low, high);
        }
      }
      yield k / coefficients[states.length - 1].length;
    }
  }
}

/**
 * Signed coefficients of the expansion, padded to whole rings: s_k (2 - delta_k0) J_k(x) with signs
 * + + - - repeating, such that (-i)^k = s_k for even and -i s_k for odd k.
 */
function expansion(x: number): Float64Array {
  const bessel = besselSequence(x);
  const coefficients = new Float64Array(RING * Math.ceil(bessel.length / RING));
  bessel.forEach((value, k) => {
    coefficients[k] = (k % 4 < 2 ? 1 : -1) * (k === 0 ? 1 : 2) * value;
  });
  return coefficients;
}

/** Block size with the least work per sample, given the phase R * interval that one interval adds. */
function cheapestBlock(phase: number, largest: number): number {
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  let added = 0;
  for (let size = 1; size <= largest; size++) {
    const terms = expansion(phase * size).length;
    added += terms;
    const work = (STEP_COST * terms + added) / size;
    if (work < least) {
      least = work;
      best = size;
    }
  }
  return best;
}

/** out += sum of even terms k, k + 2, k + 4, k + 6 */
function addEven(
  out: Float64Array,
  c: Float64Array,
  k: number,
  [x0, , x2, , x4, , x6]: readonly Float64Array[],
  low: number,
  high: number,
): void {
  const [c0, c2, c4, c6] = [c[k], c[k + 2], c[k + 4], c[k + 6]];
  for (let i = low; i < high; i++) out[i] += c0 * x0[i] + c2 * x2[i] + c4 * x4[i] + c6 * x6[i];
}

/** out += sign times the sum of odd terms k + 1, k + 3, k + 5, k + 7 */
function addOdd(
  out: Float64Array,
  c: Float64Array,
  k: number,
  sign: number,
  [, x1, , x3, , x5, , x7]: readonly Float64Array[],
  low: number,
  high: number,
): void {
  const [c1, c3, c5, c7] = [sign * c[k + 1], sign * c[k + 3], sign * c[k + 5], sign * c[k + 7]];
  for (let i = low; i < high; i++) out[i] += c1 * x1[i] + c3 * x3[i] + c5 * x5[i] + c7 * x7[i];
}

/** out += even terms of x plus sign times odd terms of y */
function addBoth(
  out: Float64Array,
  c: Float64Array,
  k: number,
  sign: number,
  [x0, , x2, , x4, , x6]: readonly Float64Array[],
  [, y1, , y3, , y5, , y7]: readonly Float64Array[],
  low: number,
  high: number,
): void {
  const [c0, c2, c4, c6] = [c[k], c[k + 2], c[k + 4], c[k + 6]];
  const [c1, c3, c5, c7] = [sign * c[k + 1], sign * c[k + 3], sign * c[k + 5], sign * c[k + 7]];
  for (let i = low; i < high; i++) {
    out[i] +=
      c0 * x0[i] + c2 * x2[i] + c4 * x4[i] + c6 * x6[i] + (c1 * y1[i] + c3 * y3[i] + c5 * y5[i] + c7 * y7[i]);
  }
}
