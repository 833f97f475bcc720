import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELD_NAMES, type SampledField, valuesPerSample } from "../../src/base/fields.ts";
import { exactRun } from "../../src/methods/exact.ts";
import { afterQuench, beforeQuench } from "../../src/methods/initial.ts";
import type { QuenchSpec, SystemSpec } from "../../src/methods/types.ts";
import { buildLattice, oneBodyMatrix, siteCount } from "../../src/physics/lattice.ts";
import { DenseQuench } from "../support/dense-quench.ts";
import { reducedDensityMatrix } from "../support/exact-oracle.ts";
import { distance, lattices } from "../support/random-systems.ts";
import { collect, trapQuench } from "../support/runs.ts";

const ALL = new Set(
  FIELD_NAMES.filter((name): name is SampledField => name !== "relativeError" && name !== "closureResidual"),
);

const quenches: fc.Arbitrary<QuenchSpec> = fc.oneof(
  fc.record({
    protocol: fc.constant("trap-release"),
    interaction: fc.constantFrom(-2, 0.3, 1, 4),
    trap: fc.constantFrom(0.21, 1.3),
  }),
  fc.record({
    protocol: fc.constant("interaction-quench"),
    interactionBefore: fc.constantFrom(-1.1, 0.7),
    interaction: fc.constantFrom(0, 5),
    trap: fc.constantFrom(0.13, 0.8),
  }),
);

/** Up to 6 sites, with few enough electrons for the dense oracle. */
const systems: fc.Arbitrary<SystemSpec> = lattices.chain((lattice) => {
  const sites = siteCount(lattice);
  const filling = fc.integer({ min: 0, max: sites > 4 ? 2 : sites });
  return fc.record({
    lattice: fc.constant(lattice),
    electrons: fc.record({ up: filling, down: filling }),
    hopping: fc.constantFrom(1, 0.4),
    quench: quenches,
    time: fc.constant({ end: 6, sample: 0.75 }),
  });
});

function oracleOf(system: SystemSpec): DenseQuench {
  const lattice = buildLattice(system.lattice);
  const side = (of: { interaction: number; trap: number }): { h: Float64Array; interaction: number } => ({
    h: oneBodyMatrix(lattice, system.hopping, of.trap),
    interaction: of.interaction,
  });
  const before = beforeQuench(system) ?? { interaction: 0, trap: 0 };
  return new DenseQuench(lattice.sites, system.electrons, side(before), side(afterQuench(system)));
}

