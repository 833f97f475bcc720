import * as fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { uniformStream } from "../../src/base/random.ts";
import { drain } from "../../src/base/steps.ts";
import { lowestEigenpair } from "../../src/linalg/davidson.ts";
import type { SymmetricOperator } from "../../src/linalg/ritz.ts";

const OPTIONS = { tolerance: 1e-11, maxApplications: 2000, capacity: 8 };

interface Problem {
  readonly matrix: Matrix;
  readonly operator: SymmetricOperator;
  readonly start: Float64Array;
}

function problemOf(matrix: Matrix, seed: number): Problem {
  const random = uniformStream(seed);
  const apply = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < x.length; i++) {
      out[i] = 0;
      for (let j = 0; j < x.length; j++) out[i] += matrix.get(i, j) * x[j];
    }
  };
  const start = Float64Array.from({ length: matrix.rows }, () => random() - 0.5);
  return { matrix, operator: { apply, diagonal: Float64Array.from(matrix.diagonal()) }, start };
}

/** A random symmetric matrix with a diagonal that varies by `spread`. */
function randomProblem(n: number, spread: number, seed: number): Problem {
  const random = uniformStream(seed);
  const matrix = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = random() - 0.5 + (i === j ? spread * random() : 0);
      matrix.set(i, j, value);
      matrix.set(j, i, value);
    }
  }
  return problemOf(matrix, seed + 1);
}

function eigenvaluesOf(matrix: Matrix): number[] {
  return new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => a - b);
}

describe("lowestEigenpair", () => {
  it("finds the two lowest levels of random matrices", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom(0, 1, 30),
        fc.integer(),
        (n, spread, seed) => {
          const { matrix, operator, start } = randomProblem(n, spread, seed);
          const [first, second] = eigenvaluesOf(matrix);
          const ground = drain(lowestEigenpair(operator, start, [], OPTIONS));
          expect(ground?.value).toBeCloseTo(first, 10);
          expect(ground?.residual).toBeLessThan(1e-10);
          const next = drain(lowestEigenpair(operator, start, ground ? [ground.vector] : [], OPTIONS));
          expect(next?.value).toBeCloseTo(second, 9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("reports the residual that the vector really has", () => {
    const { operator, start } = randomProblem(30, 5, 7);
    const pair = drain(lowestEigenpair(operator, start, [], { ...OPTIONS, tolerance: 1e-4 }));
    if (pair === null) throw new Error("no eigenpair");
    const image = new Float64Array(30);
    operator.apply(pair.vector, image);
    const residual = Math.hypot(...image.map((value, i) => value - pair.value * pair.vector[i]));
    expect(pair.residual).toBeLessThan(1e-4);
    expect(residual).toBeCloseTo(pair.residual, 12);
  });

  it("finds both states of a degenerate ground level", () => {
    const matrix = Matrix.diag([1, 1, 2, 3, 4]);
    const { operator, start } = problemOf(matrix, 5);
    const ground = drain(lowestEigenpair(operator, start, [], OPTIONS));
    const another = problemOf(matrix, 6).start;
    const next = drain(lowestEigenpair(operator, another, ground ? [ground.vector] : [], OPTIONS));
    expect(ground?.value).toBeCloseTo(1, 12);
    expect(next?.value).toBeCloseTo(1, 12);
  });

  it("says so when nothing is left outside the locked vectors", () => {
    const { operator, start } = problemOf(Matrix.diag([2]), 5);
    expect(drain(lowestEigenpair(operator, start, [Float64Array.of(1)], OPTIONS))).toBeNull();
  });

  it("stops at the limit of applications", () => {
    const { operator, start } = randomProblem(40, 0, 9);
    const pair = drain(lowestEigenpair(operator, start, [], { ...OPTIONS, maxApplications: 4 }));
    expect(pair?.applications).toBe(4);
    expect(pair?.residual).toBeGreaterThan(1e-11);
  });
});
