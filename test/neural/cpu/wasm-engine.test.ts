import { describe, expect, test } from "vitest";
import { GradientComputer } from "../../../src/neural/cpu/gradient-computer.ts";
import { createWasmEngine } from "../../../src/neural/cpu/wasm-engine.ts";
import { parameterCount } from "../../../src/neural/parameters.ts";
import { ReferenceEngine } from "../../../src/neural/reference-engine.ts";
import type { FieldShape, StepRequest } from "../../../src/neural/types.ts";
import { ADAM, gradientFromMoments, randomData, randomRequests, randomState } from "../../support/neural.ts";

const ROWS = 30;
const WIDE = { ...ADAM, clip: 1e9 };
const FIELDS: FieldShape[] = (["tanh", "silu", "gelu"] as const).flatMap((activation) =>
  (["full", "skew", "none"] as const).flatMap((skip) =>
    [[], [7], [17, 12], [9, 8, 3]].map((hidden) => ({ size: 5, hidden, activation, skip })),
  ),
);
const SIZES: FieldShape[] = [1, 3, 4, 17, 72, 342].map((size) => ({
  size,
  hidden: [size > 17 ? 128 : 6, 9],
  activation: "tanh",
  skip: "full",
}));
const SHAPES = [...FIELDS, ...SIZES].map((shape) => {
  const { size, activation, skip, hidden } = shape;
  return [`${size}, ${activation}, ${skip}, [${hidden.join()}]`, shape] as const;
});
const SHAPE: FieldShape = { size: 17, hidden: [12, 9], activation: "tanh", skip: "skew" };
const { shooting, derivative } = randomRequests(ROWS, 16, 5, 2, 11);

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe("gradients", () => {
  test.each(SHAPES)("of %s are those of the float64 reference", (_, shape) => {
    const data = randomData(shape.size, ROWS, 3);
    const state = randomState(shape, 7);
    const [exact, fast] = [new ReferenceEngine(shape, data, WIDE), createWasmEngine(shape, data, WIDE)];
    for (const batch of [1, 5, 16]) {
      for (const request of Object.values(randomRequests(ROWS, batch, 5, 2, batch))) {
        const gradient = gradientFromMoments(exact, state, request, WIDE);
        const difference = gradientFromMoments(fast, state, request, WIDE).map(
          (value, i) => value - gradient[i],
        );
        expect(largest(difference) / largest(gradient)).toBeLessThan(2e-6);
      }
    }
  });

  test.each([
    ["derivative matching", derivative],
    ["shooting", shooting],
  ])("of %s are finite differences of its own loss", (_, request) => {
    const data = randomData(SHAPE.size, ROWS, 3);
    const state = randomState(SHAPE, 7);
    const engine = createWasmEngine(SHAPE, data, WIDE);
    const gradient = gradientFromMoments(engine, state, request, WIDE);
    const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
    const lossAlong = (shift: number): number => {
      const parameters = state.parameters.map((value, i) => value + (shift * gradient[i]) / norm);
      engine.write({ ...state, parameters });
      return engine.step(request).loss;
    };
    const h = 0.02;
    const near = lossAlong(h) - lossAlong(-h);
    const far = lossAlong(2 * h) - lossAlong(-2 * h);
    expect((8 * near - far) / (12 * h) / norm).toBeCloseTo(1, 3);
  });

  test("reports loss and norm of the reference", () => {
    const data = randomData(SHAPE.size, ROWS, 3);
    for (const request of [shooting, derivative]) {
      const [exact, fast] = [new ReferenceEngine(SHAPE, data, ADAM), createWasmEngine(SHAPE, data, ADAM)].map(
        (engine) => {
          engine.write(randomState(SHAPE, 7));
          return engine.step(request);
        },
      );
      expect(fast.loss / exact.loss).toBeCloseTo(1, 5);
      expect(fast.gradientNorm / exact.gradientNorm).toBeCloseTo(1, 5);
    }
  });

  test("do not depend on how many groups fit in memory together", () => {
    const data = randomData(SHAPE.size, ROWS, 3);
    const many = randomRequests(ROWS, 37, 5, 2, 4).shooting;
    const compute = (largestTape?: number): Float32Array => {
      const computer = new GradientComputer(SHAPE, data, largestTape);
      const groups = computer.groups(many).count;
      expect(groups).toBe(8);
      const { memory, field } = computer;
      const parameters = memory.floats(field.parameters, 8 * field.layout.lines);
      parameters.forEach((_, i) => {
        parameters[i] = Math.sin(i) / 9;
      });
      field.parametersChanged();
      const sum = computer.newSum();
      computer.compute(many, 0, groups, sum);
      return memory.floats(sum.total(groups), 8 * field.layout.lines).slice();
    };
    expect(compute(1)).toEqual(compute());
    expect(compute(300_000)).toEqual(compute());
  });
});

