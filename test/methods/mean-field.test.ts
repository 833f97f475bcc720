import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SampledField } from "../../src/base/fields.ts";
import { exactRun } from "../../src/methods/exact.ts";
import { meanFieldRun } from "../../src/methods/mean-field.ts";
import type { QuenchSpec, SystemSpec } from "../../src/methods/types.ts";
import { maxDifference } from "../support/brute-force.ts";
import { collect } from "../support/runs.ts";

function chain(
  sites: number,
  up: number,
  down: number,
  quench: QuenchSpec,
  time = { end: 5, sample: 0.5 },
): SystemSpec {
  return {
    lattice: { kind: "chain", sites, boundary: "open" },
    electrons: { up, down },
    hopping: 1,
    quench,
    time,
  };
}

const EVERYTHING = new Set<SampledField>([
  "density",
  "densityUp",
  "doublons",
  "energy",
  "particles",
  "delta2",
  "delta3",
  "minEigenvalueD",
  "minEigenvalueQ",
  "momentum",
  "densityDensity",
  "spinSpin",
  "naturalOccupations",
  "entropy",
  "dab",
]);

describe("mean field", () => {
  test("is exact without interaction, for any numbers of electrons", () => {
    for (const [up, down] of [
      [2, 2],
      [3, 1],
      [0, 2],
    ]) {
      const system = chain(4, up, down, { protocol: "trap-release", interaction: 0, trap: 0.7 });
      const exact = collect(exactRun(system, EVERYTHING)).samples;
      const { samples } = collect(meanFieldRun(system, EVERYTHING));
      for (const name of EVERYTHING) {
        const values = samples[name] ?? [];
        expect(values.length).toBe(11);
        for (const [k, value] of values.entries()) {
          const difference = maxDifference(value, exact[name]?.[k] ?? new Float64Array());
          expect(difference, `${name} at sample ${k}, ${up} up`).toBeLessThan(2e-8);
        }
      }
    }
  });

  test("starts from the exact one-body matrices and drops all correlation", () => {
    const system = chain(4, 2, 2, { protocol: "trap-release", interaction: 1, trap: 1 });
    const exact = collect(exactRun(system, new Set<SampledField>(["density", "delta2"]))).samples;
    const { samples, outcome } = collect(
      meanFieldRun(system, new Set<SampledField>(["density", "delta2", "delta3"])),
    );
    expect(
      maxDifference(samples.density?.[0] ?? new Float64Array(), exact.density?.[0] ?? new Float64Array(1)),
    ).toBeLessThan(1e-12);
    expect(exact.delta2?.[0][0]).toBeGreaterThan(0.1);
    expect(samples.delta2?.every(([value]) => value === 0)).toBe(true);
    expect(samples.delta3?.every(([value]) => value === 0)).toBe(true);
    expect(outcome.groundState?.gap).toBeCloseTo(1.437738158116571, 9);
  });

  test("follows the closed equation of the imbalance z of a dimer, d2z/dt2 = -4 z + U^2 z (1 - z^2) / 2", () => {
    const system = chain(
      2,
      1,
      1,
      { protocol: "product-state", interaction: 3, sites: ["ud", "0"] },
      { end: 2, sample: 1e-3 },
    );
    const { samples } = collect(meanFieldRun(system, new Set<SampledField>(["densityUp"])));
    const imbalance = (samples.densityUp ?? []).map(([left, right]) => left - right);
    for (const k of [200, 900, 1700]) {
      const second = (imbalance[k + 1] - 2 * imbalance[k] + imbalance[k - 1]) / 1e-6;
      const selfTrapping = 4.5 * imbalance[k] * (1 - imbalance[k] ** 2);
      expect(second).toBeCloseTo(-4 * imbalance[k] + selfTrapping, 4);
    }
  });

  test("keeps particles, energy, natural occupations and mirror symmetry", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.double({ min: -4, max: 8, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.nat(),
        (sites, interaction, trap, seed) => {
          const up = 1 + (seed % sites);
          const down = 1 + (Math.floor(seed / 7) % sites);
          const system = chain(sites, up, down, {
            protocol: "interaction-quench",
            interactionBefore: 0,
            interaction,
            trap,
          });
          const names = new Set<SampledField>(["density", "naturalOccupations"]);
          const { outcome, samples } = collect(meanFieldRun(system, names));
          expect(outcome.checks.particleDrift).toBeLessThan(1e-10);
          expect(outcome.checks.energyDrift).toBeLessThan(1e-8);
          const occupations = samples.naturalOccupations ?? [];
          expect(maxDifference(occupations[10], occupations[0])).toBeLessThan(1e-8);
          for (const density of samples.density ?? []) {
            expect(maxDifference(density, density.toReversed())).toBeLessThan(1e-8);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test("keeps the energy over the default window", () => {
    const system = chain(
      6,
      3,
      3,
      { protocol: "trap-release", interaction: 4, trap: 1 },
      { end: 20, sample: 0.1 },
    );
    const { outcome, count } = collect(meanFieldRun(system, new Set<SampledField>(["energy"])));
    expect(count).toBe(201);
    expect(outcome.checks.energyDrift).toBeLessThan(1e-8);
    expect(outcome.steps.accepted).toBeGreaterThan(200);
  });
});
