import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pearsonCoefficient, ranks, spearmanCoefficient } from "../../src/base/statistics.ts";

/** Anscombe, The American Statistician 27, 17 (1973), first data set: r = 0.816. */
const ANSCOMBE = {
  x: [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
  y: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
};

/** Without ties Spearman's coefficient is 1 - 6 sum d^2 / (n (n^2 - 1)), here 1 - 6 * 194 / 990. */
const NO_TIES = {
  x: [106, 100, 86, 101, 99, 103, 97, 113, 112, 110],
  y: [7, 27, 2, 50, 28, 29, 20, 12, 6, 17],
};

/** Values from numpy.corrcoef of the values and of their average ranks. */
const TIES = { x: [1, 2, 2, 3, 3, 3, 5], y: [2, 1, 4, 4, 4, 9, 7] };

const series = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
  minLength: 2,
  maxLength: 40,
});
const columns = (pairs: [number, number][]) => [pairs.map(([x]) => x), pairs.map(([, y]) => y)] as const;

describe("coefficients", () => {
  it("are those of known data", () => {
    expect(pearsonCoefficient(ANSCOMBE.x, ANSCOMBE.y)).toBeCloseTo(0.81642051634484, 12);
    expect(spearmanCoefficient(NO_TIES.x, NO_TIES.y)).toBeCloseTo(1 - (6 * 194) / 990, 12);
    expect(pearsonCoefficient(TIES.x, TIES.y)).toBeCloseTo(0.6674592826078561, 12);
    expect(spearmanCoefficient(TIES.x, TIES.y)).toBeCloseTo(0.757317246446102, 12);
  });

  it("are one for a rising line, and Spearman's for anything that rises", () => {
    const x = [0.3, 1, 2, 5, 7];
    expect(
      pearsonCoefficient(
        x,
        x.map((value) => 1e6 + 3 * value),
      ),
    ).toBeCloseTo(1, 9);
    expect(spearmanCoefficient(x, x.map(Math.exp))).toBeCloseTo(1, 12);
    expect(pearsonCoefficient(x, x.map(Math.exp))).toBeLessThan(0.9);
  });

  it("are undefined for a constant series, rounding included, and for less than two values", () => {
    const third = Array.from({ length: 9 }, () => 0.1);
    const rising = third.map((_, k) => k);
    for (const coefficient of [pearsonCoefficient, spearmanCoefficient]) {
      expect(coefficient(third, rising)).toBeNaN();
      expect(coefficient(rising, third)).toBeNaN();
      expect(coefficient([1], [2])).toBeNaN();
      expect(coefficient([], [])).toBeNaN();
    }
  });

  it("are symmetric, within -1 ... 1, and change sign with one series", () => {
    fc.assert(
      fc.property(series, (pairs) => {
        const [x, y] = columns(pairs);
        for (const coefficient of [pearsonCoefficient, spearmanCoefficient]) {
          const value = coefficient(x, y);
          if (Number.isNaN(value)) continue;
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
          expect(coefficient(y, x)).toBeCloseTo(value, 12);
          const mirrored = y.map((each) => -each);
          expect(coefficient(x, mirrored)).toBeCloseTo(-value, 12);
        }
      }),
    );
  });
});

describe("ranks", () => {
  it("count from one and share the average among ties", () => {
    expect([...ranks([10, -3, 7])]).toEqual([3, 1, 2]);
    expect([...ranks(TIES.x)]).toEqual([1, 2.5, 2.5, 5, 5, 5, 7]);
    expect([...ranks(TIES.y)]).toEqual([2, 1, 4, 4, 4, 7, 6]);
    expect([...ranks([])]).toEqual([]);
  });

  it("always add up to n (n + 1) / 2", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 50 }), (values) => {
        const sum = ranks(values).reduce((total, rank) => total + rank, 0);
        expect(sum).toBe((values.length * (values.length + 1)) / 2);
      }),
    );
  });
});
