import { assert, float, infiniteStream, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { packHermitian, triangleElements, unpackHermitian } from "../../src/gpu/triangle.ts";

it("lists every element of the upper triangle once", () => {
  for (const n of [1, 2, 3, 4, 5, 8, 9, 36]) {
    const numbers = triangleElements(n).map(([row, column]) => {
      expect(row).toBeLessThanOrEqual(column);
      return row * n + column;
    });
    expect(new Set(numbers).size).toBe((n * (n + 1)) / 2);
    expect(Math.max(...numbers)).toBe(n * n - 1);
  }
});

it("packs a Hermitian matrix without loss", () => {
  assert(
    property(integer({ min: 1, max: 7 }), infiniteStream(float({ noNaN: true })), (n, numbers) => {
      const elements = triangleElements(n);
      const next = (): number => numbers.next().value as number;
      const matrix = new Float64Array(2 * n * n);
      for (const [row, column] of elements) {
        const [re, im] = [next(), row === column ? 0 : next()];
        matrix.set([re, -im], 2 * (column * n + row));
        matrix.set([re, im], 2 * (row * n + column));
      }
      const packed = new Float32Array(2 * elements.length + 6);
      packHermitian(elements, n, matrix, packed, 6);
      expect(unpackHermitian(elements, n, packed, 6).map((x) => x + 0)).toEqual(matrix.map((x) => x + 0));
    }),
  );
});
