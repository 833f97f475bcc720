import { describe, expect, it } from "vitest";
import { addSymmetrised, addTransposed, transpose } from "../../src/linalg/transpose.ts";

const numbered = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => i + 1);

describe("transpose", () => {
  it.each([
    [1, 1],
    [3, 5],
    [32, 33],
    [70, 31],
  ])("turns a %i x %i matrix, also when it adds", (rows, columns) => {
    const x = numbered(rows * columns);
    const turned = new Float64Array(x.length);
    transpose(x, rows, columns, turned);
    expect(turned[(columns - 1) * rows]).toBe(columns);
    const sum = x.slice();
    addTransposed(turned, rows, columns, sum);
    expect(sum).toEqual(x.map((value) => 2 * value));
  });

  it.each([1, -1] as const)("adds x + sign x^T for sign %i", (sign) => {
    const n = 37;
    const x = numbered(n * n);
    const out = new Float64Array(n * n).fill(1);
    addSymmetrised(x, sign, n, out);
    for (const [i, j] of [
      [0, 0],
      [3, 36],
      [36, 3],
      [33, 31],
    ]) {
      expect(out[i * n + j]).toBe(1 + x[i * n + j] + sign * x[j * n + i]);
    }
  });
});
