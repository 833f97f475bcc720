import { afterAll, beforeAll, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { createTd2rdmBatch } from "../../src/gpu/td2rdm/batch.ts";
import { PURIFICATION_TOLERANCE } from "../../src/gpu/td2rdm/purify.ts";
import type { PurificationReport, Td2rdmPoint } from "../../src/gpu/td2rdm/types.ts";
import { initialRdm } from "../../src/methods/initial.ts";
import { PairSpectrum } from "../../src/methods/td2rdm/pair-spectrum.ts";
import { trapQuench } from "../support/runs.ts";
import { openTestGpu } from "./open.ts";
import { chain, largestDifference, reference, systemOf } from "./td2rdm-runs.ts";

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

const SAMPLES = 3;
const system = systemOf(chain(4), 2, SAMPLES, { purification: { iterations: 500 } });
const points = ([2, 0.5] as const).map((interaction): Td2rdmPoint => {
  const { dab } = drain(initialRdm(trapQuench(4, interaction, 1)));
  return { interaction, trap: 0, dab };
});

it("a purified propagation follows the float64 engine, keeps the energy and stays positive", async () => {
  const batch = await createTd2rdmBatch(gpu, system);
  const run = async () => {
    const dab = points.map((): Float64Array[] => []);
    const energy = points.map((): number[] => []);
    const reports: PurificationReport[] = [];
    const status = await batch.run(points, {
      signal: new AbortController().signal,
      onSamples: (chunk) => {
        for (let k = 0; k < chunk.points; k++) {
          const p = chunk.firstPoint + k;
          for (let s = 0; s < chunk.samples; s++) {
            dab[p].push(chunk.dab(p, chunk.firstSample + s));
            energy[p].push(chunk.energy[k * chunk.samples + s]);
          }
          if (chunk.purification !== null) reports[p] = chunk.purification(p);
        }
      },
    });
    expect(status).toBe("completed");
    return { dab, energy, reports };
  };
  const before = gpu.bytesInUse;
  const { dab, energy, reports } = await run();
  // The pacer has grown: the same work in other submissions.
  expect((await run()).dab).toEqual(dab);
  expect(gpu.bytesInUse).toBe(before);
  const spectrum = new PairSpectrum(4);
  points.forEach((point, p) => {
    reference(system, point).forEach((expected, s) => {
      expect(largestDifference(dab[p][s], expected)).toBeLessThan(2 * PURIFICATION_TOLERANCE);
      expect(spectrum.smallestEigenvalue(dab[p][s])).toBeGreaterThan(-1.5 * PURIFICATION_TOLERANCE);
      expect(Math.abs(energy[p][s] - energy[p][0])).toBeLessThan(2e-6);
    });
    expect(reports[p]).toMatchObject({ unfinished: 0, smallest: 0 });
    expect(reports[p].iterations).toBeGreaterThan(5 * (SAMPLES - 1));
  });
  batch.destroy();
});
