import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import type { StagePlacement, Td2rdmClosure, Td2rdmPoint } from "../../src/gpu/td2rdm/types.ts";
import { initialRdm } from "../../src/methods/initial.ts";
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

type Case = [Td2rdmClosure, number, number, number, StagePlacement, number, number, readonly boolean[]];

const BOTH = [false, true];
/** Closure, sites, electrons of one spin, workgroup, place of the stage, points, steps, consistency. */
const CASES: readonly Case[] = [
  ["valdemoro", 7, 3, 32, "storage", 1, 1, [true]],
  ["nakatsuji-yasuda-smooth", 3, 1, 1, "workgroup", 2, 2, BOTH],
  ["nakatsuji-yasuda-smooth", 6, 3, 64, "storage", 1, 1, BOTH],
  ["nakatsuji-yasuda", 4, 2, 37, "workgroup", 3, 2, BOTH],
  ["nakatsuji-yasuda", 8, 4, 64, "storage", 1, 1, [true]],
  ["mazziotti", 2, 1, 1, "storage", 2, 2, BOTH],
  ["mazziotti", 5, 2, 63, "workgroup", 1, 1, BOTH],
];
const STEP = 0.05;

describe("closures on the device, against float64, from random singlets", () => {
  it.each(CASES)("%s, %i sites, %i electrons of one spin, workgroup of %i, stage in %s", async (...each) => {
    const [closure, sites, electrons, workgroup, stage, count, steps, consistency] = each;
    const points = randomPoints(sites, electrons, count);
    for (const contractionConsistent of consistency) {
      const spec = { interval: STEP, dt: STEP, closure, contractionConsistent };
      const system = systemOf(chain(sites), electrons, steps + 1, spec);
      const { status, dab } = await runBatch(gpu, system, points, { workgroup, stage });
      expect(status).toBe("completed");
      points.forEach((point, p) => {
        const expected = reference(system, point);
        expected.forEach((sample, s) => {
          expect(largestDifference(dab(p, s), sample)).toBeLessThan(2e-7);
        });
        // Neither the closure nor the correction is within the tolerance.
        const plain = { ...system, closure: "valdemoro" as const, contractionConsistent: false };
        expect(largestDifference(expected[steps], reference(plain, point)[steps])).toBeGreaterThan(1e-5);
        const opposite = { ...system, contractionConsistent: !contractionConsistent };
        expect(largestDifference(expected[steps], reference(opposite, point)[steps])).toBeGreaterThan(1e-5);
      });
    }
  });
});

it("lets a quench explode as in float64 (Nakatsuji-Yasuda, U = 4), and keeps the other close to it", async () => {
  const lattice = chain(4);
  const points = [4, 0.5].map((interaction): Td2rdmPoint => {
    const quench = { protocol: "trap-release", interaction, trap: 1 } as const;
    const time = { end: 1, sample: 0.1 };
    const electrons = { up: 2, down: 2 };
    const { dab } = drain(initialRdm({ lattice, electrons, hopping: 1, quench, time }));
    return { interaction, trap: 0, dab };
  });
  const system = systemOf(lattice, 2, 24, { closure: "nakatsuji-yasuda", contractionConsistent: false });
  const { at, dab } = await runBatch(gpu, system, points, { workgroup: 37, stage: "workgroup" });
  const bounded = (norm: number): boolean => norm <= 5;
  const [exploding, steady] = points.map((point) => reference(system, point));
  const end = exploding.findIndex((sample) => !bounded(Math.hypot(...sample)));
  expect(end).toBe(19);
  expect(exploding.findIndex((_, s) => !bounded(at("norm", 0, s)))).toBe(end);
  steady.forEach((sample, s) => {
    expect(largestDifference(dab(1, s), sample)).toBeLessThan(1e-6);
  });
  exploding.slice(0, end - 5).forEach((sample, s) => {
    expect(largestDifference(dab(0, s), sample)).toBeLessThan(2e-6);
  });
});