describe("training", () => {
  const data = randomData(SHAPE.size, ROWS, 3);
  const state = randomState(SHAPE, 7);
  const requests = (count: number): StepRequest[] =>
    Array.from({ length: count }, (_, k) => {
      const pair = randomRequests(ROWS, 16, 4, 2, k);
      return { ...(k % 2 === 0 ? pair.shooting : pair.derivative), learningRate: 2e-3 };
    });

  test("follows the reference over many steps", () => {
    const [exact, fast] = [new ReferenceEngine(SHAPE, data, ADAM), createWasmEngine(SHAPE, data, ADAM)];
    exact.write(state);
    fast.write(state);
    const losses = requests(60).map((request) => [exact.step(request).loss, fast.step(request).loss]);
    for (const [a, b] of losses) expect(Math.abs(b / a - 1)).toBeLessThan(1e-4);
    expect(losses[58][0]).toBeLessThan(0.8 * losses[0][0]);
  });

  test("gives the same bits again, and the same when resumed from what was read", () => {
    const all = requests(12);
    const run = (): ReturnType<typeof createWasmEngine> => {
      const engine = createWasmEngine(SHAPE, data, ADAM);
      engine.write(state);
      return engine;
    };
    const whole = run();
    const report = whole.steps(all);
    const again = run();
    expect(again.steps(all)).toEqual(report);
    expect(again.read()).toEqual(whole.read());
    const half = run();
    half.steps(all.slice(0, 7));
    const resumed = createWasmEngine(SHAPE, data, ADAM);
    resumed.write(half.read());
    expect(resumed.read()).toEqual(half.read());
    expect(resumed.steps(all.slice(7))).toEqual(report);
    expect(resumed.read()).toEqual(whole.read());
    expect(whole.read().steps).toBe(12);
  });

  test("keeps a skew A exactly antisymmetric", () => {
    const engine = createWasmEngine(SHAPE, data, ADAM);
    engine.write(state);
    engine.steps(requests(10));
    const { parameters } = engine.read();
    const { size } = SHAPE;
    expect(parameters[1]).not.toBe(Math.fround(state.parameters[1]));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) expect(parameters[size * i + j]).toBe(0 - parameters[size * j + i]);
    }
  });

  test("reports a step that is not finite, changes nothing, and goes on from there", () => {
    const engine = createWasmEngine(SHAPE, data, ADAM);
    engine.write(state);
    engine.steps(requests(3));
    const before = engine.read();
    const huge = { ...before, parameters: before.parameters.map((value) => Math.fround(1e30 * value)) };
    engine.write(huge);
    const { loss } = engine.steps([shooting, derivative]);
    expect(Number.isFinite(loss)).toBe(false);
    expect(engine.read()).toEqual(huge);
    engine.write(before);
    const untouched = createWasmEngine(SHAPE, data, ADAM);
    untouched.write(before);
    expect(engine.step(shooting)).toEqual(untouched.step(shooting));
    expect(engine.read()).toEqual(untouched.read());
  });

  test("reports data that are not numbers", () => {
    const states = data.states.map((value, i) => (i % SHAPE.size === 3 ? Number.NaN : value));
    const engine = createWasmEngine(SHAPE, { ...data, states }, ADAM);
    engine.write(state);
    expect(engine.step(derivative).loss).toBeNaN();
    expect(engine.step(shooting).loss).toBeNaN();
  });
});

describe("refusals", () => {
  const data = randomData(SHAPE.size, ROWS, 3);

  test("rows beyond the data, and weights of another network", () => {
    const engine = createWasmEngine(SHAPE, data, ADAM);
    const beyond: StepRequest = {
      kind: "shooting",
      learningRate: 1e-3,
      starts: Uint32Array.of(0, 2 * ROWS - 5),
      steps: 5,
      stride: 1,
    };
    expect(() => engine.step(beyond)).toThrow("reaches row 60 of 60 rows of data");
    const state = randomState({ ...SHAPE, size: 4 }, 1);
    expect(() => engine.write(state)).toThrow(`for ${parameterCount(SHAPE)} parameters`);
  });

  test("more memory than a tab has, in words", () => {
    const engine = createWasmEngine({ ...SHAPE, hidden: [4000] }, randomData(SHAPE.size, 6100, 3), ADAM);
    const long: StepRequest = {
      kind: "shooting",
      learningRate: 1e-3,
      starts: Uint32Array.of(0),
      steps: 6000,
      stride: 1,
    };
    expect(() => engine.step(long)).toThrow("use shorter rollouts or a smaller network");
  });
});
