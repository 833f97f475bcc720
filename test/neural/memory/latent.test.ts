import { describe, expect, test } from "vitest";
import {
  addLatentAdjoint,
  fitLatentLaw,
  type LatentLaw,
  latentSeries,
  latentSlope,
} from "../../../src/neural/memory/latent.ts";
import { randomNumbers } from "../../support/random-singlet.ts";

const FREQUENCY = 2.3;

/** One real, sin(w t), every `interval` up to t = 3. */
function sine(interval: number) {
  const rows = Math.round(3 / interval) + 1;
  const states = Float64Array.from({ length: rows }, (_, row) => Math.sin(FREQUENCY * row * interval));
  return { states, trajectories: 1, rows, size: 1, interval };
}

function law(rate: number): LatentLaw {
  return { inputs: 1, size: 1, rates: Float64Array.of(rate), projection: Float64Array.of(1) };
}

/** Solution of dm/dt = sin(w t) - g m with m(0) = 0. */
function exactly(rate: number, t: number): number {
  const angle = FREQUENCY * t;
  const forced = rate * Math.sin(angle) - FREQUENCY * Math.cos(angle) + FREQUENCY * Math.exp(-rate * t);
  return forced / (rate ** 2 + FREQUENCY ** 2);
}

function worst(rate: number, interval: number): number {
  const memory = latentSeries(law(rate), sine(interval));
  return memory.reduce((most, m, row) => Math.max(most, Math.abs(m - exactly(rate, row * interval))), 0);
}

describe("memory states along given states", () => {
  test.each([0, 0.3, 4])("of rate %d have an error of sixth order in the interval", (rate) => {
    const [coarse, fine] = [worst(rate, 0.1), worst(rate, 0.05)];
    expect(fine).toBeLessThan(1e-7);
    const order = Math.log2(coarse / fine);
    expect(order).toBeGreaterThan(5.5);
    expect(order).toBeLessThan(7.5);
  });

  test("begin at 0 in every trajectory and do not see the others", () => {
    const one = sine(0.1);
    const two = {
      ...one,
      trajectories: 2,
      states: Float64Array.of(...one.states.map((z) => 1 - z), ...one.states),
    };
    const memory = latentSeries(law(0.7), two);
    expect(memory[0]).toBe(0);
    expect(memory.slice(one.rows)).toEqual(latentSeries(law(0.7), one));
  });
});

describe("the law of a series", () => {
  const size = 3;
  const rows = 41;
  const next = randomNumbers(5);
  const mixing = Array.from({ length: 4 }, () => Array.from({ length: size }, next));
  const states = Float64Array.from({ length: rows * size }, (_, at) => {
    const t = 0.1 * Math.floor(at / size);
    const waves = [3 * Math.sin(t), Math.cos(2 * t), 0.3 * Math.sin(3 * t), 2];
    return waves.reduce((sum, wave, k) => sum + wave * mixing[k][at % size], 0);
  });
  const series = { states, trajectories: 1, rows, size, interval: 0.1 };

  test("gives memory states of root mean square 1, every component for every rate", () => {
    const fitted = fitLatentLaw(series, 2, [0.25, 1]);
    expect([fitted.inputs, fitted.size, [...fitted.rates]]).toEqual([3, 4, [0.25, 0.25, 1, 1]]);
    expect(fitted.projection.slice(0, 6)).toEqual(fitted.projection.slice(6));
    const memory = latentSeries(fitted, series);
    expect(memory.reduce((sum, m) => sum + m * m, 0) / memory.length).toBeCloseTo(1, 12);
  });

  test("listens to the directions of largest variance, orthogonal to each other", () => {
    const { projection } = fitLatentLaw(series, 3, [0.5]);
    const rowsOf = [0, 1, 2].map((k) => projection.subarray(3 * k, 3 * k + 3));
    const mean = [0, 1, 2].map((i) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += states[3 * row + i] / rows;
      return sum;
    });
    const along = (k: number): number[] =>
      Array.from({ length: rows }, (_, row) =>
        rowsOf[k].reduce((sum, p, i) => sum + p * (states[3 * row + i] - mean[i]), 0),
      );
    const product = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const variances = [0, 1, 2].map((k) => product(along(k), along(k)));
    expect(variances[0]).toBeGreaterThan(variances[1]);
    expect(variances[1]).toBeGreaterThan(variances[2]);
    expect(Math.abs(product(along(0), along(1)))).toBeLessThan(1e-10 * variances[0]);
    expect(Math.abs(product(along(1), along(2)))).toBeLessThan(1e-10 * variances[0]);
  });

  test("has as many states as the series has components", () => {
    expect(fitLatentLaw(series, 16, [1]).size).toBe(3);
  });
});

test("slope and adjoint are transposes of each other", () => {
  const next = randomNumbers(9);
  const inputs = 5;
  const size = 3;
  const random = (length: number): Float64Array<ArrayBuffer> => Float64Array.from({ length }, next);
  const some = { inputs, size, rates: random(size), projection: random(size * inputs) };
  const [state, memory, cotangent] = [random(inputs), random(size), random(size)];
  const slope = new Float64Array(size);
  latentSlope(some, state, memory, slope);
  const back = [new Float64Array(inputs), new Float64Array(size)];
  addLatentAdjoint(some, cotangent, back[0], back[1]);
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const there = product(cotangent, slope);
  expect(product(back[0], state) + product(back[1], memory)).toBeCloseTo(there, 13);
  addLatentAdjoint(some, cotangent, back[0], back[1]);
  expect(product(back[0], state) + product(back[1], memory)).toBeCloseTo(2 * there, 13);
});
