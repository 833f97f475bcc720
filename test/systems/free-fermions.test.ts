import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";
import { exactRun } from "../../src/methods/exact.ts";
import { fillShell } from "../../src/physics/determinant.ts";
import { buildLattice, type LatticeSpec, oneBodyMatrix, siteCount } from "../../src/physics/lattice.ts";
import { distance } from "../support/random-systems.ts";
import { collect, trapQuench } from "../support/runs.ts";

/** Density of one spin at time t: g(t) = e^{-iht} g e^{iht} with the one-body Hamiltonian h. */
function freeDensity(h: Float64Array, g: Float64Array, sites: number, t: number): number[] {
  const solver = new HermitianEigensolver(sites);
  const matrix = new Float64Array(2 * sites * sites);
  h.forEach((value, i) => {
    matrix[2 * i] = value;
  });
  solver.eigen(matrix);
  const u = (i: number, j: number): [number, number] => {
    let [re, im] = [0, 0];
    for (let k = 0; k < sites; k++) {
      const overlap = solver.vectors[2 * (k * sites + i)] * solver.vectors[2 * (k * sites + j)];
      re += overlap * Math.cos(solver.values[k] * t);
      im -= overlap * Math.sin(solver.values[k] * t);
    }
    return [re, im];
  };
  return Array.from({ length: sites }, (_, i) => {
    let density = 0;
    for (let p = 0; p < sites; p++) {
      for (let q = 0; q < sites; q++) {
        const [[ar, ai], [br, bi]] = [u(i, p), u(i, q)];
        density += g[2 * (p * sites + q)] * (ar * br + ai * bi);
      }
    }
    return density;
  });
}

const lattices: fc.Arbitrary<LatticeSpec> = fc.constantFrom(
  { kind: "chain", sites: 6, boundary: "open" },
  { kind: "chain", sites: 5, boundary: "periodic" },
  { kind: "rectangle", lx: 3, ly: 2, boundary: "open" },
  { kind: "rectangle", lx: 3, ly: 2, boundary: "periodic" },
);

describe("free fermions (U = 0)", () => {
  it("follow the one-body Schroedinger equation and stay uncorrelated (identity 3)", () => {
    fc.assert(
      fc.property(
        lattices,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(0.37, 1.1),
        (lattice, up, down, trap) => {
          const sites = siteCount(lattice);
          const built = buildLattice(lattice);
          const before = oneBodyMatrix(built, 1, trap);
          const after = oneBodyMatrix(built, 1, 0);
          const shells = [fillShell(before, sites, up), fillShell(before, sites, down)];
          fc.pre(shells.every(({ gap }) => gap > 1e-3));
          const time = { end: 4, sample: 0.8 };
          const system = trapQuench(sites, 0, trap, { lattice, electrons: { up, down }, time });
          const fields = new Set(["density", "densityUp", "delta2", "delta3", "entropy"] as const);
          const { data } = collect(exactRun(system, fields));
          for (let k = 0; k <= 5; k++) {
            const ups = freeDensity(after, shells[0].d1, sites, k * time.sample);
            const downs = freeDensity(after, shells[1].d1, sites, k * time.sample);
            const density = ups.map((value, i) => value + downs[i]);
            expect(distance(data.densityUp?.slice(k * sites, (k + 1) * sites) ?? [], ups)).toBeLessThan(
              1e-10,
            );
            expect(distance(data.density?.slice(k * sites, (k + 1) * sites) ?? [], density)).toBeLessThan(
              1e-10,
            );
          }
          expect(Math.max(...(data.delta2 ?? [1]))).toBeLessThan(1e-10);
          expect(Math.max(...(data.delta3 ?? [1]))).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("know their energy: a filled open chain of cosine levels", () => {
    const { outcome } = collect(
      exactRun(trapQuench(6, 0, 0, { time: { end: 0, sample: 1 } }), new Set(["density"])),
    );
    const levels = [1, 2, 3].map((k) => -2 * Math.cos((k * Math.PI) / 7));
    expect(outcome.groundState?.energy).toBeCloseTo(2 * levels.reduce((a, b) => a + b, 0), 12);
    expect(outcome.groundState?.gap).toBeCloseTo(-2 * levels[2], 10);
  });
});
