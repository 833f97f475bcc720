import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { GpuError } from "../../src/gpu/problems.ts";
import { createTd2rdmBatch } from "../../src/gpu/td2rdm/batch.ts";
import type { Td2rdmPoint } from "../../src/gpu/td2rdm/types.ts";
import { initialRdm } from "../../src/methods/initial.ts";
import type { LatticeSpec } from "../../src/physics/lattice.ts";
import { openTestGpu } from "./open.ts";
import { chain, largestDifference, reference, runBatch, systemOf } from "./td2rdm-runs.ts";

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

/** Quenches from the ground states of traps; a trap of half the strength stays on. */
function points(spec: LatticeSpec, electrons: number, quenches: readonly [number, number][]): Td2rdmPoint[] {
  return quenches.map(([interaction, trap]) => {
    const { dab } = drain(
      initialRdm({
        lattice: spec,
        electrons: { up: electrons, down: electrons },
        hopping: 1,
        quench: { protocol: "trap-release", interaction, trap },
        time: { end: 1, sample: 0.1 },
      }),
    );
    return { interaction, trap: trap / 2, dab };
  });
}

describe("a batch of Valdemoro TD2RDM quenches, against float64", () => {
  const quenches: readonly [number, number][] = [
    [1, 1],
    [3, 0.4],
    [0.25, 2],
  ];
  const square: LatticeSpec = { kind: "rectangle", lx: 2, ly: 2, boundary: "open" };
  const cases: [string, LatticeSpec, number, boolean, number, number, number][] = [
    ["2 sites, consistent, workgroup 1", chain(2), 1, true, 1, 1, 6],
    ["4 sites, workgroup 135 of 136", chain(4), 2, false, 3, 135, 4],
    ["4 sites as a square, 1 electron per spin, consistent", square, 1, true, 1, 33, 6],
    ["6 sites, consistent", chain(6), 3, true, 1, 32, 3],
  ];
  it.each(cases)("%s", async (_, lattice, electrons, consistent, count, workgroup, samples) => {
    const system = systemOf(lattice, electrons, samples, { contractionConsistent: consistent });
    const batch = points(lattice, electrons, quenches.slice(0, count));
    const { status, at, dab } = await runBatch(gpu, system, batch, { workgroup });
    expect(status).toBe("completed");
    batch.forEach((point, p) => {
      let worst = 0;
      reference(system, point).forEach((expected, s) => {
        worst = Math.max(worst, largestDifference(dab(p, s), expected));
        expect(Math.abs(at("trace", p, s) - electrons ** 2)).toBeLessThan(2e-6 * electrons ** 2);
        expect(Math.abs(at("norm", p, s) - Math.hypot(...expected))).toBeLessThan(1e-5);
      });
      const drift = Math.abs(at("energy", p, samples - 1) - at("energy", p, 0));
      expect(drift).toBeLessThan(consistent ? 1e-5 : 0.1);
      expect(worst).toBeLessThan(5e-7);
    });
  });
});

it("stays close to float64 over 500 steps, keeps the energy, and lets other points explode", async () => {
  const system = systemOf(chain(4), 2, 101);
  const [first, second] = points(chain(4), 2, [
    [1, 1],
    [3, 0.4],
  ]);
  const huge = { ...first, dab: first.dab.map((value) => 1e6 * value) };
  const { at, dab } = await runBatch(gpu, system, [first, huge, second]);
  const expected = [reference(system, first), [], reference(system, second)];
  for (const p of [0, 2]) {
    let worst = 0;
    expected[p].forEach((sample, s) => {
      worst = Math.max(worst, largestDifference(dab(p, s), sample));
      expect(Math.abs(at("energy", p, s) - at("energy", p, 0))).toBeLessThan(1e-5);
    });
    expect(worst).toBeLessThan(5e-6);
  }
  for (const s of [1, 50, 100]) expect(at("norm", 1, s) <= 5).toBe(false);
});

it("names the limit that the tables of 16 sites exceed", async () => {
  const failure = await createTd2rdmBatch(gpu, systemOf(chain(16), 8, 2)).catch((caught: unknown) => caught);
  expect(failure).toBeInstanceOf(GpuError);
  expect((failure as GpuError).problem).toMatchObject({
    kind: "limit-too-small",
    limit: "maxComputeWorkgroupStorageSize",
  });
});
