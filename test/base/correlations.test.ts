import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlationMatrix, partialCorrelation, RankOrder } from "../../src/base/correlations.ts";
import { pearsonCoefficient, ranks, spearmanCoefficient } from "../../src/base/statistics.ts";

/** Partial coefficients from numpy: the inverse of the matrix of rank correlations, and the residuals of a regression. */
const COLUMNS = [
  [1, 2, 2, 3, 3, 3, 5, 8],
  [2, 1, 4, 4, 4, 9, 7, 6],
  [3, 1, 2, 7, 5, 5, 4, 9],
  [1, 5, 2, 2, 8, 1, 3, 4],
];
const GIVEN_ONE = 0.5837671082023989;
const GIVEN_TWO = 0.8656852572046123;

const ones = (count: number) => new Float64Array(count).fill(1);
const rankColumns = (columns: number[][]) => columns.map((column) => ranks(column));

/** Equal to rounding, or both undefined. */
const agree = (found: number, wanted: number) =>
  Number.isNaN(wanted) ? Number.isNaN(found) : Math.abs(found - wanted) < 1e-10;

describe("correlations of weighted values", () => {
  const value = fc.integer({ min: -4, max: 4 });
  const weighted = fc.array(fc.tuple(value, value, fc.integer({ min: 0, max: 3 })), {
    minLength: 3,
    maxLength: 20,
  });

  it("are those of the values written out as often as their weights say, ties and all", () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        const expanded = rows.flatMap(([x, y, weight]) => Array.from({ length: weight }, () => [x, y]));
        if (expanded.length < 2) return;
        const weights = Float64Array.from(rows, ([, , weight]) => weight);
        const columns = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k]));
        const ranked = columns.map((column) => {
          const out = new Float64Array(rows.length);
          new RankOrder(column).ranks(weights, out);
          return out;
        });
        const [x, y] = [0, 1].map((k) => expanded.map((row) => row[k]));
        const found = [columns, ranked].map((each) => correlationMatrix(each, weights)[0][1]);
        expect(agree(found[0], pearsonCoefficient(x, y))).toBe(true);
        expect(agree(found[1], spearmanCoefficient(x, y))).toBe(true);
      }),
    );
  });

  it("rank infinities with each other, above all else", () => {
    const out = new Float64Array(4);
    new RankOrder(Float64Array.of(Number.POSITIVE_INFINITY, 2, Number.POSITIVE_INFINITY, 1)).ranks(
      ones(4),
      out,
    );
    expect([...out]).toEqual([3.5, 2, 3.5, 1]);
  });

  it("are undefined with a constant column, and there only", () => {
    const matrix = correlationMatrix([Float64Array.of(1, 2, 4), new Float64Array(3).fill(0.1)], ones(3));
    expect(matrix[0][0]).toBeCloseTo(1, 12);
    expect(matrix[0][1]).toBeNaN();
    expect(matrix[1][1]).toBeNaN();
  });
});

describe("partial correlations", () => {
  const matrix = correlationMatrix(rankColumns(COLUMNS), ones(8));

  it("are those of an independent program", () => {
    expect(partialCorrelation(matrix, 0, 1, [])).toBeCloseTo(spearmanCoefficient(COLUMNS[0], COLUMNS[1]), 12);
    expect(partialCorrelation(matrix, 0, 1, [2])).toBeCloseTo(GIVEN_ONE, 12);
    expect(partialCorrelation(matrix, 0, 1, [2, 3])).toBeCloseTo(GIVEN_TWO, 12);
    expect(partialCorrelation(matrix, 1, 0, [3, 2])).toBeCloseTo(GIVEN_TWO, 12);
  });

  it("with one column given follow from the three coefficients", () => {
    const [xy, xz, yz] = [matrix[0][1], matrix[0][2], matrix[1][2]];
    const formula = (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz));
    expect(partialCorrelation(matrix, 0, 1, [2])).toBeCloseTo(formula, 12);
  });

  it("are undefined where the given columns fix one of the two, or each other", () => {
    const [a, b] = [COLUMNS[0], COLUMNS[2]];
    const twice = correlationMatrix(rankColumns([a, b, a, b.map((value) => 10 * value)]), ones(8));
    expect(partialCorrelation(twice, 0, 1, [2])).toBeNaN();
    expect(partialCorrelation(twice, 0, 2, [1, 3])).toBeNaN();
  });
});
