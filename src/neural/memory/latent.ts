import { drain } from "../../base/steps.ts";
import { singularTriplets } from "../../linalg/svd.ts";
import { addScaled, dot } from "../../linalg/vectors.ts";
import { decayIntegral } from "./quadrature.ts";
import type { StateSeries } from "./series.ts";

/**
 * Memory states that follow the state z by a law of their own, dm/dt = P z - gamma m (one gamma per memory state),
 * from m = 0 at the quench: leaky integrals of the past, the Markovian embedding of a memory kernel that is a sum of
 * exponentials (auxiliary modes of the Mori-Zwanzig equation; Ceriotti, Bussi and Parrinello, J. Chem. Theory Comput. 6, 1170).
 */
export interface LatentLaw {
  /** Reals of z, d. */
  readonly inputs: number;
  /** Reals of m, q. */
  readonly size: number;
  /** gamma of every memory state, [q], in J. */
  readonly rates: Float64Array<ArrayBuffer>;
  /** P, [q, d], row-major, in J. */
  readonly projection: Float64Array<ArrayBuffer>;
}

/** out = dm/dt for one state and its memory, [q]. */
export function latentSlope(
  { inputs, size, rates, projection }: LatentLaw,
  state: Float64Array,
  memory: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0; k < size; k++) {
    const row = projection.subarray(k * inputs, (k + 1) * inputs);
    out[k] = dot(row, state) - rates[k] * memory[k];
  }
}

/** Adds to the cotangents of state and memory what those of dm/dt make of them: P^T c and -gamma c. */
export function addLatentAdjoint(
  { inputs, size, rates, projection }: LatentLaw,
  cotangent: Float64Array,
  state: Float64Array,
  memory: Float64Array,
): void {
  for (let k = 0; k < size; k++) {
    addScaled(projection.subarray(k * inputs, (k + 1) * inputs), cotangent[k], state);
    memory[k] -= rates[k] * cotangent[k];
  }
}

/**
 * The law whose memory states are the integrals of the `states` leading principal components of the series, for one
 * decay rate after the other. One scale for all of them makes their root mean square over the series 1. A series of
 * fewer components has fewer memory states.
 */
export function fitLatentLaw(series: StateSeries, states: number, rates: readonly number[]): LatentLaw {
  const components = principalComponents(series).slice(0, states);
  const law = {
    inputs: series.size,
    size: components.length * rates.length,
    rates: Float64Array.from(rates.flatMap((rate) => components.map(() => rate))),
    projection: new Float64Array(components.length * rates.length * series.size),
  };
  rates.forEach((_, r) => {
    components.forEach((component, k) => {
      law.projection.set(component, (r * components.length + k) * series.size);
    });
  });
  const memory = latentSeries(law, series);
  const scale = Math.sqrt(dot(memory, memory) / memory.length);
  return { ...law, projection: law.projection.map((value) => value / scale) };
}

/**
 * The memory along given states, [trajectory][row][q]: exactly the decay, of sixth order in the interval what drives
 * it (a polynomial through six rows).
 */
export function latentSeries(law: LatentLaw, series: StateSeries): Float64Array {
  const { states, trajectories, rows, size, interval } = series;
  const { projection, rates } = law;
  const memory = new Float64Array(trajectories * rows * law.size);
  const drive = new Float64Array(rows);
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const begin = trajectory * rows;
    for (let k = 0; k < law.size; k++) {
      const direction = projection.subarray(k * size, (k + 1) * size);
      for (let row = 0; row < rows; row++) {
        drive[row] = dot(direction, states.subarray((begin + row) * size, (begin + row + 1) * size));
      }
      decayIntegral(drive, rates[k], interval).forEach((value, row) => {
        memory[(begin + row) * law.size + k] = value;
      });
    }
  }
  return memory;
}

/** Unit vectors along which the series varies, by falling variance; the largest entry of each is positive. */
function principalComponents({ states, size }: StateSeries): Float64Array[] {
  const count = states.length / size;
  const mean = new Float64Array(size);
  const rows = Array.from({ length: count }, (_, row) => states.slice(row * size, (row + 1) * size));
  for (const row of rows) addScaled(row, 1 / count, mean);
  for (const row of rows) addScaled(mean, -1, row);
  const { left } = drain(singularTriplets(rows));
  return left.map((vector) => {
    const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    return largest < 0 ? vector.map((value) => -value) : vector;
  });
}
