/** Below this size the tail of a sequence is dropped. */
const NEGLIGIBLE = 1e-16;
const RESCALE_ABOVE = 1e200;

/**
 * Bessel functions J_0(x) ... J_K(x) of the first kind for x >= 0, by Miller's downward recurrence
 * (Abramowitz and Stegun 9.12), ending where all further ones are below 1e-16.
 */
export function besselSequence(x: number): Float64Array {
  if (x === 0) return Float64Array.of(1);
  const start = 2 * Math.ceil((x + 12 * Math.cbrt(x) + 30) / 2);
  const values = new Float64Array(start + 1);
  values[start] = 1;
  for (let k = start; k > 0; k--) {
    const above = k < start ? values[k + 1] : 0;
    values[k - 1] = ((2 * k) / x) * values[k] - above;
    if (Math.abs(values[k - 1]) > RESCALE_ABOVE) {
      for (let j = k - 1; j <= start; j++) values[j] /= RESCALE_ABOVE;
    }
  }
  let norm = values[0];
  for (let k = 2; k <= start; k += 2) norm += 2 * values[k];
  for (let k = 0; k <= start; k++) values[k] /= norm;
  let count = start + 1;
  while (count > 1 && Math.abs(values[count - 1]) < NEGLIGIBLE) count--;
  return values.slice(0, count);
}
