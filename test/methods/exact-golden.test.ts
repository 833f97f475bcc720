import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SampledField } from "../../src/base/fields.ts";
import { exactRun } from "../../src/methods/exact.ts";
import type { SystemSpec } from "../../src/methods/types.ts";
import { distance } from "../support/random-systems.ts";
import { collect, trapQuench } from "../support/runs.ts";

/** Agreement reached is better than 1e-12. */
const TOLERANCE = 5e-12;
const FIELDS = new Set<SampledField>(["density", "doublons", "energy", "delta2", "delta3", "dab"]);

interface Golden {
  readonly sites: number;
  readonly up: number;
  readonly down: number;
  readonly U: number;
  readonly trap: number;
  readonly periodic: boolean;
  readonly times: number[];
  readonly density: number[][];
  readonly doublons: number[][];
  readonly energy: number[];
  /** Empty for unequal spins. */
  readonly delta2: number[];
  readonly delta3: number[];
  readonly groundEnergyInTrap: number;
  readonly gap: number;
  readonly dabSamplesAtEnd: [number[], number, number][];
  readonly dabAtEnd: [number, number][] | null;
}

function readGolden(name: string): Golden {
  return JSON.parse(readFileSync(`test/golden/${name}.json`, "utf8")) as Golden;
}

function systemOf(golden: Golden): SystemSpec {
  return trapQuench(golden.sites, golden.U, golden.trap, {
    lattice: { kind: "chain", sites: golden.sites, boundary: golden.periodic ? "periodic" : "open" },
    electrons: { up: golden.up, down: golden.down },
    time: { end: golden.times.at(-1) ?? 0, sample: 0.1 },
  });
}

describe.each(["exact-m4-u1-v1", "exact-m6-u1-v1", "exact-m5-3up-2dn", "exact-m6-periodic-u2-v1"])(
  "%s",
  (name) => {
    const golden = readGolden(name);
    const { data, count, outcome } = collect(exactRun(systemOf(golden), FIELDS));

    it("has the samples and the ground state", () => {
      expect(count).toBe(golden.times.length);
      expect(Math.abs((outcome.groundState?.energy ?? 0) - golden.groundEnergyInTrap)).toBeLessThan(
        TOLERANCE,
      );
      expect(Math.abs((outcome.groundState?.gap ?? 0) - golden.gap)).toBeLessThan(TOLERANCE);
      expect(outcome.groundState?.residual).toBeLessThan(1e-11);
    });

    it("has the densities, doublons and energy", () => {
      expect(distance(data.density ?? [], golden.density.flat())).toBeLessThan(TOLERANCE);
      expect(distance(data.doublons ?? [], golden.doublons.flat())).toBeLessThan(TOLERANCE);
      expect(distance(data.energy ?? [], golden.energy)).toBeLessThan(TOLERANCE);
      expect(outcome.checks.energyDrift).toBeLessThan(1e-12);
      expect(outcome.checks.particleDrift).toBeLessThan(1e-12);
    });

    it("has Dab at the last time", () => {
      const m = golden.sites;
      const last = data.dab?.slice(-2 * m ** 4) ?? [];
      const whole = golden.dabAtEnd?.flat() ?? last;
      expect(distance(last, whole)).toBeLessThan(TOLERANCE);
      for (const [indices, re, im] of golden.dabSamplesAtEnd) {
        const element = 2 * indices.reduce((sum, index) => sum * m + index, 0);
        expect(Math.abs(last[element] - re)).toBeLessThan(TOLERANCE);
        expect(Math.abs(last[element + 1] - im)).toBeLessThan(TOLERANCE);
      }
    });
  },
);

it.each(["exact-m4-u1-v1", "exact-m6-u1-v1", "exact-m6-periodic-u2-v1"])(
  "%s has the cumulant norms",
  (name) => {
    const golden = readGolden(name);
    const { data } = collect(exactRun(systemOf(golden), FIELDS));
    expect(distance(data.delta2 ?? [], golden.delta2)).toBeLessThan(TOLERANCE);
    expect(distance(data.delta3 ?? [], golden.delta3)).toBeLessThan(TOLERANCE);
  },
);

describe("larger chains at U = 1, V = 1", () => {
  it.each([
    [8, 12.705871101073, [1.1481876607, 1.0016660761, 0.9342377775, 0.9159084857]],
    [10, 25.658553273401, [1.0023649223, 0.9400790148, 0.9568162195, 1.0148488409, 1.0858910024]],
  ])("reproduces energy and densities for %i sites", (sites, energy, density) => {
    const system = trapQuench(sites, 1, 1, { time: { end: 10, sample: 2.5 } });
    const { data, outcome } = collect(exactRun(system, new Set(["density"])));
    expect(Math.abs((outcome.groundState?.energy ?? 0) - energy)).toBeLessThan(1e-12 * sites);
    const last = data.density?.slice(-sites) ?? [];
    expect(distance(last.slice(0, sites / 2), density)).toBeLessThan(1e-10);
    expect(distance(last.slice(sites / 2), density.toReversed())).toBeLessThan(1e-10);
  });
});
