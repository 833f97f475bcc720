import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { cumulantNorm, ThreeBodyCumulant } from "../../src/physics/cumulants.ts";
import { Populations } from "../../src/physics/populations.ts";
import { StateRdms } from "../../src/physics/state-rdms.ts";
import { sitePairs } from "../../src/physics/transitions.ts";
import { reducedDensityMatrix } from "../support/exact-oracle.ts";
import { distance, type RandomState, randomState } from "../support/random-systems.ts";

/** Random states of 1 to 4 sites and any filling. */
const states: fc.Arbitrary<RandomState> = fc
  .integer({ min: 1, max: 4 })
  .chain((sites) => {
    const filling = fc.integer({ min: 0, max: sites });
    return fc.tuple(fc.constant(sites), filling, filling, fc.integer());
  })
  .map(([sites, up, down, seed]) => randomState(sites, { up, down }, seed));

interface AllRdms {
  readonly d1up: Float64Array;
  readonly d1dn: Float64Array;
  readonly dab: Float64Array;
  readonly daa: Float64Array;
  readonly dbb: Float64Array;
}

function allRdms({ space, state }: RandomState): AllRdms {
  const rdms = new StateRdms(space);
  const of = (rank: number): Float64Array => new Float64Array(2 * space.sites ** rank);
  const all = { d1up: of(2), d1dn: of(2), dab: of(4), daa: of(4), dbb: of(4) };
  rdms.oneBody("up", state, all.d1up);
  rdms.oneBody("down", state, all.d1dn);
  drain(rdms.upDown(state, all.dab));
  drain(rdms.equalSpins("up", state, all.daa));
  drain(rdms.equalSpins("down", state, all.dbb));
  return all;
}

function delta3Norm({ space, state }: RandomState, { d1up, d1dn, dab }: AllRdms): number {
  const d3 = drain(new StateRdms(space).upUpDown(state));
  return drain(new ThreeBodyCumulant(space).norm(d3, d1up, d1dn, dab));
}

/** A complex tensor of the oracle by index lists. */
function reader(data: Float64Array, sites: number): (...indices: number[]) => [number, number] {
  return (...indices) => {
    const offset = 2 * indices.reduce((sum, index) => sum * sites + index, 0);
    return [data[offset], data[offset + 1]];
  };
}

const times = ([a, b]: [number, number], [c, d]: [number, number]): [number, number] => [
  a * c - b * d,
  a * d + b * c,
];

/** |Delta3| written out over all sites^6 elements from the definitions of section 3. */
function plainDelta3({ oracle }: RandomState): number {
  const { sites } = oracle;
  const gu = reader(reducedDensityMatrix(oracle, "u"), sites);
  const gd = reader(reducedDensityMatrix(oracle, "d"), sites);
  const dab = reader(reducedDensityMatrix(oracle, "ud"), sites);
  const daa = reader(reducedDensityMatrix(oracle, "uu"), sites);
  const d3 = reducedDensityMatrix(oracle, "uud");
  const minus = (a: [number, number], b: [number, number]): [number, number] => [a[0] - b[0], a[1] - b[1]];
  const deltaAb = (i1: number, i2: number, j1: number, j2: number): [number, number] =>
    minus(dab(i1, i2, j1, j2), times(gu(i1, j1), gd(i2, j2)));
  const ggg = (i1: number, i2: number, j1: number, j2: number): [number, number] =>
    minus(times(gu(i1, j1), gu(i2, j2)), times(gu(i1, j2), gu(i2, j1)));
  let sum = 0;
  for (let e = 0; e < d3.length / 2; e++) {
    const [i1, i2, i3, j1, j2, j3] = Array.from(
      { length: 6 },
      (_, p) => Math.floor(e / sites ** (5 - p)) % sites,
    );
    const terms: [number, [number, number]][] = [
      [1, times(ggg(i1, i2, j1, j2), gd(i3, j3))],
      [1, times(minus(daa(i1, i2, j1, j2), ggg(i1, i2, j1, j2)), gd(i3, j3))],
      [1, times(deltaAb(i1, i3, j1, j3), gu(i2, j2))],
      [-1, times(deltaAb(i1, i3, j2, j3), gu(i2, j1))],
      [-1, times(deltaAb(i2, i3, j1, j3), gu(i1, j2))],
      [1, times(deltaAb(i2, i3, j2, j3), gu(i1, j1))],
    ];
    let [re, im] = [d3[2 * e], d3[2 * e + 1]];
    for (const [sign, [x, y]] of terms) {
      re -= sign * x;
      im -= sign * y;
    }
    sum += re * re + im * im;
  }
  return Math.sqrt(sum);
}

