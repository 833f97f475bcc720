/** Rows through which the polynomial goes that stands for what drives a memory state. */
export const DRIVE_ROWS = 6;

/** Terms of the exponential series below; rate * interval is of order 1 at most. */
const TERMS = 40;

/**
 * m at every row for dm/dt = u - rate m and m = 0 at the first row, from u at rows `interval` apart
 * (`DRIVE_ROWS` at least). The decay is exact; u is a polynomial through six rows around, one-sided at the ends, which
 * gives an error of sixth order in the interval.
 */
export function decayIntegral(drive: Float64Array, rate: number, interval: number): Float64Array {
  const memory = new Float64Array(drive.length);
  const decay = Math.exp(-rate * interval);
  const rules = Array.from({ length: DRIVE_ROWS - 1 }, (_, place) =>
    stepWeights(place, rate * interval).map((weight) => weight * interval),
  );
  for (let row = 1; row < drive.length; row++) {
    const first = Math.min(Math.max(row - DRIVE_ROWS / 2, 0), drive.length - DRIVE_ROWS);
    const weights = rules[row - 1 - first];
    let value = decay * memory[row - 1];
    for (let k = 0; k < DRIVE_ROWS; k++) value += weights[k] * drive[first + k];
    memory[row] = value;
  }
  return memory;
}

/** Integrals over x from 0 to 1 of e^(-a (1 - x)) times the Lagrange polynomial of row k, where x = 0 at row `place`. */
function stepWeights(place: number, a: number): number[] {
  const moments = Array.from({ length: DRIVE_ROWS }, (_, power) => decayMoment(power, a));
  return Array.from({ length: DRIVE_ROWS }, (_, k) =>
    lagrangeCoefficients(place, k).reduce((sum, factor, power) => sum + factor * moments[power], 0),
  );
}

/** Integral over x from 0 to 1 of e^(-a (1 - x)) x^power = sum over j of (-a)^j power! / (power + j + 1)!. */
function decayMoment(power: number, a: number): number {
  let term = 1 / (power + 1);
  let sum = term;
  for (let j = 1; j < TERMS; j++) {
    term *= -a / (power + j + 1);
    sum += term;
  }
  return sum;
}

/** Coefficients, by rising power of x, of the polynomial that is 1 at row k and 0 at the others. */
function lagrangeCoefficients(place: number, k: number): number[] {
  let coefficients = [1];
  for (let j = 0; j < DRIVE_ROWS; j++) {
    if (j === k) continue;
    const node = j - place;
    const shifted = [0, ...coefficients];
    coefficients = shifted.map((value, power) => (value - node * (coefficients[power] ?? 0)) / (k - j));
  }
  return coefficients;
}
