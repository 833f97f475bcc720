import { expect } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { createTd2rdmBatch, type Td2rdmBatchOptions } from "../../src/gpu/td2rdm/batch.ts";
import { PURIFICATION_TOLERANCE } from "../../src/gpu/td2rdm/purify.ts";
import type {
  PurificationReport,
  Td2rdmPoint,
  Td2rdmSamples,
  Td2rdmSystem,
} from "../../src/gpu/td2rdm/types.ts";
import { Purification } from "../../src/methods/td2rdm/purification.ts";
import { createTd2rdmRhs } from "../../src/methods/td2rdm/rhs.ts";
import { FixedStepper } from "../../src/ode/stepper.ts";
import { buildLattice, type LatticeSpec, oneBodyMatrix } from "../../src/physics/lattice.ts";

export function chain(sites: number): LatticeSpec {
  return { kind: "chain", sites, boundary: "open" };
}

/** Valdemoro, consistent, not purified, five steps per sample, unless said otherwise. */
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
    purification: null,
    ...more,
  };
}

/** Dab at all samples by the float64 engine with the same steps, purified to the tolerance of the device. */
export function reference(system: Td2rdmSystem, { interaction, trap, dab }: Td2rdmPoint): Float64Array[] {
  const { lattice, electrons, hopping, interval, samples, dt } = system;
  const h = oneBodyMatrix(lattice, hopping, trap);
  const rhs = createTd2rdmRhs(lattice.sites, electrons, h, interaction, system);
  const stepper = new FixedStepper((_, y, out) => rhs.evaluate(y, out), dab.slice(), dt);
  const purification = new Purification(lattice.sites, electrons, PURIFICATION_TOLERANCE);
  const result = [dab];
  for (let k = 1; k < samples; k++) {
    while (stepper.time < k * interval) {
      drain(stepper.step(k * interval));
      if (system.purification !== null && drain(purification.apply(stepper.state))) stepper.stateChanged();
    }
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
  return {
    status,
    at,
    dab: (p: number, s: number): Float64Array => find(p, s).dab(p, s),
    report: (p: number, s: number): PurificationReport | undefined => find(p, s).purification?.(p),
  };
}

export function largestDifference(x: Float64Array, y: Float64Array): number {
  expect(x.length).toBe(y.length);
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y[i])), 0);
}