describe("exactRun", () => {
  it("agrees with dense diagonalisation for random lattices, fillings and quenches", () => {
    fc.assert(
      fc.property(systems, (system) => {
        const { data, count, outcome } = collect(exactRun(system, new Set(["density", "dab"])));
        fc.pre((outcome.groundState?.gap ?? 1) > 1e-2);
        expect(count).toBe(9);
        const oracle = oracleOf(system);
        const size = valuesPerSample("dab", siteCount(system.lattice));
        for (const k of [0, 4, 8]) {
          const expected = reducedDensityMatrix(oracle.at(k * 0.75), "ud");
          expect(distance(data.dab?.slice(k * size, (k + 1) * size) ?? [], expected)).toBeLessThan(1e-8);
        }
        expect(outcome.checks.energyDrift).toBeLessThan(1e-10);
        expect(outcome.checks.particleDrift).toBeLessThan(1e-10);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the mirror symmetry of a symmetric trap (identity 5)", () => {
    const { data } = collect(exactRun(trapQuench(6, 3, 0.7), new Set(["density"])));
    const mirrored = data.density?.map((_, i, all) => all[i - (i % 6) + 5 - (i % 6)]) ?? [];
    expect(distance(data.density ?? [], mirrored)).toBeLessThan(1e-11);
  });

  it("fulfils the singlet relations at half filling (identity 2)", () => {
    const m = 4;
    const { data } = collect(exactRun(trapQuench(m, 2, 1), new Set(["dab", "densityUp"])));
    const last = data.dab?.slice(-2 * m ** 4) ?? [];
    const at = (i1: number, i2: number, j1: number, j2: number): number =>
      2 * (((i1 * m + i2) * m + j1) * m + j2);
    let contracted = 0;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        for (let k = 0; k < m; k++) {
          for (let l = 0; l < m; l++) {
            expect(Math.abs(last[at(i, j, k, l)] - last[at(j, i, l, k)])).toBeLessThan(1e-12);
            expect(Math.abs(last[at(i, j, k, l)] - last[at(k, l, i, j)])).toBeLessThan(1e-12);
            expect(Math.abs(last[at(i, j, k, l) + 1] + last[at(k, l, i, j) + 1])).toBeLessThan(1e-12);
          }
        }
      }
    }
    for (let k = 0; k < m; k++) contracted += last[at(1, k, 1, k)] / 2;
    expect(contracted).toBeCloseTo(data.densityUp?.at(-3) ?? 0, 12);
  });

  it("gives the same numbers alone and among all fields", () => {
    for (const electrons of [
      { up: 2, down: 2 },
      { up: 3, down: 1 },
    ]) {
      const system = trapQuench(4, 1, 1, { electrons, time: { end: 2, sample: 0.4 } });
      const together = collect(exactRun(system, ALL));
      for (const name of ALL) {
        const alone = collect(exactRun(system, new Set([name])));
        expect(Object.keys(alone.data)).toEqual([name]);
        expect(distance(alone.data[name] ?? [], together.data[name] ?? [])).toBeLessThan(1e-12);
        expect(alone.data[name]).toHaveLength(6 * valuesPerSample(name, 4));
      }
      expect(together.outcome.checks.minEigenvalueD).toBe(Math.min(...(together.data.minEigenvalueD ?? [])));
      expect(together.outcome.checks.minEigenvalueQ).toBe(Math.min(...(together.data.minEigenvalueQ ?? [])));
    }
  });

  it("starts product states from the sites, with no ground state", () => {
    const system = trapQuench(4, 4, 0, {
      quench: { protocol: "product-state", interaction: 4, sites: ["ud", "u", "d", "0"] },
    });
    const fields = new Set(["density", "densityUp", "doublons", "delta2", "delta3"] as const);
    const { data, outcome } = collect(exactRun(system, fields));
    expect(data.density?.slice(0, 4)).toEqual([2, 1, 1, 0]);
    expect(data.densityUp?.slice(0, 4)).toEqual([1, 1, 0, 0]);
    expect(data.doublons?.slice(0, 4)).toEqual([1, 0, 0, 0]);
    expect(data.delta2?.[0]).toBeLessThan(1e-12);
    expect(data.delta3?.[0]).toBeLessThan(1e-12);
    expect(data.delta3?.[50]).toBeGreaterThan(0.1);
    expect(outcome.groundState).toBeNull();
    expect(outcome.message).toBeNull();
  });

  it("hands out the first sample on its own and pauses often", () => {
    const { events, outcome } = collect(exactRun(trapQuench(8, 1, 1), new Set(["density"])));
    const batch = events.find((event) => event.kind === "samples")?.batch;
    expect(batch).toMatchObject({ first: 0, count: 1 });
    const fractions = events.flatMap((event) => (event.kind === "progress" ? [event.fraction] : []));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(outcome).toMatchObject({ status: "completed", divergedAt: null });
    expect(outcome.steps.accepted).toBeGreaterThan(0);
  });

  it("covers windows that are empty or no multiple of the sample interval", () => {
    const run = (end: number): number =>
      collect(exactRun(trapQuench(4, 1, 1, { time: { end, sample: 0.3 } }), new Set(["density"]))).count;
    expect([run(0), run(0.1), run(0.9), run(1)]).toEqual([1, 1, 4, 4]);
  });

  it("remarks on degenerate and nearly degenerate ground states", () => {
    const ring = { kind: "chain", sites: 4, boundary: "periodic" } as const;
    const open = trapQuench(4, 0, 0, { lattice: ring, time: { end: 0, sample: 1 } });
    expect(collect(exactRun(open, new Set(["density"]))).outcome.message).toContain("degenerate");
    const deep = collect(
      exactRun(trapQuench(6, 1, 4, { time: { end: 0, sample: 1 } }), new Set(["density"])),
    );
    expect(deep.outcome.message).toContain("nearly degenerate");
  });
});
