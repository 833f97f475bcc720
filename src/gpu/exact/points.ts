import { assert } from "../../base/errors.ts";
import { besselSequence } from "../../linalg/bessel.ts";
import type { FockSpace } from "../../physics/fock-space.ts";
import { spectralBounds } from "../../physics/hamiltonian.ts";
import { packStruct, type ScalarLayout, structBytes } from "../kernel.ts";
import type { ExactPoint } from "./types.ts";

/** Terms below this are far under the rounding of float32. */
const NEGLIGIBLE = 1e-9;
/** Half-width of a spectrum that has none, in units of energy. */
const LEAST_RADIUS = 1e-6;
/** Half-widths that are tried, and their relative distance. */
const CANDIDATES = 16;
const CANDIDATE_STEP = 2e-3;
/** Points of the spectrum at which the norm is looked at. */
const ANGLES = 17;

/** struct Point of shaders/exact. */
export const POINT = {
  interaction: "f32",
  trap: "f32",
  centre: "f32",
  inverse_radius: "f32",
  terms: "u32",
} as const satisfies ScalarLayout;

/** Points and Chebyshev coefficients as shaders/exact/propagate.wgsl reads them. */
export interface PackedPoints {
  readonly points: ArrayBuffer;
  /** `stride` per point, zero where a point needs fewer. */
  readonly coefficients: Float32Array<ArrayBuffer>;
  readonly psi: Float32Array<ArrayBuffer>;
}

/** Spectral scaling of one point: the Hamiltonian counts from `centre` in units of `radius`. */
export interface Scaling {
  readonly centre: number;
  readonly radius: number;
  /** J_0 - 1, then 2 J_k, at radius * interval. */
  readonly coefficients: Float64Array;
}

/** Scaling of every point; points with one Hamiltonian after the quench share theirs. */
export function chebyshevScalings(
  points: readonly ExactPoint[],
  space: FockSpace,
  oneBodyAt: (trap: number) => Float64Array,
  interval: number,
): Scaling[] {
  const known = new Map<string, Scaling>();
  return points.map(({ interaction, trap }) => {
    const key = `${interaction} ${trap}`;
    const scaling = known.get(key) ?? chebyshevScaling(space, oneBodyAt(trap), interaction, interval);
    known.set(key, scaling);
    return scaling;
  });
}

/**
 * Scaling and coefficients of one step of `interval`. Any bound on the spectrum will do, so of several
 * half-widths the one is taken whose coefficients, rounded to float32, change the norm the least: that
 * change is the same in every step and adds up, unlike the rounding of the amplitudes.
 */
export function chebyshevScaling(
  space: FockSpace,
  oneBody: Float64Array,
  interaction: number,
  interval: number,
): Scaling {
  const { lower, upper } = spectralBounds(oneBody, space, interaction);
  const least = Math.max((upper - lower) / 2, LEAST_RADIUS);
  let best: Scaling | null = null;
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < CANDIDATES; k++) {
    const radius = least * (1 + CANDIDATE_STEP * k);
    const coefficients = expansion(radius * interval);
    const change = normChange(coefficients);
    if (change >= smallest) continue;
    smallest = change;
    best = { centre: (lower + upper) / 2, radius, coefficients };
  }
  assert(best !== null, "an expansion has no finite norm");
  return best;
}

/** J_0 - 1, then 2 J_k. */
function expansion(phase: number): Float64Array {
  const bessel = besselSequence(phase);
  let terms = bessel.length;
  while (terms > 1 && Math.abs(bessel[terms - 1]) < NEGLIGIBLE) terms--;
  return bessel.slice(0, terms).map((value, k) => (k === 0 ? value - 1 : 2 * value));
}

/** Largest | |p|^2 - 1 | over the spectrum, for p = 1 + sum_k (-i)^k c_k T_k with c rounded to float32. */
function normChange(coefficients: Float64Array): number {
  const rounded = Float32Array.from(coefficients);
  let largest = 0;
  for (let q = 0; q < ANGLES; q++) {
    const parts = [1, 0, 0, 0];
    rounded.forEach((c, k) => {
      parts[k % 4] += c * Math.cos((k * q * Math.PI) / (ANGLES - 1));
    });
    const re = parts[0] - parts[2];
    const im = parts[3] - parts[1];
    largest = Math.max(largest, Math.abs(re * re + im * im - 1));
  }
  return largest;
}

/** Packs points and their scalings, `stride` coefficients per point. */
export function packPoints(
  points: readonly ExactPoint[],
  scalings: readonly Scaling[],
  stride: number,
): PackedPoints {
  const view = new DataView(new ArrayBuffer(structBytes(POINT) * points.length));
  const coefficients = new Float32Array(stride * points.length);
  const dimension = points[0]?.psi.length ?? 0;
  const psi = new Float32Array(2 * dimension * points.length);
  points.forEach(({ interaction, trap, psi: initial }, index) => {
    const { centre, radius, coefficients: terms } = scalings[index];
    const values = { interaction, trap, centre, inverse_radius: 1 / radius, terms: terms.length };
    packStruct(POINT, values, view, structBytes(POINT) * index);
    coefficients.set(terms, stride * index);
    for (let i = 0; i < dimension; i++) psi[2 * (dimension * index + i)] = initial[i];
  });
  return { points: view.buffer, coefficients, psi };
}
