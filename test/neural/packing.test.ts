import { describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import { findSymmetries, Packing } from "../../src/neural/packing.ts";
import type { LatticeSpec } from "../../src/physics/lattice.ts";
import { maxDifference } from "../support/brute-force.ts";
import { randomNumbers, randomSingletDab } from "../support/random-singlet.ts";
import { trapQuench } from "../support/runs.ts";

const chain = (sites: number): LatticeSpec => ({ kind: "chain", sites, boundary: "open" });
const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));

function repack(packing: Packing, dab: Float64Array): { packed: Float64Array; again: Float64Array } {
  const packed = new Float64Array(packing.size);
  const again = new Float64Array(packing.values);
  packing.pack(dab, packed);
  packing.unpack(packed, again);
  return { packed, again };
}

describe("packing", () => {
  test.each([
    [4, true, 72],
    [6, true, 342],
    [6, false, 1296],
    [4, false, 256],
  ])("%i sites with symmetries %s: %i reals", (sites, symmetric, size) => {
    const symmetries = { exchange: symmetric, mirrors: symmetric ? (["x"] as const) : [] };
    expect(new Packing(chain(sites), symmetries).size).toBe(size);
  });

  test("is exact on the trap quench, with norms kept, on chains and rectangles", () => {
    const lattices: LatticeSpec[] = [
      chain(4),
      { kind: "chain", sites: 4, boundary: "periodic" },
      { kind: "rectangle", lx: 2, ly: 2, boundary: "open" },
      { kind: "rectangle", lx: 3, ly: 2, boundary: "open" },
    ];
    for (const lattice of lattices) {
      const sites = lattice.kind === "chain" ? lattice.sites : lattice.lx * lattice.ly;
      const quench = trapQuench(sites, 1.3, 0.8, { lattice, electrons: { up: 2, down: 1 } });
      const { dab } = drain(exactTrajectory(quench, 1, 1));
      const symmetries = findSymmetries(lattice, [dab]);
      expect(symmetries.exchange).toBe(false);
      const packing = new Packing(lattice, symmetries);
      const sample = dab.slice(packing.values);
      const { packed, again } = repack(packing, sample);
      expect(maxDifference(again, sample)).toBeLessThan(1e-9);
      expect(norm(packed)).toBeCloseTo(norm(sample), 9);
    }
  });

  test("finds exactly the symmetries that the series have", () => {
    const all = drain(exactTrajectory(trapQuench(4, 1, 1), 1, 2)).dab;
    expect(findSymmetries(chain(4), [all])).toEqual({ exchange: true, mirrors: ["x"] });
    const expansion = trapQuench(4, 1, 1, {
      quench: { protocol: "product-state", interaction: 1, sites: ["ud", "ud", "0", "0"] },
    });
    const oneSided = drain(exactTrajectory(expansion, 1, 2)).dab;
    expect(findSymmetries(chain(4), [oneSided])).toEqual({ exchange: true, mirrors: [] });
    expect(findSymmetries(chain(4), [all, oneSided])).toEqual({ exchange: true, mirrors: [] });
    const neel = trapQuench(4, 1, 1, {
      quench: { protocol: "product-state", interaction: 1, sites: ["u", "d", "u", "d"] },
    });
    expect(findSymmetries(chain(4), [drain(exactTrajectory(neel, 1, 2)).dab])).toEqual({
      exchange: false,
      mirrors: [],
    });
    const lattice: LatticeSpec = { kind: "rectangle", lx: 2, ly: 3, boundary: "open" };
    const rows = trapQuench(6, 1, 1, {
      lattice,
      quench: { protocol: "product-state", interaction: 1, sites: ["ud", "ud", "0", "0", "0", "0"] },
      electrons: { up: 2, down: 2 },
    });
    const found = findSymmetries(lattice, [drain(exactTrajectory(rows, 1, 1)).dab]);
    expect(found).toEqual({ exchange: true, mirrors: ["x"] });
  });

  test("without a mirror is exact on any singlet, at any place of a series", () => {
    const packing = new Packing(chain(3), { exchange: true, mirrors: [] });
    const dabs = [randomSingletDab(3, 1, 5), randomSingletDab(3, 2, 6)];
    const series = new Float64Array(2 * packing.values);
    const packed = new Float64Array(2 * packing.size);
    const again = new Float64Array(2 * packing.values);
    dabs.forEach((dab, k) => series.set(dab, k * packing.values));
    for (const sample of [0, 1]) {
      packing.pack(series, packed, sample);
      packing.unpack(packed, again, sample);
    }
    expect(maxDifference(again, series)).toBeLessThan(1e-14);
    expect(norm(packed)).toBeCloseTo(norm(series), 12);
  });

  test("coordinates are orthonormal: packing inverts unpacking of any vector", () => {
    const next = randomNumbers(3);
    for (const mirrors of [[], ["x"]] as const) {
      const packing = new Packing(chain(5), { exchange: true, mirrors });
      const packed = Float64Array.from({ length: packing.size }, next);
      const dab = new Float64Array(packing.values);
      packing.unpack(packed, dab);
      const again = new Float64Array(packing.size);
      packing.pack(dab, again);
      expect(maxDifference(again, packed)).toBeLessThan(1e-14);
      expect(norm(dab)).toBeCloseTo(norm(packed), 12);
    }
  });
});
