import { describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import { buildProblem } from "../../src/neural/dataset.ts";
import { initialState } from "../../src/neural/initialise.ts";
import { defaultOptions, learningRateAt } from "../../src/neural/options.ts";
import { RandomStream } from "../../src/neural/random.ts";
import { ridge } from "../../src/neural/ridge.ts";
import { randomNumbers } from "../support/random-singlet.ts";
import { trapQuench } from "../support/runs.ts";

const OPTIONS = { ...defaultOptions(4), trainUntil: 3 };
const LATTICE = trapQuench(4, 1, 1).lattice;

describe("training data", () => {
  const trajectories = [0.5, 1].map((trap) => drain(exactTrajectory(trapQuench(4, 1, trap), 0.05, 3)));
  const problem = buildProblem(LATTICE, trajectories, OPTIONS);
  const { states } = problem.data;
  const { size } = problem.packing;

  test("have mean 0 and variance 1 over all trajectories, one scale for all components", () => {
    expect([size, problem.rows, problem.trajectories]).toEqual([72, 61, 2]);
    expect(states.length).toBe(2 * 61 * 72);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let at = i; at < states.length; at += size) sum += states[at];
      expect(Math.abs(sum)).toBeLessThan(1e-10);
    }
    const square = states.reduce((sum, value) => sum + value * value, 0) / states.length;
    expect(square).toBeCloseTo(1, 12);
  });

  test("are the packed exact Dab", () => {
    const packed = new Float64Array(size);
    problem.packing.pack(trajectories[1].dab.subarray(40 * problem.packing.values), packed);
    const row = 61 + 40;
    packed.forEach((value, i) => {
      const { mean, scale } = problem.normalisation;
      expect(scale * states[row * size + i] + mean[i]).toBeCloseTo(value, 12);
    });
  });

  test("slopes have an error of fourth order in the interval, at the ends as well", () => {
    const at = (interval: number, row: number): number[] => {
      const options = { ...OPTIONS, step: 2 * interval, trainUntil: 4 };
      const series = drain(exactTrajectory(trapQuench(4, 1, 1), interval, 4));
      const fine = buildProblem(LATTICE, [series], options);
      const { scale } = fine.normalisation;
      const begin = (row < 0 ? fine.rows + row : Math.round(row / interval)) * size;
      return [...fine.data.slopes.subarray(begin, begin + size)].map((slope) => scale * slope);
    };
    const distance = (a: number[], b: number[]): number => Math.hypot(...a.map((value, i) => value - b[i]));
    for (const row of [0, 0.2, 1.6, -1]) {
      const best = at(0.0125, row);
      const ratio = distance(at(0.1, row), best) / distance(at(0.05, row), best);
      expect(ratio).toBeGreaterThan(11);
      expect(ratio).toBeLessThan(22);
    }
  });

  test("a window that is too short for the longest shooting is refused by name", () => {
    expect(() => buildProblem(LATTICE, trajectories, { ...OPTIONS, trainUntil: 1.95 })).toThrow(
      "trainUntil: found 1.95, expected at least 2",
    );
    expect(buildProblem(LATTICE, trajectories, { ...OPTIONS, trainUntil: 2 }).rows).toBe(41);
  });

  test("a state that does not move gives finite data", () => {
    const still = drain(exactTrajectory(trapQuench(4, 1, 0), 0.05, 3));
    const { normalisation, data } = buildProblem(LATTICE, [still], OPTIONS);
    expect(normalisation.scale).toBe(1);
    expect(data.states.every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });
});

describe("ridge regression", () => {
  test.each([
    [5, 12],
    [12, 5],
  ])("of %i reals from %i rows satisfies the normal equations", (size, rows) => {
    const next = randomNumbers(2);
    const states = Float64Array.from({ length: rows * size }, next);
    const slopes = Float64Array.from({ length: rows * size }, next);
    const a = ridge(states, slopes, size, 0.3);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let gradient = 0.3 * a[i * size + j];
        for (let row = 0; row < rows; row++) {
          let residual = -slopes[row * size + i];
          for (let k = 0; k < size; k++) residual += a[i * size + k] * states[row * size + k];
          gradient += residual * states[row * size + j];
        }
        expect(Math.abs(gradient)).toBeLessThan(1e-11);
      }
    }
  });
});

describe("initial weights", () => {
  const trajectory = drain(exactTrajectory(trapQuench(4, 1, 0.5), 0.05, 3));
  const problem = buildProblem(LATTICE, [trajectory], OPTIONS);

  test("depend on the seed alone, and the last layer is small", () => {
    const start = (seed: number): Float64Array =>
      initialState(problem, OPTIONS, new RandomStream(seed)).parameters;
    expect(start(3)).toEqual(start(3));
    expect(start(3)).not.toEqual(start(4));
    const linear = 72 * 73;
    expect(start(3).slice(0, linear)).toEqual(start(4).slice(0, linear));
    const layers = start(3).slice(linear);
    const most = (from: number, to: number): number =>
      layers.slice(from, to).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const last = 128 * 73 + 128 * 129;
    expect(most(0, 128 * 73) * Math.sqrt(72)).toBeCloseTo(1, 2);
    expect(most(128 * 73, last) * Math.sqrt(128)).toBeCloseTo(1, 2);
    expect(most(last, layers.length) * Math.sqrt(128)).toBeCloseTo(0.1, 3);
  });

  test("a skew field begins with an antisymmetric A, one without skip has none", () => {
    const skew = initialState(problem, { ...OPTIONS, skip: "skew" }, new RandomStream(0)).parameters;
    for (let i = 0; i < 72; i++) {
      for (let j = 0; j < 72; j++) expect(skew[72 * i + j]).toBe(0 - skew[72 * j + i]);
    }
    expect(skew.slice(0, 72 * 72).some((value) => Math.abs(value) > 0.1)).toBe(true);
    const none = initialState(problem, { ...OPTIONS, skip: "none" }, new RandomStream(0)).parameters;
    expect(none).toEqual(skew.slice(72 * 73));
  });
});

test("the learning rate warms up, then falls along a cosine to its final share", () => {
  const options = defaultOptions(4);
  const rates = Array.from({ length: 300 }, (_, k) => learningRateAt(options, k, 300));
  expect(rates[0]).toBeCloseTo(2e-3 / 50, 15);
  expect(rates[49]).toBe(2e-3);
  expect(rates[50]).toBe(2e-3);
  expect(rates[299]).toBeCloseTo(4e-5, 15);
  expect(rates[50 + 124] + rates[50 + 125]).toBeCloseTo(2e-3 * 1.02, 5);
  expect(rates.slice(50).every((rate, k) => k === 0 || rate < rates[49 + k])).toBe(true);
  expect(learningRateAt(options, 0, 1)).toBeGreaterThan(0);
});
