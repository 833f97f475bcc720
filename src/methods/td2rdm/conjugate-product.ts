/** out[to] += scale conj(x[at]) y[from], complex interleaved: the adjoint of a factor x of a product. */
export function addConjugateProduct(
  scale: number,
  x: Float64Array,
  at: number,
  y: Float64Array,
  from: number,
  out: Float64Array,
  to: number,
): void {
  const re = scale * x[at];
  const im = scale * x[at + 1];
  out[to] += re * y[from] + im * y[from + 1];
  out[to + 1] += re * y[from + 1] - im * y[from];
}
