import * as fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { uniformStream } from "../../src/base/random.ts";
import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";

function randomHermitian(n: number, seed: number): Float64Array {
  const random = uniformStream(seed);
  const a = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const re = random() - 0.5;
      const im = i === j ? 0 : random() - 0.5;
      a.set([re, im], 2 * (i * n + j));
      a.set([re, -im], 2 * (j * n + i));
    }
  }
  return a;
}

/** Eigenvalues by the real symmetric embedding [[Re, -Im], [Im, Re]], where each occurs twice. */
function oracleEigenvalues(a: Float64Array, n: number): number[] {
  const embedded = Matrix.zeros(2 * n, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [re, im] = [a[2 * (i * n + j)], a[2 * (i * n + j) + 1]];
      embedded.set(i, j, re);
      embedded.set(n + i, n + j, re);
      embedded.set(n + i, j, im);
      embedded.set(i, n + j, -im);
    }
  }
  const { realEigenvalues } = new EigenvalueDecomposition(embedded, { assumeSymmetric: true });
  return realEigenvalues.sort((x, y) => x - y).filter((_, k) => k % 2 === 0);
}

/** Largest entry of A V - V diag(values) and of V^+ V - 1. */
function worstDefect(a: Float64Array, solver: HermitianEigensolver, n: number): number {
  const { vectors, values } = solver;
  let worst = 0;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      let [re, im, overlapRe, overlapIm] = [0, 0, i === k ? -1 : 0, 0];
      for (let j = 0; j < n; j++) {
        const [ar, ai] = [a[2 * (i * n + j)], a[2 * (i * n + j) + 1]];
        const [vr, vi] = [vectors[2 * (k * n + j)], vectors[2 * (k * n + j) + 1]];
        const [wr, wi] = [vectors[2 * (i * n + j)], vectors[2 * (i * n + j) + 1]];
        re += ar * vr - ai * vi;
        im += ar * vi + ai * vr;
        overlapRe += wr * vr + wi * vi;
        overlapIm += wr * vi - wi * vr;
      }
      re -= values[k] * vectors[2 * (k * n + i)];
      im -= values[k] * vectors[2 * (k * n + i) + 1];
      worst = Math.max(worst, Math.hypot(re, im), Math.hypot(overlapRe, overlapIm));
    }
  }
  return worst;
}

describe("HermitianEigensolver", () => {
  it("agrees with an independent real solver and gives orthonormal eigenvectors", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.integer(), (n, seed) => {
        const a = randomHermitian(n, seed);
        const solver = new HermitianEigensolver(n);
        solver.eigen(a);
        oracleEigenvalues(a, n).forEach((value, k) => expect(solver.values[k]).toBeCloseTo(value, 12));
        expect(worstDefect(a, solver, n)).toBeLessThan(1e-13 * n);
      }),
      { numRuns: 60 },
    );
  });

  it("handles degenerate, diagonal and zero matrices", () => {
    const n = 5;
    const solver = new HermitianEigensolver(n);
    for (const diagonal of [
      [0, 0, 0, 0, 0],
      [3, 1, 1, 1, -2],
    ]) {
      const a = new Float64Array(2 * n * n);
      diagonal.forEach((d, i) => {
        a[2 * (i * n + i)] = d;
      });
      solver.eigen(a);
      expect([...solver.values]).toEqual(diagonal.toSorted((x, y) => x - y));
      expect(worstDefect(a, solver, n)).toBe(0);
    }
    const projector = new Float64Array(2 * n * n);
    for (let i = 0; i < n * n; i++) projector[2 * i] = 1 / n;
    solver.eigen(projector);
    expect(worstDefect(projector, solver, n)).toBeLessThan(1e-14);
    expect(solver.values[n - 1]).toBeCloseTo(1, 14);
  });

  it("stays accurate when the squares of matrix elements underflow", () => {
    const n = 6;
    const solver = new HermitianEigensolver(n);
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(1e-320, 1e-200, 1e-162, 1e-160, 1e-158, 1e-30),
        (seed, tiny) => {
          const a = randomHermitian(n, seed);
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) {
              if ((i + j + seed) % 3 === 0) continue;
              a[2 * (i * n + j)] *= tiny;
              a[2 * (i * n + j) + 1] *= tiny;
            }
          }
          solver.eigen(a);
          oracleEigenvalues(a, n).forEach((value, k) => expect(solver.values[k]).toBeCloseTo(value, 13));
          expect(worstDefect(a, solver, n)).toBeLessThan(1e-14);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("leaves its input alone and reads the lower triangle only", () => {
    const n = 4;
    const a = randomHermitian(n, 3);
    const solver = new HermitianEigensolver(n);
    solver.eigen(a);
    const values = [...solver.values];
    const lower = a.slice();
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) lower.fill(Number.NaN, 2 * (i * n + j), 2 * (i * n + j) + 2);
    const kept = lower.slice();
    solver.eigen(lower);
    expect([...solver.values]).toEqual(values);
    expect(lower).toEqual(kept);
  });

  it("gives the same eigenvalues with and without eigenvectors, and in a larger workspace", () => {
    const a = randomHermitian(9, 11);
    const solver = new HermitianEigensolver(9);
    solver.eigen(a);
    const values = [...solver.values];
    solver.eigenvalues(a);
    solver.values.forEach((value, k) => expect(value).toBeCloseTo(values[k], 13));
    const larger = new HermitianEigensolver(12);
    larger.eigen(randomHermitian(12, 5));
    larger.eigen(a, 9);
    expect([...larger.values.subarray(0, 9)]).toEqual(values);
    expect(worstDefect(a, larger, 9)).toBeLessThan(1e-13);
  });

  it("settles on many equal eigenvalues, those of two free particles in a half-filled chain", () => {
    const sites = 10;
    const g = (i: number, j: number): number => {
      const wave = (k: number, site: number) => Math.sin((k * Math.PI * (site + 1)) / (sites + 1));
      let sum = 0;
      for (let k = 1; k <= sites / 2; k++) sum += (2 * wave(k, i) * wave(k, j)) / (sites + 1);
      return sum;
    };
    const n = sites * sites;
    const pairs = new Float64Array(2 * n * n);
    for (let p = 0; p < n; p++) {
      for (let q = 0; q < n; q++) {
        const [p1, q1] = [Math.floor(p / sites), Math.floor(q / sites)];
        pairs[2 * (p * n + q)] = g(p1, q1) * g(p % sites, q % sites);
      }
    }
    const solver = new HermitianEigensolver(n);
    solver.eigenvalues(pairs);
    solver.values.forEach((value, k) => expect(value).toBeCloseTo(k < 75 ? 0 : 1, 13));
    solver.eigen(pairs);
    expect(worstDefect(pairs, solver, n)).toBeLessThan(1e-13);
  });

  it("sets only the eigenvectors below a limit", () => {
    const a = randomHermitian(7, 2);
    const whole = new HermitianEigensolver(7);
    whole.eigen(a);
    const part = new HermitianEigensolver(7);
    part.eigen(a, 7, 0);
    const negative = whole.values.filter((value) => value < 0).length;
    expect(negative).toBeGreaterThan(0);
    expect(part.values).toEqual(whole.values);
    expect(part.vectors.subarray(0, 14 * negative)).toEqual(whole.vectors.subarray(0, 14 * negative));
    expect(part.vectors.subarray(14 * negative).every((value) => value === 0)).toBe(true);
  });
});
