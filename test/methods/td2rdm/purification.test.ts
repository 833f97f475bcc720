import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drain } from "../../../src/base/steps.ts";
import { HermitianEigensolver } from "../../../src/linalg/hermitian.ts";
import { holeMatrixOf, PairSpectrum } from "../../../src/methods/td2rdm/pair-spectrum.ts";
import { Purification } from "../../../src/methods/td2rdm/purification.ts";
import { td2rdmRun } from "../../../src/methods/td2rdm/run.ts";
import { maxDifference, oneBody, Tensor } from "../../support/brute-force.ts";
import { randomNumbers, randomSingletDab } from "../../support/random-singlet.ts";
import { collect, trapQuench } from "../../support/runs.ts";

/** A singlet Dab pushed out of the positive cone: an affine combination with one negative weight. */
function unphysicalDab(m: number, n: number, seed: number): Float64Array {
  const inside = randomSingletDab(m, n, seed, 4);
  const other = randomSingletDab(m, n, seed + 1, 1);
  return inside.map((value, i) => 1.15 * value - 0.15 * other[i]);
}

function holes(m: number, n: number, dab: Float64Array): Float64Array {
  const q = new Float64Array(dab.length);
  holeMatrixOf(m, dab, oneBody(m, n, dab).data, q);
  return q;
}

function smallest(m: number, matrix: Float64Array): number {
  const solver = new HermitianEigensolver(m * m);
  solver.eigenvalues(matrix);
  return solver.values[0];
}

const doubleOccupancy = (m: number, dab: Float64Array): number => {
  const d = new Tensor(m, 4, dab);
  return Array.from({ length: m }, (_, i) => d.re(i, i, i, i)).reduce((sum, value) => sum + value, 0);
};

const size = fc
  .integer({ min: 2, max: 5 })
  .chain((m) => fc.tuple(fc.constant(m), fc.integer({ min: 1, max: m - 1 }), fc.nat()));

describe("blocks of pairs", () => {
  test("have the smallest eigenvalue of the whole matrix", () => {
    fc.assert(
      fc.property(size, ([m, n, seed]) => {
        const dab = unphysicalDab(m, n, seed);
        const spectrum = new PairSpectrum(m);
        expect(spectrum.smallestEigenvalue(dab)).toBeCloseTo(smallest(m, dab), 12);
        expect(spectrum.smallestEigenvalue(holes(m, n, dab))).toBeCloseTo(smallest(m, holes(m, n, dab)), 12);
      }),
      { numRuns: 30 },
    );
  });

  test("one site has no antisymmetric pair", () => {
    expect(new PairSpectrum(1).smallestEigenvalue(Float64Array.of(0.25, 0))).toBeCloseTo(0.25, 14);
  });
});

