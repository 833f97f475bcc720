/**
 * (row, column) of every element of the upper triangle of an n x n matrix in the order of
 * shaders/common/triangle.wgsl: row r shares a line with row n - r (n - 1 - r for even n).
 */
export function triangleElements(n: number): [number, number][] {
  const width = n % 2 === 0 ? n + 1 : n;
  const shift = width - n;
  return Array.from({ length: (n * (n + 1)) / 2 }, (_, e) => {
    const [r, c] = [Math.floor(e / width), e % width];
    if (c >= r + shift) return [r, c - shift];
    const row = n - r - shift;
    return [row, row + c];
  });
}

/** Writes the upper triangle of a Hermitian matrix (n x n, complex interleaved) to out[at ...]. */
export function packHermitian(
  elements: readonly (readonly [number, number])[],
  n: number,
  matrix: Float64Array,
  out: Float32Array,
  at: number,
): void {
  elements.forEach(([row, column], e) => {
    out[at + 2 * e] = matrix[2 * (row * n + column)];
    out[at + 2 * e + 1] = matrix[2 * (row * n + column) + 1];
  });
}

/** The Hermitian matrix whose upper triangle is packed[at ...]. */
export function unpackHermitian(
  elements: readonly (readonly [number, number])[],
  n: number,
  packed: Float32Array,
  at: number,
): Float64Array {
  const matrix = new Float64Array(2 * n * n);
  elements.forEach(([row, column], e) => {
    const [re, im] = [packed[at + 2 * e], packed[at + 2 * e + 1]];
    matrix[2 * (column * n + row)] = re;
    matrix[2 * (column * n + row) + 1] = -im;
    matrix[2 * (row * n + column)] = re;
    matrix[2 * (row * n + column) + 1] = im;
  });
  return matrix;
}
