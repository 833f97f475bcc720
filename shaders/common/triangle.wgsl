// The upper triangle (row <= column) of an n x n matrix, folded into a rectangle so that the work of
// Hermitian matrices divides evenly among invocations.

/// Number of elements of the triangle.
fn triangle_size(n: u32) -> u32 {
  return n * (n + 1u) / 2u;
}

/// (row, column) of element e < triangle_size(n): row r and row n - r (n - 1 - r for even n) share a line.
fn triangle_element(e: u32, n: u32) -> vec2u {
  let width = n | 1u;
  let shift = width - n;
  let r = e / width;
  let c = e % width;
  if (c >= r + shift) {
    return vec2u(r, c - shift);
  }
  let row = n - r - shift;
  return vec2u(row, row + c);
}

/// The element at row <= column.
fn triangle_index(row: u32, column: u32, n: u32) -> u32 {
  let width = n | 1u;
  let shift = width - n;
  if (row < (n + 1u) / 2u) {
    return row * width + column + shift;
  }
  return (n - shift - row) * width + column - row;
}
