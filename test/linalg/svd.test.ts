import * as fc from "fast-check";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { uniformStream } from "../../src/base/random.ts";
import { drain } from "../../src/base/steps.ts";
import { type SingularTriplets, singularTriplets } from "../../src/linalg/svd.ts";
import { dot } from "../../src/linalg/vectors.ts";

/** rows x columns, entries uniform in [-1, 1), by columns. */
function randomColumns(rows: number, columns: number, seed: number): Float64Array[] {
  const random = uniformStream(seed);
  return Array.from({ length: columns }, () => Float64Array.from({ length: rows }, () => 2 * random() - 1));
}

function svd(columns: readonly Float64Array[]): SingularTriplets {
  return drain(singularTriplets(columns));
}

/** Largest entry of A - U S V^T, U^T U - 1 and V^T V - 1. */
function worstDefect(columns: readonly Float64Array[], { values, left, right }: SingularTriplets): number {
  let worst = 0;
  columns.forEach((column, j) => {
    column.forEach((entry, i) => {
      let sum = -entry;
      values.forEach((value, k) => {
        sum += value * left[k][i] * right[k][j];
      });
      worst = Math.max(worst, Math.abs(sum));
    });
  });
  for (const vectors of [left, right]) {
    vectors.forEach((x, k) => {
      vectors.forEach((y, l) => {
        worst = Math.max(worst, Math.abs(dot(x, y) - (k === l ? 1 : 0)));
      });
    });
  }
  return worst;
}

/** Columns u_k values[k] with u_k orthonormal, mixed by an orthogonal matrix: A has these singular values. */
function withValues(rows: number, values: readonly number[], seed: number): Float64Array[] {
  const u = svd(randomColumns(rows, values.length, seed)).left;
  const v = svd(randomColumns(values.length, values.length, seed + 1)).left;
  return values.map((_, j) =>
    Float64Array.from({ length: rows }, (_, i) =>
      values.reduce((sum, value, k) => sum + u[k][i] * value * v[k][j], 0),
    ),
  );
}

describe("singular value decomposition", () => {
  it.each([
    [1, 1],
    [5, 1],
    [1, 4],
    [7, 7],
    [40, 9],
    [9, 40],
  ])("of a random %i x %i matrix agrees with ml-matrix and rebuilds it", (rows, columns) => {
    const a = randomColumns(rows, columns, 7 * rows + columns);
    const found = svd(a);
    const oracle = new SingularValueDecomposition(new Matrix(a.map((column) => [...column])).transpose(), {
      autoTranspose: true,
    }).diagonal;
    expect(found.values).toHaveLength(Math.min(rows, columns));
    found.values.forEach((value, k) => expect(value).toBeCloseTo(oracle[k], 12));
    expect(worstDefect(a, found)).toBeLessThan(1e-13);
  });

  it("finds prescribed singular values over 14 decades, where a Gram matrix sees 8", () => {
    const values = Array.from({ length: 15 }, (_, k) => 10 ** -k);
    const found = svd(withValues(60, values, 3));
    const rounding = values.length * Number.EPSILON;
    values.forEach((value, k) => expect(Math.abs(found.values[k] - value)).toBeLessThan(rounding));
    expect(found.values[11] / values[11]).toBeCloseTo(1, 3);
  });

  it("keeps relative accuracy when the columns differ widely in length", () => {
    const orthogonal = svd(randomColumns(30, 6, 11)).left;
    const scales = [1e-120, 1e3, 1e-9, 1, 1e60, 1e-30];
    const found = svd(orthogonal.map((column, k) => column.map((entry) => entry * scales[k])));
    expect(found.values).toHaveLength(1);
    expect(found.values[0] / 1e60).toBeCloseTo(1, 13);
    const pair = svd([orthogonal[0].map((x) => 1e-150 * x), orthogonal[1].map((x) => 3e-160 * x)]);
    expect(pair.values[0] / 1e-150).toBeCloseTo(1, 13);
    expect(pair.values[1] / 3e-160).toBeCloseTo(1, 4);
  });

  it("drops what is zero or depends on other columns", () => {
    const [x, y] = randomColumns(12, 2, 5);
    const sum = x.map((entry, i) => entry - 2 * y[i]);
    const a = [x, new Float64Array(12), y, sum];
    const found = svd(a);
    expect(found.values.filter((value) => value > 1e-14)).toHaveLength(2);
    expect(worstDefect(a, found)).toBeLessThan(1e-13);
    expect(svd([new Float64Array(3), new Float64Array(3)]).values).toHaveLength(0);
    expect(svd([]).values).toHaveLength(0);
  });

  it("orders values, leaves its input alone and scales with it", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.integer());
    fc.assert(
      fc.property(sizes, ([rows, columns, seed]) => {
        const a = randomColumns(rows, columns, seed);
        const before = a.map((column) => column.slice());
        const found = svd(a);
        expect(a).toEqual(before);
        expect([...found.values]).toEqual([...found.values].sort((p, q) => q - p));
        const scaled = svd(a.map((column) => column.map((entry) => -4 * entry)));
        scaled.values.forEach((value, k) => expect(value).toBeCloseTo(4 * found.values[k], 12));
        expect(worstDefect(a, found)).toBeLessThan(1e-13);
      }),
      { numRuns: 60 },
    );
  });
});
