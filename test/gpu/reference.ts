import { uniformStream } from "../../src/base/random.ts";
import { drain } from "../../src/base/steps.ts";
import type { ExactPoint, ExactSystem } from "../../src/gpu/exact/types.ts";
import { ExactSampler } from "../../src/methods/exact-sampler.ts";
import { buildFockSpace, type StateVector } from "../../src/physics/fock-space.ts";
import { Hamiltonian, spectralBounds } from "../../src/physics/hamiltonian.ts";
import { oneBodyMatrix } from "../../src/physics/lattice.ts";
import { allocateFields, Observables } from "../../src/physics/observables.ts";
import { Propagator } from "../../src/physics/propagator.ts";

/** Quenches with random parameters from random real normalised states. */
export function randomPoints(system: ExactSystem, count: number, seed: number): ExactPoint[] {
  const space = buildFockSpace(system.lattice.sites, system.electrons);
  const random = uniformStream(seed);
  return Array.from({ length: count }, () => {
    const psi = Float64Array.from({ length: space.dimension }, () => random() - 0.5);
    const norm = Math.hypot(...psi);
    return { interaction: 8 * random(), trap: 2 * random() - 0.5, psi: psi.map((value) => value / norm) };
  });
}

export interface ReferenceSample {
  readonly delta2: number;
  readonly delta3: number;
  readonly energy: number;
  readonly dab: Float64Array;
}

/** All samples of one point by the float64 engine. */
export function referenceSamples(
  system: ExactSystem,
  { interaction, trap, psi }: ExactPoint,
): ReferenceSample[] {
  const { lattice, electrons, hopping, interval, samples } = system;
  const space = buildFockSpace(lattice.sites, electrons);
  const oneBody = oneBodyMatrix(lattice, hopping, trap);
  const hamiltonian = Hamiltonian.hubbard(space, oneBody, interaction);
  const propagator = new Propagator(
    hamiltonian,
    spectralBounds(oneBody, space, interaction),
    0,
    interval,
    samples - 1,
  );
  const fields = new Set(["delta2", "delta3", "energy", "dab"] as const);
  const observables = new Observables(lattice, oneBody, interaction);
  const sampler = new ExactSampler(space, hamiltonian, 0, observables, fields);
  const measure = (state: StateVector): ReferenceSample => {
    const { delta2, delta3, energy, dab } = allocateFields(fields, space.sites, 1);
    if (!delta2 || !delta3 || !energy || !dab) throw new Error("a field was not allocated");
    drain(sampler.sample(state, { delta2, delta3, energy, dab }, 0));
    return { delta2: delta2[0], delta3: delta3[0], energy: energy[0], dab };
  };
  const result = [measure({ re: psi, im: new Float64Array(psi.length) })];
  propagator.start(psi);
  while (result.length < samples) {
    for (const state of drain(propagator.nextBlock()).slice(0, samples - result.length)) {
      result.push(measure(state));
    }
  }
  return result;
}
