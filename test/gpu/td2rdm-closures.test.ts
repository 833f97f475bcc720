import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gpu } from "../../src/gpu/device.ts";
import type { StagePlacement, Td2rdmClosure, Td2rdmPoint } from "../../src/gpu/td2rdm/types.ts";
import { randomSingletDab } from "../support/random-singlet.ts";
import { openTestGpu } from "./open.ts";
import { chain, largestDifference, reference, runBatch, systemOf } from "./td2rdm-runs.ts";

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

/** Quenches from random correlated singlets, interaction and trap different in each. */
function randomPoints(sites: number, electrons: number, count: number): Td2rdmPoint[] {
  return Array.from({ length: count }, (_, k) => ({
    interaction: 4 - 1.5 * k,
    trap: 0.2 + 0.3 * k,
    dab: randomSingletDab(sites, electrons, 10 * sites + k, 5),
  }));
}

type Case = [Td2rdmClosure, number, number, number, StagePlacement, number, number];

/** Closure, sites, electrons of one spin, workgroup, place of the stage, points, samples. */
const CASES: readonly Case[] = [
  ["valdemoro", 7, 3, 32, "storage", 1, 2],
  ["nakatsuji-yasuda-smooth", 3, 1, 1, "workgroup", 2, 3],
  ["nakatsuji-yasuda-smooth", 4, 2, 37, "storage", 3, 3],
  ["nakatsuji-yasuda", 2, 1, 3, "workgroup", 2, 3],
  ["nakatsuji-yasuda", 5, 2, 36, "storage", 2, 2],
  ["nakatsuji-yasuda", 8, 4, 64, "storage", 1, 2],
  ["mazziotti", 2, 1, 1, "storage", 2, 3],
  ["mazziotti", 4, 2, 63, "workgroup", 3, 3],
  ["mazziotti", 5, 3, 64, "storage", 1, 2],
];

describe("closures on the device, against float64, from random singlets", () => {
  it.each(CASES)("%s, %i sites, %i electrons of one spin, workgroup of %i, stage in %s", async (...each) => {
    const [closure, sites, electrons, workgroup, stage, count, samples] = each;
    const points = randomPoints(sites, electrons, count);
    const ends: Float64Array[] = [];
    for (const contractionConsistent of [false, true]) {
      // One step per sample: what a step gets wrong is not yet smoothed or amplified.
      const system = systemOf(chain(sites), electrons, samples, {
        closure,
        contractionConsistent,
        interval: 0.05,
        dt: 0.05,
      });
      const { status, dab } = await runBatch(gpu, system, points, { workgroup, stage });
      expect(status).toBe("completed");
      points.forEach((point, p) => {
        const expected = reference(system, point);
        expected.forEach((sample, s) => {
          expect(largestDifference(dab(p, s), sample)).toBeLessThan(5e-7);
        });
        ends.push(expected[samples - 1]);
      });
    }
    // The correction is no rounding error.
    expect(largestDifference(ends[0], ends[count])).toBeGreaterThan(1e-5);
  });
});
