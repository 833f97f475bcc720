import { describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import { PairSpectrum } from "../../src/methods/td2rdm/pair-spectrum.ts";
import { Purification } from "../../src/methods/td2rdm/purification.ts";
import { buildProblem } from "../../src/neural/dataset.ts";
import { windowErrors } from "../../src/neural/errors.ts";
import { rolloutError } from "../../src/neural/evaluate.ts";
import { initialState } from "../../src/neural/initialise.ts";
import type { NeuralModel } from "../../src/neural/model.ts";
import { defaultOptions, shapeOf } from "../../src/neural/options.ts";
import { RandomStream } from "../../src/neural/random.ts";
import { normBound, Rollout, rolloutSeries } from "../../src/neural/rollout.ts";
import { maxDifference } from "../support/brute-force.ts";
import { trapQuench } from "../support/runs.ts";

const OPTIONS = { ...defaultOptions(4), trainUntil: 3, skip: "skew" as const };
const SYSTEM = trapQuench(4, 1, 0.3);
const EXACT = drain(exactTrajectory(SYSTEM, 0.05, 5));
const PROBLEM = buildProblem(SYSTEM.lattice, [EXACT], OPTIONS);
const BOUND = normBound(SYSTEM.electrons);

function modelOf(change: (parameters: Float64Array<ArrayBuffer>) => void = () => {}): NeuralModel {
  const { packing, normalisation, memory } = PROBLEM;
  const { parameters } = initialState(PROBLEM, OPTIONS, new RandomStream(2));
  change(parameters);
  return {
    packing,
    normalisation,
    memory,
    shape: shapeOf(OPTIONS, packing.size),
    parameters,
    step: OPTIONS.step,
  };
}

const start = EXACT.dab.slice(0, PROBLEM.packing.values);

/** Every second sample of the exact series: those every 0.1. */
function coarse(count: number): Float64Array {
  const width = start.length;
  const series = new Float64Array(count * width);
  for (let k = 0; k < count; k++)
    series.set(EXACT.dab.subarray(2 * k * width, (2 * k + 1) * width), k * width);
  return series;
}

describe("rollout", () => {
  test("over the training window has the error that the trainer measures", () => {
    const model = modelOf();
    const { dab, divergedAt } = drain(rolloutSeries(new Rollout(model, start, BOUND), 0.1, 31));
    expect(divergedAt).toBe(null);
    const measured = drain(rolloutError(PROBLEM, model.shape, model.parameters));
    const { training } = windowErrors(dab, coarse(31), start.length, 0.1, 3);
    expect(training).toBeGreaterThan(1e-3);
    expect(training).toBeCloseTo(measured ?? 0, 12);
  });

  test("divides the distance between samples into equal steps of at most h", () => {
    const at = (interval: number, count: number): Float64Array => {
      const { dab } = drain(rolloutSeries(new Rollout(modelOf(), start, BOUND), interval, count));
      return dab.slice(-start.length);
    };
    expect(maxDifference(at(0.3, 2), at(0.1, 4))).toBeLessThan(1e-13);
    expect(maxDifference(at(0.25, 2), at(0.25 / 3, 4))).toBeLessThan(1e-13);
    const error = maxDifference(at(0.2, 2), at(0.005, 41));
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-4);
  });

  test("stops when it diverges, with what is good", () => {
    const model = modelOf((parameters) => {
      for (let i = 0; i < 72; i++) parameters[73 * i] = 3;
    });
    const { dab, divergedAt } = drain(rolloutSeries(new Rollout(model, start, BOUND), 0.1, 100));
    expect(divergedAt).toBeGreaterThan(0.2);
    expect(divergedAt).toBeLessThan(5);
    expect(dab.length % start.length).toBe(0);
    expect(dab.length / start.length).toBeLessThan(60);
    for (let k = 0; k < dab.length; k += start.length) {
      expect(Math.hypot(...dab.subarray(k, k + start.length))).toBeLessThanOrEqual(BOUND);
    }
    const { training, extrapolation, skill } = windowErrors(dab, coarse(51), start.length, 0.1, 3);
    expect([training, extrapolation, skill]).toEqual([null, null, null]);
  });

  test("projected back by purification has no negative eigenvalues", () => {
    // Without the MLP, and far from where it was trained.
    const model = modelOf((parameters) => parameters.fill(0, parameters.length - 72 * 129));
    const spectrum = new PairSpectrum(4);
    const smallest = (purification: Purification | null): number => {
      const rollout = new Rollout(model, start, BOUND, purification);
      const { dab } = drain(rolloutSeries(rollout, 0.1, 51));
      const parts = Array.from({ length: 51 }, (_, k) => dab.slice(k * start.length, (k + 1) * start.length));
      return Math.min(...parts.map((part) => spectrum.smallestEigenvalue(part)));
    };
    expect(smallest(null)).toBeLessThan(-5e-3);
    expect(smallest(new Purification(4, 2))).toBeGreaterThan(-1.01e-7);
  });
});

describe("errors of a window", () => {
  const exact = Float64Array.of(1, 0, 0, 2, 3, 0, 0, 4);

  test("are relative Frobenius norms on both sides of trainUntil, and the skill that over the training mean", () => {
    const predicted = Float64Array.of(1, 0, 0, 2.5, 3, 1, 0, 2);
    // The training mean is (1/2, 1).
    const baseline = Math.sqrt((6.25 + 1 + 0.25 + 9) / 25);
    expect(windowErrors(predicted, exact, 2, 0.1, 0.1)).toEqual({
      training: expect.closeTo(0.5 / Math.sqrt(5), 14),
      extrapolation: expect.closeTo(Math.sqrt(5) / 5, 14),
      baseline: expect.closeTo(baseline, 14),
      skill: expect.closeTo(Math.sqrt(5) / 5 / baseline, 14),
    });
  });

  test("are null where there is nothing to compare", () => {
    expect(windowErrors(exact, exact, 2, 0.1, 0.3)).toEqual({
      training: 0,
      extrapolation: null,
      baseline: null,
      skill: null,
    });
    const short = exact.slice(0, 6);
    expect(windowErrors(short, exact, 2, 0.1, 0.2)).toMatchObject({ training: 0, extrapolation: null });
  });
});