describe("StateRdms", () => {
  it("agrees with operators applied one by one", () => {
    fc.assert(
      fc.property(states, (random) => {
        const { d1up, d1dn, dab, daa, dbb } = allRdms(random);
        const { oracle } = random;
        expect(distance(d1up, reducedDensityMatrix(oracle, "u"))).toBeLessThan(1e-14);
        expect(distance(d1dn, reducedDensityMatrix(oracle, "d"))).toBeLessThan(1e-14);
        expect(distance(dab, reducedDensityMatrix(oracle, "ud"))).toBeLessThan(1e-14);
        expect(distance(daa, reducedDensityMatrix(oracle, "uu"))).toBeLessThan(1e-14);
        expect(distance(dbb, reducedDensityMatrix(oracle, "dd"))).toBeLessThan(1e-14);
      }),
      { numRuns: 40 },
    );
  });

  it("gives the same Dab by contracting D3 (identity 2)", () => {
    fc.assert(
      fc.property(states, ({ space, state }) => {
        const rdms = new StateRdms(space);
        const [direct, contracted] = [
          new Float64Array(2 * space.sites ** 4),
          new Float64Array(2 * space.sites ** 4),
        ];
        drain(rdms.upDown(state, direct));
        drain(rdms.upDown(state, contracted, drain(rdms.upUpDown(state))));
        expect(distance(direct, contracted)).toBeLessThan(1e-14);
      }),
      { numRuns: 30 },
    );
  });

  it("gives every block of the up-up-down D3", () => {
    const random = randomState(4, { up: 3, down: 2 }, 8);
    const d3 = reader(reducedDensityMatrix(random.oracle, "uud"), 4);
    const up = drain(new StateRdms(random.space).upUpDown(random.state));
    const pairs = sitePairs(4);
    for (const [p, [i1, i2]] of pairs.entries()) {
      for (let q = p; q < pairs.length; q++) {
        const [j1, j2] = pairs[q];
        for (let e = 0; e < 16; e++) {
          const [re, im] = d3(i1, i2, e >> 2, j1, j2, e & 3);
          expect(up.blocks[up.offset(p, q) + 2 * e]).toBeCloseTo(re, 14);
          expect(up.blocks[up.offset(p, q) + 2 * e + 1]).toBeCloseTo(im, 14);
        }
      }
    }
  });

  it("fulfils traces and contractions (identity 2)", () => {
    const random = randomState(5, { up: 3, down: 2 }, 21);
    const { d1up, d1dn, dab, daa } = allRdms(random);
    const m = 5;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const contracted = [0, 0, 0];
        for (let k = 0; k < m; k++) {
          contracted[0] += dab[2 * (((i * m + k) * m + j) * m + k)];
          contracted[1] += dab[2 * (((k * m + i) * m + k) * m + j)];
          contracted[2] += daa[2 * (((i * m + k) * m + j) * m + k)];
        }
        const element = 2 * (i * m + j);
        expect(contracted[0]).toBeCloseTo(2 * d1up[element], 12);
        expect(contracted[1]).toBeCloseTo(3 * d1dn[element], 12);
        expect(contracted[2]).toBeCloseTo(2 * d1up[element], 12);
      }
    }
  });
});

describe("cumulant norms", () => {
  it("agree with the definition over all indices, for any filling", () => {
    fc.assert(
      fc.property(states, (random) => {
        const all = allRdms(random);
        const { sites } = random.space;
        const delta = all.dab.slice();
        const [gu, gd] = [reader(all.d1up, sites), reader(all.d1dn, sites)];
        for (let e = 0; e < sites ** 4; e++) {
          const [i1, i2, j1, j2] = Array.from(
            { length: 4 },
            (_, p) => Math.floor(e / sites ** (3 - p)) % sites,
          );
          const [re, im] = times(gu(i1, j1), gd(i2, j2));
          delta[2 * e] -= re;
          delta[2 * e + 1] -= im;
        }
        expect(cumulantNorm(all.d1up, all.d1dn, all.dab, sites)).toBeCloseTo(Math.hypot(...delta), 13);
        expect(delta3Norm(random, all)).toBeCloseTo(plainDelta3(random), 12);
      }),
      { numRuns: 25 },
    );
  });

  it("vanish for Slater determinants (identity 3)", () => {
    const determinant = randomState(4, { up: 2, down: 3 }, 1);
    determinant.state.re.fill(0);
    determinant.state.im.fill(0);
    determinant.state.im[7] = 1;
    const all = allRdms(determinant);
    expect(cumulantNorm(all.d1up, all.d1dn, all.dab, 4)).toBeLessThan(1e-12);
    expect(delta3Norm(determinant, all)).toBeLessThan(1e-12);
    const correlated = randomState(4, { up: 2, down: 3 }, 1);
    expect(delta3Norm(correlated, allRdms(correlated))).toBeGreaterThan(0.1);
  });
});

describe("Populations", () => {
  it("agree with the diagonals of the density matrices", () => {
    fc.assert(
      fc.property(states, (random) => {
        const { d1up, d1dn, dab } = allRdms(random);
        const { sites } = random.space;
        const populations = new Populations(random.space);
        populations.measure(random.state, true);
        for (let i = 0; i < sites; i++) {
          expect(populations.up[i]).toBeCloseTo(d1up[2 * i * (sites + 1)], 13);
          expect(populations.down[i]).toBeCloseTo(d1dn[2 * i * (sites + 1)], 13);
          expect(populations.doublons[i]).toBeCloseTo(
            dab[2 * (((i * sites + i) * sites + i) * sites + i)],
            13,
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});
