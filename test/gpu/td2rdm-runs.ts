import { expect } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { createTd2rdmBatch, type Td2rdmBatchOptions } from "../../src/gpu/td2rdm/batch.ts";
import type { Td2rdmPoint, Td2rdmSamples, Td2rdmSystem } from "../../src/gpu/td2rdm/types.ts";
import { createTd2rdmRhs } from "../../src/methods/td2rdm/rhs.ts";
import { FixedStepper } from "../../src/ode/stepper.ts";
import { buildLattice, type LatticeSpec, oneBodyMatrix } from "../../src/physics/lattice.ts";

export function chain(sites: number): LatticeSpec {
  return { kind: "chain", sites, boundary: "open" };
}

/** Valdemoro, consistent, five steps per sample, unless said otherwise. */
export function systemOf(
  lattice: LatticeSpec,
  electrons: number,
  samples: number,
  more: Partial<Td2rdmSystem> = {},
): Td2rdmSystem {
  return {
    lattice: buildLattice(lattice),
    electrons,
    hopping: 1,
    dt: 0.02,
    interval: 0.1,
    samples,
    closure: "valdemoro",
    contractionConsistent: true,
    ...more,
  };
}

/** Dab at all samples by the float64 engine with the same steps. */
export function reference(system: Td2rdmSystem, { interaction, trap, dab }: Td2rdmPoint): Float64Array[] {
  const { lattice, electrons, hopping, interval, samples, dt } = system;
  const h = oneBodyMatrix(lattice, hopping, trap);
  const rhs = createTd2rdmRhs(lattice.sites, electrons, h, interaction, system);
  const stepper = new FixedStepper((_, y, out) => rhs.evaluate(y, out), dab.slice(), dt);
  const result = [dab];
  for (let k = 1; k < samples; k++) {
    while (stepper.time < k * interval) drain(stepper.step(k * interval));
    result.push(stepper.state.slice());
  }
  return result;
}

/** Runs a batch and gives access to its samples, each of which must come exactly once. */
export async function runBatch(
  gpu: Gpu,
  system: Td2rdmSystem,
  points: readonly Td2rdmPoint[],
  options: Td2rdmBatchOptions = {},
) {
  const batch = await createTd2rdmBatch(gpu, system, options);
  const chunks: Td2rdmSamples[] = [];
  const status = await batch.run(points, {
    signal: new AbortController().signal,
    onSamples: (chunk) => void chunks.push(chunk),
  });
  batch.destroy();
  const find = (p: number, s: number): Td2rdmSamples => {
    const found = chunks.filter(
      ({ firstPoint, points, firstSample, samples }) =>
        p >= firstPoint && p < firstPoint + points && s >= firstSample && s < firstSample + samples,
    );
    expect(found).toHaveLength(1);
    return found[0];
  };
  const at = (field: "delta2" | "energy" | "trace" | "norm", p: number, s: number): number => {
    const chunk = find(p, s);
    return chunk[field][(p - chunk.firstPoint) * chunk.samples + s - chunk.firstSample];
  };
  return { status, at, dab: (p: number, s: number): Float64Array => find(p, s).dab(p, s) };
}

export function largestDifference(x: Float64Array, y: Float64Array): number {
  expect(x.length).toBe(y.length);
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y[i])), 0);
}
