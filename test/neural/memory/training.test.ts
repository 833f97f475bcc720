import { describe, expect, test } from "vitest";
import { drain } from "../../../src/base/steps.ts";
import { createWasmEngine } from "../../../src/neural/cpu/wasm-engine.ts";
import { buildProblem, type Trajectory } from "../../../src/neural/dataset.ts";
import { rolloutError } from "../../../src/neural/evaluate.ts";
import { VectorField } from "../../../src/neural/field.ts";
import { initialState } from "../../../src/neural/initialise.ts";
import { lossGradient } from "../../../src/neural/losses.ts";
import { fieldOfRollout } from "../../../src/neural/memory/field.ts";
import { latentSlope } from "../../../src/neural/memory/latent.ts";
import type { NeuralModel } from "../../../src/neural/model.ts";
import { defaultOptions, type NeuralOptions, shapeOf } from "../../../src/neural/options.ts";
import { parameterCount } from "../../../src/neural/parameters.ts";
import { RandomStream } from "../../../src/neural/random.ts";
import { ReferenceEngine } from "../../../src/neural/reference-engine.ts";
import { Rollout, rolloutSeries } from "../../../src/neural/rollout.ts";
import { ADAM, gradientFromMoments, randomRequests, randomState } from "../../support/neural.ts";

const LATTICE = { kind: "chain", sites: 2, boundary: "open" } as const;
const VALUES = 32;

type Curve = (t: number) => number;

/** A Dab in which one density follows a curve of order 0.1. */
function moving(curve: Curve, interval: number, end: number): Trajectory {
  const rows = Math.round(end / interval) + 1;
  const dab = new Float64Array(rows * VALUES);
  for (let row = 0; row < rows; row++) {
    dab[row * VALUES] = 0.25 + curve(row * interval);
    // The last element of the diagonal.
    dab[row * VALUES + 30] = 0.5;
  }
  return { interval, dab };
}

/** Two frequencies: four dimensions seen through one. */
const beat: Curve = (t) => 0.1 * Math.cos(t) + 0.05 * Math.cos(2.3 * t);

const [DECAY, FREQUENCY] = [0.4, 1.5];
/** Solution of dx/dt = -w^2 times the integral over s from 0 to t of e^(-g (t - s)) x(s). */
const fading: Curve = (t) => {
  const w = Math.sqrt(FREQUENCY ** 2 - DECAY ** 2 / 4);
  return 0.1 * Math.exp((-DECAY * t) / 2) * (Math.cos(w * t) + (DECAY / (2 * w)) * Math.sin(w * t));
};

const OPTIONS: NeuralOptions = {
  ...defaultOptions(2),
  hidden: [4],
  ridge: 1e-12,
  stages: [{ kind: "shooting", steps: 10, batch: 4, length: 5 }],
};
const DELAYS = { kind: "delay", delays: 3, stride: 0.5 } as const;
const LATENT = { kind: "latent", states: 3, rates: [0.25, 1] } as const;

/** Of the curve and of its mirror image, so that the mean is that of the density at rest. */
function problemOf(memory: NeuralOptions["memory"], curve = beat) {
  const series = [curve, (t: number) => -curve(t)].map((each) => moving(each, 0.05, 10));
  return buildProblem(LATTICE, series, { ...OPTIONS, memory });
}

/** The model of the ridge regression alone. */
function linearModel(memory: NeuralOptions["memory"], curve = beat): NeuralModel {
  const problem = problemOf(memory, curve);
  const { parameters } = initialState(problem, OPTIONS, new RandomStream(1));
  parameters.fill(0, problem.size * (problem.size + 1));
  const { packing, normalisation } = problem;
  const shape = shapeOf(OPTIONS, problem.size);
  return { packing, normalisation, memory: problem.memory, shape, parameters, step: 0.1 };
}

/** Largest deviation from the exact curve on [0, 30]. */
function deviation(memory: NeuralOptions["memory"], curve: Curve): number {
  const exact = moving(curve, 0.1, 30).dab;
  const rollout = new Rollout(linearModel(memory, curve), moving(curve, 0.05, 10).dab, 3);
  const { dab, divergedAt } = drain(rolloutSeries(rollout, 0.1, 301));
  expect(divergedAt).toBe(null);
  return dab.reduce((most, value, i) => Math.max(most, Math.abs(value - exact[i])), 0);
}

describe("what one density does not say about its future", () => {
  test("is beyond a field without memory", () => {
    expect(deviation({ kind: "none" }, beat)).toBeGreaterThan(0.1);
    expect(deviation({ kind: "none" }, fading)).toBeGreaterThan(0.05);
  });

  test("is in its past: three delays make four dimensions, two do not", () => {
    expect(deviation(DELAYS, beat)).toBeLessThan(1e-3);
    expect(deviation({ ...DELAYS, delays: 2 }, beat)).toBeGreaterThan(0.02);
  });

  test("is in a leaky integral with the rate of the memory kernel, which needs no history", () => {
    expect(deviation({ kind: "latent", states: 1, rates: [DECAY] }, fading)).toBeLessThan(1e-4);
    expect(deviation({ kind: "latent", states: 1, rates: [2] }, fading)).toBeGreaterThan(0.01);
  });
});