describe("purification", () => {
  test("keeps traces, D1, energy, Hermiticity and exchange symmetry, and raises the spectra", () => {
    fc.assert(
      fc.property(size, ([m, n, seed]) => {
        const before = unphysicalDab(m, n, seed);
        const after = before.slice();
        const changed = drain(new Purification(m, n).apply(after));
        expect(changed).toBe(maxDifference(before, after) > 0);
        expect(maxDifference(oneBody(m, n, before).data, oneBody(m, n, after).data)).toBeLessThan(1e-12);
        expect(Math.abs(doubleOccupancy(m, before) - doubleOccupancy(m, after))).toBeLessThan(1e-12);
        const d = new Tensor(m, 4, after);
        const next = randomNumbers(seed);
        for (let trial = 0; trial < 20; trial++) {
          const [a, b, c, e] = [0, 0, 0, 0].map(() => Math.floor(((next() + 1) / 2) * m));
          expect(Math.abs(d.re(a, b, c, e) - d.re(c, e, a, b))).toBeLessThan(1e-12);
          expect(Math.abs(d.im(a, b, c, e) + d.im(c, e, a, b))).toBeLessThan(1e-12);
          expect(Math.abs(d.re(a, b, c, e) - d.re(b, a, e, c))).toBeLessThan(1e-12);
          let crossed = 0;
          for (let k = 0; k < m; k++) crossed += d.re(a, k, k, b);
          expect(Math.abs(crossed - oneBody(m, n, before).re(a, b))).toBeLessThan(1e-12);
        }
        const floor = Math.min(smallest(m, before), smallest(m, holes(m, n, before)));
        const raised = Math.min(smallest(m, after), smallest(m, holes(m, n, after)));
        expect(raised).toBeGreaterThanOrEqual(floor - 1e-12);
      }),
      { numRuns: 30 },
    );
  });

  test("reaches the tolerance where a physical state is near", () => {
    const inside = randomSingletDab(4, 2, 5, 6);
    const other = randomSingletDab(4, 2, 9, 1);
    const state = inside.map((value, i) => 1.06 * value - 0.06 * other[i]);
    expect(Math.min(smallest(4, state), smallest(4, holes(4, 2, state)))).toBeLessThan(-1e-3);
    const purification = new Purification(4, 2);
    expect(drain(purification.apply(state))).toBe(true);
    expect(purification.remark()).toBeNull();
    expect(smallest(4, state)).toBeGreaterThan(-1.01e-7);
    expect(smallest(4, holes(4, 2, state))).toBeGreaterThan(-1.01e-7);
  });

  test("leaves a physical Dab alone", () => {
    const dab = randomSingletDab(4, 2, 3, 6);
    const copy = dab.slice();
    expect(drain(new Purification(4, 2).apply(copy))).toBe(false);
    expect(copy).toEqual(dab);
  });

  test("says so when it cannot finish", () => {
    const dab = unphysicalDab(2, 1, 1).map((value, i) => (i === 0 ? -1 : value));
    const purification = new Purification(2, 1);
    drain(purification.apply(dab));
    expect(purification.remark()).toMatch(
      /^Purification reached its limit of \d+ iterations in 1 steps; eigenvalues down to -/,
    );
  });
});

describe("a purified run", () => {
  const method = {
    kind: "td2rdm",
    closure: "valdemoro",
    contractionConsistent: true,
    purification: "energy-conserving",
    integrator: { kind: "rk4", dt: 0.05 },
  } as const;

  test("stays bounded to t = 20 and keeps the energy, U = 2, M = 4", () => {
    const { outcome, count } = collect(td2rdmRun(trapQuench(4, 2, 1), method, new Set(["energy"] as const)));
    expect(outcome.status).toBe("completed");
    expect(outcome.message).toBeNull();
    expect(count).toBe(201);
    expect(outcome.checks.energyDrift).toBeLessThan(1e-10);
    expect(outcome.checks.particleDrift).toBeLessThan(1e-10);
    expect(outcome.checks.minEigenvalueD).toBeGreaterThan(-1.01e-7);
    expect(outcome.checks.minEigenvalueQ).toBeGreaterThan(-1.01e-7);
  });

  test("Nakatsuji-Yasuda no longer explodes, U = 1, M = 4", () => {
    const { outcome } = collect(
      td2rdmRun(
        trapQuench(4, 1, 1),
        { ...method, closure: "nakatsuji-yasuda" },
        new Set(["energy"] as const),
      ),
    );
    expect(outcome.status).toBe("completed");
    expect(outcome.checks.energyDrift).toBeLessThan(1e-10);
  });

  test("works with adaptive steps", () => {
    const integrator = { kind: "dopri5", rtol: 1e-6, atol: 1e-8 } as const;
    const system = trapQuench(4, 2, 1, { time: { end: 2, sample: 0.5 } });
    const { outcome } = collect(td2rdmRun(system, { ...method, integrator }, new Set(["energy"] as const)));
    expect(outcome.status).toBe("completed");
    expect(outcome.checks.minEigenvalueD).toBeGreaterThan(-1.01e-7);
    expect(outcome.checks.energyDrift).toBeLessThan(1e-5);
  });
});
