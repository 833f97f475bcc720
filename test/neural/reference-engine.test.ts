import { describe, expect, test } from "vitest";
import { VectorField } from "../../src/neural/field.ts";
import { lossGradient } from "../../src/neural/losses.ts";
import { parameterCount, parameterLayout } from "../../src/neural/parameters.ts";
import { ReferenceEngine } from "../../src/neural/reference-engine.ts";
import type { FieldShape } from "../../src/neural/types.ts";
import { ADAM, gradientFromMoments, randomData, randomRequests, randomState } from "../support/neural.ts";
import { randomNumbers } from "../support/random-singlet.ts";

const ROWS = 12;
const SHAPES: FieldShape[] = (["tanh", "silu", "gelu"] as const).flatMap((activation) =>
  (["full", "skew", "none"] as const).flatMap((skip) =>
    [[], [7], [5, 6], [4, 3, 5]].map((hidden) => ({ size: 5, hidden, activation, skip })),
  ),
);
const name = ({ activation, skip, hidden }: FieldShape): string =>
  `${activation}, ${skip}, [${hidden.join()}]`;

describe.each(SHAPES.map((shape) => [name(shape), shape] as const))("%s", (_, shape) => {
  const data = randomData(shape.size, ROWS, 3);
  const state = randomState(shape, 7);
  const requests = randomRequests(ROWS, 6, 4, 2, 11);

  test.each([requests.derivative, requests.shooting])("gradient is that of finite differences", (request) => {
    const parameters = state.parameters.slice();
    const field = new VectorField(shape, parameters);
    const gradient = new Float64Array(parameters.length);
    const scratch = new Float64Array(parameters.length);
    lossGradient(field, data, request, gradient);
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(1e-3);
    const lossAt = (index: number, shift: number): number => {
      parameters[index] = state.parameters[index] + shift;
      const loss = lossGradient(field, data, request, scratch);
      parameters[index] = state.parameters[index];
      return loss;
    };
    const h = 1e-3;
    for (let i = 0; i < parameters.length; i++) {
      const near = lossAt(i, h) - lossAt(i, -h);
      const far = lossAt(i, 2 * h) - lossAt(i, -2 * h);
      const difference = (8 * near - far) / (12 * h);
      expect(Math.abs(gradient[i] - difference), `parameter ${i}`).toBeLessThan(1e-9 * largest + 1e-11);
    }
  });

  test("training lowers both losses", () => {
    for (const request of Object.values(requests)) {
      const engine = new ReferenceEngine(shape, data, ADAM);
      engine.write(state);
      const before = engine.step(request).loss;
      const after = engine.steps(Array.from({ length: 60 }, () => ({ ...request, learningRate: 0.01 }))).loss;
      expect(after).toBeLessThan(0.7 * before);
    }
  });
});

describe("reference engine", () => {
  const shape: FieldShape = { size: 5, hidden: [4], activation: "tanh", skip: "skew" };
  const data = randomData(shape.size, ROWS, 3);
  const state = randomState(shape, 7);
  const { shooting, derivative } = randomRequests(ROWS, 6, 4, 2, 11);

  test("keeps a skew A exactly antisymmetric, and projects its gradient", () => {
    const engine = new ReferenceEngine(shape, data, ADAM);
    engine.write(state);
    engine.steps(Array.from({ length: 20 }, () => shooting));
    const { parameters } = engine.read();
    expect(parameters.slice(0, 25)).not.toEqual(state.parameters.slice(0, 25));
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) expect(parameters[5 * i + j]).toBe(0 - parameters[5 * j + i]);
    }
    const wide = { ...ADAM, clip: 1e9 };
    const skew = gradientFromMoments(new ReferenceEngine(shape, data, wide), state, shooting, wide);
    const full = gradientFromMoments(
      new ReferenceEngine({ ...shape, skip: "full" }, data, wide),
      state,
      shooting,
      wide,
    );
    expect(Math.abs(full[1] + full[5])).toBeGreaterThan(1e-6);
    expect(skew[1]).toBeCloseTo((full[1] - full[5]) / 2, 14);
    expect(skew.slice(25)).toEqual(full.slice(25));
  });

  test("makes the steps of Adam, clipped by the norm of the whole gradient", () => {
    for (const clip of [1e9, 1e-3]) {
      const options = { ...ADAM, clip };
      const engine = new ReferenceEngine({ ...shape, skip: "full" }, data, options);
      engine.write(state);
      const { gradientNorm } = engine.step(shooting);
      expect(gradientNorm).toBeGreaterThan(1e-2);
      const after = engine.read();
      const length = Math.sqrt(after.first.reduce((sum, value) => sum + value ** 2, 0)) / (1 - ADAM.beta1);
      expect(length).toBeCloseTo(Math.min(gradientNorm, clip), 12);
      after.parameters.forEach((value, i) => {
        const slope = after.first[i] / (1 - ADAM.beta1);
        const step = (1e-3 * slope) / (Math.abs(slope) + ADAM.epsilon);
        expect(state.parameters[i] - value).toBeCloseTo(step, 12);
      });
    }
  });

  test("several steps at once, and steps after writing what was read, are the same steps bit for bit", () => {
    const requests = [shooting, derivative, shooting, derivative];
    const together = new ReferenceEngine(shape, data, ADAM);
    together.write(state);
    const report = together.steps(requests);
    const apart = new ReferenceEngine(shape, data, ADAM);
    apart.write(state);
    apart.step(requests[0]);
    const resumed = new ReferenceEngine(shape, data, ADAM);
    resumed.write(apart.read());
    resumed.step(requests[1]);
    resumed.step(requests[2]);
    expect(resumed.step(requests[3])).toEqual(report);
    expect(resumed.read()).toEqual(together.read());
  });

  test("leaves everything as it was at a step that is not finite, and stops there", () => {
    const engine = new ReferenceEngine({ ...shape, skip: "full" }, data, ADAM);
    const huge = { ...state, parameters: state.parameters.map((value) => 1e90 * value), steps: 4 };
    engine.write(huge);
    expect(engine.steps([shooting, derivative]).loss).toBeNaN();
    expect(engine.read()).toEqual(huge);
  });

  test("the parameters of a layout follow one another without gaps", () => {
    const next = randomNumbers(1);
    for (let trial = 0; trial < 20; trial++) {
      const hidden = Array.from({ length: trial % 4 }, () => 1 + Math.floor(9 * Math.abs(next())));
      const skip = (["full", "skew", "none"] as const)[trial % 3];
      const layout = parameterLayout({ ...shape, size: 1 + (trial % 5), hidden, skip });
      let end = 0;
      for (const { offset, rows, columns } of layout) {
        expect(offset).toBe(end);
        end += rows * columns;
      }
      expect(parameterCount({ ...shape, size: 1 + (trial % 5), hidden, skip })).toBe(end);
      expect(layout.filter(({ name }) => name.startsWith("layers")).length).toBe(2 * (hidden.length + 1));
    }
  });
});
