import { afterAll, beforeAll, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { createExactBatch } from "../../src/gpu/exact/batch.ts";
import type { ExactPoint, ExactSystem } from "../../src/gpu/exact/types.ts";
import { prepareInitialState } from "../../src/methods/initial.ts";
import { buildup, pearson } from "../../src/physics/diagnostics.ts";
import { buildLattice, type LatticeSpec } from "../../src/physics/lattice.ts";
import { openTestGpu } from "./open.ts";
import { referenceSamples } from "./reference.ts";

const CHAIN: LatticeSpec = { kind: "chain", sites: 6, boundary: "open" };
const ELECTRONS = { up: 3, down: 3 };
const SYSTEM: ExactSystem = {
  lattice: buildLattice(CHAIN),
  electrons: ELECTRONS,
  hopping: 1,
  interval: 0.1,
  samples: 201,
};

/** Rows of the tables of PHYSICS.md section 7: U, V, r, b. */
const TABLE = [
  [1, 1, 0.41, 0.83],
  [0.25, 0.4, 0.98, 0.16],
  [3, 2.5, -0.42, 1.2],
] as const;

function trapRelease(interaction: number, trap: number): ExactPoint {
  const { psi } = drain(
    prepareInitialState({
      lattice: CHAIN,
      electrons: ELECTRONS,
      hopping: 1,
      quench: { protocol: "trap-release", interaction, trap },
      time: { end: 20, sample: 0.1 },
    }),
  );
  return { interaction, trap: 0, psi };
}

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

it("reproduces the table of PHYSICS.md section 7, and float64 over the whole window", async () => {
  const points = TABLE.map(([u, v]) => trapRelease(u, v));
  const series = points.map(() => ({
    delta2: [] as number[],
    delta3: [] as number[],
    energy: [] as number[],
    norm: [] as number[],
  }));
  const batch = await createExactBatch(gpu, SYSTEM);
  await batch.run(points, {
    signal: new AbortController().signal,
    onSamples: (chunk) => {
      for (let p = 0; p < chunk.points; p++) {
        for (const [name, values] of Object.entries(series[chunk.firstPoint + p])) {
          const all = chunk[name as keyof (typeof series)[number]];
          values.push(...all.subarray(p * chunk.samples, (p + 1) * chunk.samples));
        }
      }
    },
  });
  batch.destroy();
  TABLE.forEach(([, v, r, b], p) => {
    const { delta2, delta3, energy, norm } = series[p];
    expect(delta3).toHaveLength(201);
    expect(Math.abs((pearson(delta2, delta3) ?? Number.NaN) - r)).toBeLessThan(v < 2.5 ? 0.02 : 0.05);
    expect(Math.abs(buildup(delta3) - b)).toBeLessThan(0.01);
    const drift = Math.max(...norm.map((value) => Math.abs(value - 1)));
    const energyDrift = Math.max(...energy.map((value) => Math.abs(value - energy[0])));
    expect(drift).toBeLessThan(1e-5);
    expect(energyDrift).toBeLessThan(1e-4);
  });
  const reference = referenceSamples(SYSTEM, points[0]);
  const { delta2, delta3 } = series[0];
  reference.forEach((sample, k) => {
    expect(Math.abs(delta2[k] - sample.delta2)).toBeLessThan(1e-5);
    expect(Math.abs(delta3[k] - sample.delta3)).toBeLessThan(1e-5);
  });
});
