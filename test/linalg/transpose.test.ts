import { describe, expect, it } from "vitest";
import { transpose } from "../../src/linalg/transpose.ts";

describe("transpose", () => {
  it.each([
    [1, 1],
    [3, 5],
    [32, 33],
    [70, 31],
  ])("turns a %i x %i matrix", (rows, columns) => {
    const x = Float64Array.from({ length: rows * columns }, (_, i) => i + 1);
    const turned = new Float64Array(x.length);
    transpose(x, rows, columns, turned);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) expect(turned[c * rows + r]).toBe(x[r * columns + c]);
    }
  });
});
