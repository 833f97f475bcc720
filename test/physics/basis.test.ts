import { describe, expect, it } from "vitest";
import { basisSize, buildBasis, ladderSign, rankOf } from "../../src/physics/basis.ts";

describe("buildBasis", () => {
  it("lists bit strings ascending, and rankOf inverts it", () => {
    for (let sites = 1; sites <= 8; sites++) {
      for (let electrons = 0; electrons <= sites; electrons++) {
        const { states, size } = buildBasis(sites, electrons);
        const all = Array.from({ length: 2 ** sites }, (_, bits) => bits);
        const expected = all.filter((bits) => bits.toString(2).replaceAll("0", "").length === electrons);
        expect([...states]).toEqual(expected);
        expect(Array.from(states, rankOf)).toEqual(Array.from({ length: size }, (_, rank) => rank));
      }
    }
  });

  it("knows sizes that no table is built for", () => {
    expect(basisSize(12, 6)).toBe(924);
    expect(basisSize(30, 15)).toBe(155117520);
    expect(basisSize(3, 4)).toBe(0);
    expect(basisSize(3, -1)).toBe(0);
  });

  it("reaches high sites", () => {
    const { states } = buildBasis(30, 1);
    expect(states[29]).toBe(2 ** 29);
    expect(rankOf(2 ** 29)).toBe(29);
  });
});

describe("ladderSign", () => {
  it("counts the electrons below", () => {
    expect(ladderSign(0b1011, 0)).toBe(1);
    expect(ladderSign(0b1011, 1)).toBe(-1);
    expect(ladderSign(0b1011, 3)).toBe(1);
  });
});
