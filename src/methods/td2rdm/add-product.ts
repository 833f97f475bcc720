/** out[to + j] += x[at] y[from + j] for j < count, complex interleaved. */
export function addProduct(
  count: number,
  x: Float64Array,
  at: number,
  y: Float64Array,
  from: number,
  out: Float64Array,
  to: number,
): void {
  const re = x[at];
  const im = x[at + 1];
  for (let j = 0; j < 2 * count; j += 2) {
    out[to + j] += re * y[from + j] - im * y[from + j + 1];
    out[to + j + 1] += re * y[from + j + 1] + im * y[from + j];
  }
}
