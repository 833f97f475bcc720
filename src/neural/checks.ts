import { afterQuench } from "../methods/initial.ts";
import type { SystemSpec } from "../methods/types.ts";
import { buildLattice, oneBodyMatrix } from "../physics/lattice.ts";
import { doublonsFromDab, Observables, type SampleRdms } from "../physics/observables.ts";

/** How far a predicted series of Dab is from that of any state; a trained field obeys none of this by itself. */
export interface PredictionChecks {
  /** Largest |tr Dab - n_up n_down|. */
  readonly traceDrift: number;
  /** Largest |Dab[i1 i2;j1 j2] - Dab[j1 j2;i1 i2]^*|. */
  readonly hermiticity: number;
  readonly minEigenvalueD: number;
  readonly minEigenvalueQ: number;
  /** Largest deviation from the energy at t = 0, with the Hamiltonian after the quench, in J. */
  readonly energyDrift: number;
}

/**
 * The worst values of a series [sample][2 M^4], for any numbers of electrons (at least one of each spin);
 * pauses after every sample.
 */
export function* predictionChecks(
  system: SystemSpec,
  series: Float64Array,
): Generator<void, PredictionChecks> {
  const lattice = buildLattice(system.lattice);
  const { sites } = lattice;
  const { interaction, trap } = afterQuench(system);
  const observables = new Observables(lattice, oneBodyMatrix(lattice, system.hopping, trap), interaction);
  const width = 2 * sites ** 4;
  const pairs = system.electrons.up * system.electrons.down;
  const smallest = { minEigenvalueD: new Float64Array(1), minEigenvalueQ: new Float64Array(1) };
  let [traceDrift, hermiticity, energyDrift, start] = [0, 0, 0, 0];
  let [minEigenvalueD, minEigenvalueQ] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let begin = 0; begin < series.length; begin += width) {
    const dab = series.subarray(begin, begin + width);
    const rdms = rdmsFromDab(sites, system.electrons, dab);
    const energy = observables.energy(rdms);
    if (begin === 0) start = energy;
    observables.writeAll(rdms, smallest, 0);
    traceDrift = Math.max(traceDrift, Math.abs(traceOf(sites, dab) - pairs));
    hermiticity = Math.max(hermiticity, hermitianViolation(sites, dab));
    energyDrift = Math.max(energyDrift, Math.abs(energy - start));
    minEigenvalueD = Math.min(minEigenvalueD, smallest.minEigenvalueD[0]);
    minEigenvalueQ = Math.min(minEigenvalueQ, smallest.minEigenvalueQ[0]);
    yield;
  }
  return { traceDrift, hermiticity, minEigenvalueD, minEigenvalueQ, energyDrift };
}

/**
 * What follows from Dab alone: g_up[i;j] = sum_k Dab[i k;j k] / n_down, g_down[i;j] = sum_k Dab[k i;k j] / n_up
 * (PHYSICS.md section 2), and the doublons. Daa is left out.
 */
export function rdmsFromDab(
  sites: number,
  electrons: { readonly up: number; readonly down: number },
  dab: Float64Array,
): SampleRdms {
  const m = sites;
  const d1up = new Float64Array(2 * m * m);
  const d1dn = new Float64Array(2 * m * m);
  const doublons = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < m; k++) {
        for (let part = 0; part < 2; part++) {
          const to = 2 * (i * m + j) + part;
          d1up[to] += dab[2 * (((i * m + k) * m + j) * m + k) + part] / electrons.down;
          d1dn[to] += dab[2 * (((k * m + i) * m + k) * m + j) + part] / electrons.up;
        }
      }
    }
  }
  doublonsFromDab(dab, doublons);
  return { d1up, d1dn, doublons, dab, daa: null, dbb: null };
}

function traceOf(sites: number, dab: Float64Array): number {
  let trace = 0;
  for (let pair = 0; pair < sites ** 2; pair++) trace += dab[2 * pair * (sites ** 2 + 1)];
  return trace;
}

function hermitianViolation(sites: number, dab: Float64Array): number {
  const order = sites ** 2;
  let worst = 0;
  for (let row = 0; row < order; row++) {
    for (let column = 0; column <= row; column++) {
      const here = 2 * (row * order + column);
      const there = 2 * (column * order + row);
      worst = Math.max(worst, Math.abs(dab[here] - dab[there]), Math.abs(dab[here + 1] + dab[there + 1]));
    }
  }
  return worst;
}
