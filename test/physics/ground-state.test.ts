import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";
import { buildFockSpace } from "../../src/physics/fock-space.ts";
import { type GroundState, groundState } from "../../src/physics/ground-state.ts";
import { Hamiltonian } from "../../src/physics/hamiltonian.ts";
import { buildLattice, type LatticeSpec, oneBodyMatrix, siteCount } from "../../src/physics/lattice.ts";
import { bitStrings, denseHamiltonian } from "../support/exact-oracle.ts";
import { distance, lattices } from "../support/random-systems.ts";

interface System {
  readonly lattice: LatticeSpec;
  readonly up: number;
  readonly down: number;
  readonly interaction: number;
  readonly trap: number;
  readonly hopping?: number;
}

function search({ lattice, up, down, interaction, trap, hopping = 1 }: System): GroundState {
  const space = buildFockSpace(siteCount(lattice), { up, down });
  const oneBody = oneBodyMatrix(buildLattice(lattice), hopping, trap);
  return drain(groundState(Hamiltonian.hubbard(space, oneBody, interaction), space));
}

/** The two lowest levels from the dense matrix. */
function lowestLevels({ lattice, up, down, interaction, trap, hopping = 1 }: System): [number, number] {
  const sites = siteCount(lattice);
  const [ups, downs] = [bitStrings(sites, up), bitStrings(sites, down)];
  const solver = new HermitianEigensolver(ups.length * downs.length);
  const oneBody = oneBodyMatrix(buildLattice(lattice), hopping, trap);
  solver.eigenvalues(denseHamiltonian(sites, ups, downs, oneBody, interaction));
  return [solver.values[0], solver.values[1] ?? Number.POSITIVE_INFINITY];
}

const systems = lattices.chain((lattice) => {
  const filling = fc.integer({ min: 0, max: Math.min(3, siteCount(lattice)) });
  return fc.record({
    lattice: fc.constant(lattice),
    up: filling,
    down: filling,
    interaction: fc.constantFrom(-3, 0, 0.25, 1, 8),
    trap: fc.constantFrom(0, 0.1, 1, 4, 30),
  });
});

describe("groundState", () => {
  it("agrees with dense diagonalisation in energy and gap, degenerate levels included", () => {
    fc.assert(
      fc.property(systems, (system) => {
        const [first, second] = lowestLevels(system);
        const found = search(system);
        expect(Math.abs(found.energy - first)).toBeLessThan(1e-11);
        expect(found.residual).toBeLessThan(1e-10);
        const gap = second - first;
        expect(found.gap === gap || Math.abs(found.gap - gap) < 2e-10).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("reports exact degeneracy as gap 0 and always returns the same state", () => {
    const ring = { kind: "chain", sites: 4, boundary: "periodic" } as const;
    const system = { lattice: ring, up: 2, down: 2, interaction: 0, trap: 0 };
    const [one, two] = [search(system), search(system)];
    expect(one.gap).toBe(0);
    expect(two.psi).toEqual(one.psi);
    const polarised = search({ ...system, up: 2, down: 1 });
    expect(polarised.gap).toBe(0);
  });

  it("resolves the near-degenerate singlet and triplet of a deep trap", () => {
    const chain = { kind: "chain", sites: 6, boundary: "open" } as const;
    const system = { lattice: chain, up: 3, down: 3, interaction: 1, trap: 4 };
    const [first, second] = lowestLevels(system);
    const found = search(system);
    expect(second - first).toBeLessThan(2e-3);
    expect(found.gap).toBeCloseTo(second - first, 10);
    expect(found.exchange).toBe(1);
    expect(
      distance(
        found.psi,
        found.psi.map((_, i) => found.psi[(i % 20) * 20 + Math.floor(i / 20)]),
      ),
    ).toBe(0);
  });

  it("finds ground states that are odd under exchange: two electrons on a frustrated triangle", () => {
    const ring = { kind: "chain", sites: 3, boundary: "periodic" } as const;
    const system = { lattice: ring, up: 1, down: 1, interaction: 4, trap: 0, hopping: -1 };
    const [first, second] = lowestLevels(system);
    const found = search(system);
    expect(found.exchange).toBe(-1);
    expect(found.energy).toBeCloseTo(-2, 12);
    expect(found.energy).toBeCloseTo(first, 12);
    expect(found.gap).toBeCloseTo(second - first, 10);
  });
});
