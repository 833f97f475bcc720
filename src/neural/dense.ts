/** Dense float64 products, blocked for registers: four rows and two columns at a time. */

/** out[r][c] += sum_k a[r][k] b[c][k], all row-major: rows x inner, columns x inner, rows x columns. */
export function addProduct(
  rows: number,
  columns: number,
  inner: number,
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
): void {
  const evenRows = rows - (rows % 4);
  const evenColumns = columns - (columns % 2);
  for (let r = 0; r < evenRows; r += 4) addFourRows(r, evenColumns, columns, inner, a, b, out);
  for (let r = 0; r < evenRows; r++) {
    for (let c = evenColumns; c < columns; c++) addElement(r, c, columns, inner, a, b, out);
  }
  for (let r = evenRows; r < rows; r++) {
    for (let c = 0; c < columns; c++) addElement(r, c, columns, inner, a, b, out);
  }
}

/** out = transpose of a, which is rows x columns and row-major. */
export function transpose(rows: number, columns: number, a: Float64Array, out: Float64Array): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[c * rows + r] = a[r * columns + c];
  }
}

/** The rows r ... r+3 of the product, up to column `end`, which is even. */
function addFourRows(
  r: number,
  end: number,
  columns: number,
  inner: number,
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
): void {
  const a0 = r * inner;
  const [a1, a2, a3] = [a0 + inner, a0 + 2 * inner, a0 + 3 * inner];
  for (let c = 0; c < end; c += 2) {
    const b0 = c * inner;
    const b1 = b0 + inner;
    let [s00, s01, s10, s11] = [0, 0, 0, 0];
    let [s20, s21, s30, s31] = [0, 0, 0, 0];
    for (let k = 0; k < inner; k++) {
      const x = b[b0 + k];
      const y = b[b1 + k];
      s00 += a[a0 + k] * x;
      s01 += a[a0 + k] * y;
      s10 += a[a1 + k] * x;
      s11 += a[a1 + k] * y;
      s20 += a[a2 + k] * x;
      s21 += a[a2 + k] * y;
      s30 += a[a3 + k] * x;
      s31 += a[a3 + k] * y;
    }
    const at = r * columns + c;
    out[at] += s00;
    out[at + 1] += s01;
    out[at + columns] += s10;
    out[at + columns + 1] += s11;
    out[at + 2 * columns] += s20;
    out[at + 2 * columns + 1] += s21;
    out[at + 3 * columns] += s30;
    out[at + 3 * columns + 1] += s31;
  }
}

function addElement(
  r: number,
  c: number,
  columns: number,
  inner: number,
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
): void {
  let sum = 0;
  for (let k = 0; k < inner; k++) sum += a[r * inner + k] * b[c * inner + k];
  out[r * columns + c] += sum;
}
