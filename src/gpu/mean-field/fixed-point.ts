import type { SpinMatrices } from "./types.ts";

type Elements = readonly (readonly [number, number])[];

/** Whole numbers of this unit stand for elements of g, of which none exceeds 1. */
const UNIT = 2 ** -30;

/** Writes the upper triangles of both matrices to out[at ...] as mean-field/propagate.wgsl keeps them. */
export function packSpins(
  elements: Elements,
  sites: number,
  { up, down }: SpinMatrices,
  out: Int32Array,
  at: number,
): void {
  [up, down].forEach((matrix, spin) => {
    elements.forEach(([row, column], e) => {
      const to = at + 2 * (spin * elements.length + e);
      out[to] = Math.round(matrix[2 * (row * sites + column)] / UNIT);
      out[to + 1] = Math.round(matrix[2 * (row * sites + column) + 1] / UNIT);
    });
  });
}

/** The matrices whose upper triangles are packed[at ...]. */
export function unpackSpins(elements: Elements, sites: number, packed: Int32Array, at: number): SpinMatrices {
  const [up, down] = [0, 1].map((spin) => {
    const matrix = new Float64Array(2 * sites * sites);
    elements.forEach(([row, column], e) => {
      const from = at + 2 * (spin * elements.length + e);
      const [re, im] = [UNIT * packed[from], UNIT * packed[from + 1]];
      matrix[2 * (column * sites + row)] = re;
      matrix[2 * (column * sites + row) + 1] = -im;
      matrix[2 * (row * sites + column)] = re;
      matrix[2 * (row * sites + column) + 1] = im;
    });
    return matrix;
  });
  return { up, down };
}
