import type { IntegratorSpec, Td2rdmSpec } from "../types.ts";

const CLOSURE_NAMES = {
  valdemoro: "Valdemoro",
  "nakatsuji-yasuda": "Nakatsuji-Yasuda",
  "nakatsuji-yasuda-smooth": "Smooth Nakatsuji-Yasuda",
  mazziotti: "Mazziotti",
} as const;

/** The classical Runge-Kutta method is stable up to this product of step and angular frequency. */
const STABLE = 2 * Math.SQRT2;
/** Tolerances above this leave the solution to the step control. */
const LOOSE = 1e-3;

/**
 * What to try after an explosion at `time`.
 *
 * @param frequency bound of the frequencies of Dab (see `fastestFrequency`), in J
 */
export function advice(spec: Td2rdmSpec, time: number, frequency: number): string {
  const method = `${CLOSURE_NAMES[spec.closure]} ${spec.purification === "none" ? "without" : "with"} purification`;
  const first = spec.purification === "none" ? "Turn purification on" : "Try another closure";
  const best = coarse(spec.integrator, frequency) ?? first;
  return `${method} exploded at t = ${time.toFixed(1)}. ${best}, or shorten the window.`;
}

/** What to do about steps that are too long for the system, or null. */
function coarse(integrator: IntegratorSpec, frequency: number): string | null {
  if (integrator.kind === "dopri5") {
    return Math.max(integrator.rtol, integrator.atol) > LOOSE ? "Tighten the tolerances" : null;
  }
  const longest = STABLE / frequency;
  return integrator.dt > longest ? `Take time steps below ${longest.toPrecision(1)}` : null;
}

/**
 * Largest energy difference of two-particle states: twice the band width (by Gershgorin circles) plus |U|.
 *
 * @param oneBody one-body Hamiltonian, sites x sites, real
 */
export function fastestFrequency(oneBody: Float64Array, sites: number, interaction: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sites; i++) {
    const row = oneBody.subarray(i * sites, (i + 1) * sites);
    const radius = row.reduce((sum, element) => sum + Math.abs(element), -Math.abs(row[i]));
    lowest = Math.min(lowest, row[i] - radius);
    highest = Math.max(highest, row[i] + radius);
  }
  return 2 * (highest - lowest) + Math.abs(interaction);
}
