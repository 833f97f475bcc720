import { describe, expect, it } from "vitest";
import { buildLattice, oneBodyMatrix, siteCount } from "../../src/physics/lattice.ts";

describe("buildLattice", () => {
  it("builds open and periodic chains", () => {
    const open = buildLattice({ kind: "chain", sites: 4, boundary: "open" });
    expect(open.bonds).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect([...open.trapWeights]).toEqual([2.25, 0.25, 0.25, 2.25]);
    const ring = buildLattice({ kind: "chain", sites: 4, boundary: "periodic" });
    expect(ring.bonds).toContainEqual([0, 3]);
    expect(ring.bonds).toHaveLength(4);
  });

  it("counts the bond of two sites once, and gives one site none", () => {
    for (const boundary of ["open", "periodic"] as const) {
      expect(buildLattice({ kind: "chain", sites: 2, boundary }).bonds).toEqual([[0, 1]]);
      expect(buildLattice({ kind: "chain", sites: 1, boundary }).bonds).toEqual([]);
    }
  });

  it("builds rectangles row by row", () => {
    const spec = { kind: "rectangle", lx: 3, ly: 2, boundary: "open" } as const;
    const ladder = buildLattice(spec);
    expect(siteCount(spec)).toBe(6);
    expect(ladder.positions[4]).toEqual({ x: 1, y: 1 });
    expect(ladder.bonds).toHaveLength(7);
    expect(ladder.bonds).toContainEqual([1, 4]);
    expect([...ladder.trapWeights]).toEqual([1.25, 0.25, 1.25, 1.25, 0.25, 1.25]);
    const torus = buildLattice({ ...spec, boundary: "periodic" });
    expect(torus.bonds).toHaveLength(9);
    expect(torus.bonds).toContainEqual([3, 5]);
    expect(buildLattice({ kind: "rectangle", lx: 3, ly: 3, boundary: "periodic" }).bonds).toHaveLength(18);
  });

  it("gives momenta from -pi on", () => {
    const { momenta } = buildLattice({ kind: "rectangle", lx: 4, ly: 2, boundary: "open" });
    expect(momenta[0]).toEqual({ x: -Math.PI, y: -Math.PI });
    expect(momenta[6]).toEqual({ x: 0, y: 0 });
    expect(momenta).toHaveLength(8);
  });
});

describe("oneBodyMatrix", () => {
  it("holds -hopping on bonds and the trap on the diagonal", () => {
    const lattice = buildLattice({ kind: "chain", sites: 3, boundary: "open" });
    expect([...oneBodyMatrix(lattice, 2, 0.5)]).toEqual([0.5, -2, 0, -2, 0, -2, 0, -2, 0.5]);
  });
});
