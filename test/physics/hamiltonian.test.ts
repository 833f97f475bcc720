import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";
import { buildFockSpace } from "../../src/physics/fock-space.ts";
import { Hamiltonian, spectralBounds } from "../../src/physics/hamiltonian.ts";
import { buildLattice, oneBodyMatrix, siteCount } from "../../src/physics/lattice.ts";
import { bitStrings, denseHamiltonian } from "../support/exact-oracle.ts";
import { distance, lattices, randomState } from "../support/random-systems.ts";

/** Lattice, filling and parameters; the dense Hamiltonian stays below 400 x 400. */
const systems = lattices.chain((lattice) => {
  const filling = fc.integer({ min: 0, max: siteCount(lattice) });
  return fc.record({
    lattice: fc.constant(lattice),
    up: filling,
    down: filling,
    interaction: fc.double({ min: -4, max: 8, noNaN: true }),
    trap: fc.double({ min: 0, max: 3, noNaN: true }),
  });
});

function multiplyDense(matrix: Float64Array, x: Float64Array): Float64Array {
  return x.map((_, i) => x.reduce((sum, value, j) => sum + matrix[2 * (i * x.length + j)] * value, 0));
}

describe("Hamiltonian", () => {
  it("agrees with operators applied one by one, for all lattices, fillings and signs", () => {
    fc.assert(
      fc.property(systems, fc.integer(), ({ lattice, up, down, interaction, trap }, seed) => {
        const sites = siteCount(lattice);
        const oneBody = oneBodyMatrix(buildLattice(lattice), 1, trap);
        const { space, state } = randomState(sites, { up, down }, seed);
        const hamiltonian = Hamiltonian.hubbard(space, oneBody, interaction);
        const [ups, downs] = [bitStrings(sites, up), bitStrings(sites, down)];
        const dense = denseHamiltonian(sites, ups, downs, oneBody, interaction);
        const expected = multiplyDense(dense, state.re);
        const out = new Float64Array(space.dimension);
        hamiltonian.apply(state.re, 0, null, out);
        expect(distance(out, expected)).toBeLessThan(1e-12);
        const previous = state.im.slice();
        hamiltonian.rescaled(0.3, 2).apply(state.re, 0, previous, previous);
        const rescaled = expected.map((h, i) => 2 * (h - 0.3 * state.re[i]) - state.im[i]);
        expect(distance(previous, rescaled)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it.each([1, -1] as const)("uses and keeps exchange symmetry %i", (exchange) => {
    const lattice = buildLattice({ kind: "chain", sites: 5, boundary: "periodic" });
    const { space, state } = randomState(5, { up: 2, down: 2 }, 4);
    const n = space.up.size;
    const x = state.re.map((value, i) => value + exchange * state.re[(i % n) * n + Math.floor(i / n)]);
    const hamiltonian = Hamiltonian.hubbard(space, oneBodyMatrix(lattice, 1, 0.7), 2.3);
    const [fast, slow] = [new Float64Array(n * n), new Float64Array(n * n)];
    hamiltonian.apply(x, exchange, null, fast);
    hamiltonian.apply(x, 0, null, slow);
    expect(distance(fast, slow)).toBeLessThan(1e-13);
    expect(
      distance(
        fast,
        fast.map((_, i) => exchange * fast[(i % n) * n + Math.floor(i / n)]),
      ),
    ).toBe(0);
  });

  it("refuses exchange symmetry for unequal spins", () => {
    const space = buildFockSpace(3, { up: 2, down: 1 });
    const hamiltonian = Hamiltonian.hubbard(space, new Float64Array(9), 1);
    expect(() => hamiltonian.apply(new Float64Array(9), 1, null, new Float64Array(9))).toThrow("equal spins");
  });
});

describe("spectralBounds", () => {
  it("encloses the spectrum, tightly without interaction", () => {
    fc.assert(
      fc.property(systems, ({ lattice, up, down, interaction, trap }) => {
        const sites = siteCount(lattice);
        const oneBody = oneBodyMatrix(buildLattice(lattice), 1, trap);
        const space = buildFockSpace(sites, { up, down });
        if (space.dimension > 120) return;
        const solver = new HermitianEigensolver(space.dimension);
        const [ups, downs] = [bitStrings(sites, up), bitStrings(sites, down)];
        solver.eigenvalues(denseHamiltonian(sites, ups, downs, oneBody, interaction));
        const { lower, upper } = spectralBounds(oneBody, space, interaction);
        expect(solver.values[0]).toBeGreaterThanOrEqual(lower - 1e-10);
        expect(solver.values.at(-1)).toBeLessThanOrEqual(upper + 1e-10);
        solver.eigenvalues(denseHamiltonian(sites, ups, downs, oneBody, 0));
        const free = spectralBounds(oneBody, space, 0);
        expect(solver.values[0]).toBeCloseTo(free.lower, 9);
        expect(solver.values.at(-1)).toBeCloseTo(free.upper, 9);
      }),
      { numRuns: 40 },
    );
  });
});
