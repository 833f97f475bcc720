/** Kernels on real vectors and on short lists of them; all lengths equal. */

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** Scales x to unit norm and returns the norm it had (0 leaves it unchanged). */
export function normalise(x: Float64Array): number {
  const norm = Math.sqrt(dot(x, x));
  if (norm > 0) for (let i = 0; i < x.length; i++) x[i] /= norm;
  return norm;
}

/** out += factor x */
export function addScaled(x: Float64Array, factor: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += factor * x[i];
}

/** overlaps[k] = vectors[k] . x for k < count; four at a time, so that x is read less often. */
export function overlaps(
  vectors: readonly Float64Array[],
  count: number,
  x: Float64Array,
  out: Float64Array,
): void {
  let k = 0;
  for (; k + 3 < count; k += 4) dotFour(vectors, k, x, out);
  for (; k < count; k++) out[k] = dot(vectors[k], x);
}

/** out += factor sum_k coefficients[k] vectors[k] for k < count. */
export function addCombination(
  vectors: readonly Float64Array[],
  count: number,
  coefficients: Float64Array,
  factor: number,
  out: Float64Array,
): void {
  let k = 0;
  for (; k + 3 < count; k += 4) addFour(vectors, k, coefficients, factor, out);
  for (; k < count; k++) addScaled(vectors[k], factor * coefficients[k], out);
}

function dotFour(vectors: readonly Float64Array[], k: number, x: Float64Array, out: Float64Array): void {
  const [v0, v1, v2, v3] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    s0 += v0[i] * value;
    s1 += v1[i] * value;
    s2 += v2[i] * value;
    s3 += v3[i] * value;
  }
  out[k] = s0;
  out[k + 1] = s1;
  out[k + 2] = s2;
  out[k + 3] = s3;
}

function addFour(
  vectors: readonly Float64Array[],
  k: number,
  coefficients: Float64Array,
  factor: number,
  out: Float64Array,
): void {
  const [v0, v1, v2, v3] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
  const c0 = factor * coefficients[k];
  const c1 = factor * coefficients[k + 1];
  const c2 = factor * coefficients[k + 2];
  const c3 = factor * coefficients[k + 3];
  for (let i = 0; i < out.length; i++) out[i] += c0 * v0[i] + c1 * v1[i] + c2 * v2[i] + c3 * v3[i];
}