describe("a rollout with delays", () => {
  const model = linearModel(DELAYS);
  const exact = moving(beat, 0.05, 10).dab;

  test("is exact up to the end of its history, between the rows as well", () => {
    const rollout = new Rollout(model, exact, 3);
    for (const time of [0.05, 0.13, 0.7, 1.5]) {
      drain(rollout.advance(time - rollout.time));
      expect(rollout.time).toBeCloseTo(time, 12);
      const expected = 0.25 + beat(time);
      expect(Math.abs(rollout.dab[0] - expected)).toBeLessThan(1e-10);
    }
    drain(rollout.advance(0.1));
    expect(Math.abs(rollout.dab[0] - moving(beat, 0.1, 1.6).dab[16 * VALUES])).toBeGreaterThan(1e-10);
  });

  test("passes the end of its history within an interval", () => {
    const [once, twice] = [new Rollout(model, exact, 3), new Rollout(model, exact, 3)];
    drain(once.advance(1.6));
    drain(twice.advance(1.5));
    drain(twice.advance(0.1));
    expect(once.dab).toEqual(twice.dab);
    expect(once.time).toBeCloseTo(1.6, 12);
  });
});

describe("extended states", () => {
  test("with delays begin where the history is long enough, and hold it", () => {
    const { data, rows, size, packing } = problemOf(DELAYS);
    const plain = problemOf({ kind: "none" }).data;
    expect([rows, size]).toEqual([201 - 30, 4 * packing.size]);
    for (const delay of [0, 1, 2, 3]) {
      const from = (5 + 30 - 10 * delay) * packing.size;
      const part = data.states.subarray(
        5 * size + delay * packing.size,
        5 * size + (delay + 1) * packing.size,
      );
      expect(part).toEqual(plain.states.subarray(from, from + packing.size));
    }
  });

  test("count only by their state: an error of the memory alone is none", () => {
    const problem = problemOf(LATENT);
    const plain = problemOf({ kind: "none" });
    const [extended, without] = [problem, plain].map((each) => {
      const shape = shapeOf(OPTIONS, each.size);
      return drain(rolloutError(each, shape, new Float64Array(parameterCount(shape))));
    });
    expect(without).toBeGreaterThan(0.1);
    expect(extended).toBeCloseTo(without ?? 0, 13);
  });

  test("follow the law of memory states in a rollout, whatever was learned of it", () => {
    const problem = problemOf(LATENT);
    if (problem.memory.kind !== "latent") throw new Error("no latent memory");
    const { law } = problem.memory;
    const shape = shapeOf(OPTIONS, problem.size);
    const { parameters } = randomState(shape, 3);
    const fields = [new VectorField(shape, parameters), fieldOfRollout(shape, parameters, problem.memory)];
    const [learned, lawful] = fields.map((field) => {
      const tape = field.newTape(3);
      tape.inputs.set(problem.data.states.subarray(7 * problem.size, 10 * problem.size));
      const out = new Float64Array(2 * problem.size);
      field.evaluate(tape, 1, 2, out);
      return out;
    });
    for (let r = 0; r < 2; r++) {
      const begin = r * problem.size;
      const end = begin + law.inputs;
      expect(lawful.slice(begin, end)).toEqual(learned.slice(begin, end));
      const row = problem.data.states.slice((8 + r) * problem.size, (9 + r) * problem.size);
      const slope = new Float64Array(law.size);
      latentSlope(law, row.subarray(0, law.inputs), row.subarray(law.inputs), slope);
      expect(lawful.slice(end, begin + problem.size)).toEqual(slope);
    }
  });

  test("give slopes that are the law of the memory states", () => {
    const { memory, data, size, rows } = problemOf(LATENT);
    if (memory.kind !== "latent") throw new Error("no latent memory");
    const { law } = memory;
    const slope = new Float64Array(law.size);
    for (let row = 0; row < rows; row++) {
      const state = data.states.subarray(row * size, (row + 1) * size);
      latentSlope(law, state.subarray(0, law.inputs), state.subarray(law.inputs), slope);
      slope.forEach((value, k) => {
        expect(Math.abs(value - data.slopes[row * size + law.inputs + k])).toBeLessThan(1e-4);
      });
    }
  });
});

describe.each([
  ["delays", { ...DELAYS, delays: 1 }],
  ["memory states", LATENT],
] as const)("gradients of a field with %s", (_, memory) => {
  const problem = problemOf(memory);
  const shape = shapeOf({ ...OPTIONS, hidden: [3] }, problem.size);
  const state = randomState(shape, 4);
  const requests = Object.values(randomRequests(Math.floor(problem.rows / 2), 5, 4, 2, 6));
  const wide = { ...ADAM, clip: 1e9 };

  test.each(requests)("are those of finite differences ($kind)", (request) => {
    const parameters = state.parameters.slice();
    const field = new VectorField(shape, parameters);
    const gradient = new Float64Array(parameters.length);
    const scratch = new Float64Array(parameters.length);
    lossGradient(field, problem.data, request, gradient);
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const lossAt = (index: number, shift: number): number => {
      parameters[index] = state.parameters[index] + shift;
      const loss = lossGradient(field, problem.data, request, scratch);
      parameters[index] = state.parameters[index];
      return loss;
    };
    const h = 1e-3;
    for (let i = 0; i < parameters.length; i += 7) {
      const near = lossAt(i, h) - lossAt(i, -h);
      const far = lossAt(i, 2 * h) - lossAt(i, -2 * h);
      expect(Math.abs(gradient[i] - (8 * near - far) / (12 * h))).toBeLessThan(1e-8 * largest);
    }
  });

  test.each(requests)("in float32 are those of the reference ($kind)", (request) => {
    const [exact, fast] = [
      new ReferenceEngine(shape, problem.data, wide),
      createWasmEngine(shape, problem.data, wide),
    ];
    const gradient = gradientFromMoments(exact, state, request, wide);
    const found = gradientFromMoments(fast, state, request, wide);
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - gradient[i])), 0);
    expect(worst / largest).toBeLessThan(2e-6);
  });
});
