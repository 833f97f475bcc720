import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gpu } from "../../src/gpu/device.ts";
import { gradientDispatches, productDispatch } from "../../src/gpu/neural/dispatches.ts";
import {
  hiddenAdjointKernel,
  hiddenKernel,
  slopeKernel,
  stateAdjointKernel,
  weightGradientKernel,
} from "../../src/gpu/neural/kernels.ts";
import { KernelRunner, random, roundings, type Sum, scalarActivation, sum } from "./neural-runner.ts";
import { openTestGpu } from "./open.ts";

/** Of one slice and of two; SwiftShader compiles larger ones for seconds. */
const WORKGROUPS = [64, 128];
/** Rows, columns and terms of products: one, around a tile and a chunk, several and a remainder. */
const SIZES = [
  [1, 1, 1],
  [15, 17, 16],
  [16, 16, 15],
  [17, 15, 65],
  [33, 50, 17],
  [3, 37, 130],
] as const;

/** Number in activation.wgsl. */
const TANH = 0;

let gpu: Gpu;
let runner: KernelRunner;
beforeAll(async () => {
  gpu = await openTestGpu();
  runner = new KernelRunner(gpu);
});
afterAll(() => gpu.destroy());

describe.each(WORKGROUPS)("products in workgroups of %i", (workgroup) => {
  const constants = { WORKGROUP: workgroup };
  it.each(SIZES)("hidden layer with the skip: %i rows, %i wide, %i inputs", async (rows, width, inputs) => {
    const first = 2;
    const [weight, skip] = [3, 3 + width * (inputs + 1)];
    const parameters = random(skip + inputs * (inputs + 1), 1);
    const states = random((first + rows) * inputs, 2);
    const columns = width + inputs;
    const { after, cotangents, linear } = await runner.run(
      hiddenKernel,
      { ...constants, ACTIVATION: TANH },
      {
        parameters,
        inputs: states,
        after: new Float32Array((first + rows) * width),
        cotangents: new Float32Array((first + rows) * width),
        linear: new Float32Array(rows * inputs),
      },
      (bound) => {
        const values = { rows, first, inputs, width, weight, skip, columns };
        return [productDispatch("hidden", bound, values, { rows, columns, terms: inputs })];
      },
    );
    expect(after.subarray(0, first * width).every((value) => value === 0)).toBe(true);
    for (let row = 0; row < rows; row++) {
      const image = (at: number, outputs: number, output: number): Sum =>
        sum(inputs + 1, (k) =>
          k === inputs
            ? parameters[at + outputs * inputs + output]
            : parameters[at + output * inputs + k] * states[(first + row) * inputs + k],
        );
      for (let column = 0; column < width; column++) {
        const at = (first + row) * width + column;
        const before = image(weight, width, column);
        const { value, slope } = scalarActivation("tanh", before.value);
        const size = before.size + 2;
        expect(
          roundings(after[at], { value, size }, inputs + 1),
          `after ${row}, ${column}`,
        ).toBeLessThanOrEqual(1);
        expect(
          roundings(cotangents[at], { value: slope, size: 2 * size }, inputs + 1),
          `slope ${row}, ${column}`,
        ).toBeLessThanOrEqual(1);
      }
      for (let column = 0; column < inputs; column++) {
        const expected = image(skip, inputs, column);
        expect(
          roundings(linear[row * inputs + column], expected, inputs + 1),
          `skip ${row}, ${column}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each(SIZES)("slope and RK4: %i rows, %i reals, %i inputs", async (rows, size, inputs) => {
    const weight = 5;
    const [base, first, next] = [1, rows + 1, 2 * rows + 1];
    const arrays = {
      parameters: random(weight + size * (inputs + 1), 1),
      inputs: random((first + rows) * inputs, 2),
      linear: random(rows * size, 3),
      states: random((next + rows) * size, 4),
      totals: random(rows * size, 5),
    };
    const shared = { rows, first, base, next, inputs, size, weight };
    const [keep, advance, share] = [0.75, 0.5, -0.25];
    for (const [opening, closing] of [
      [1, 0],
      [0, 0],
      [0, 1],
    ]) {
      const values = { ...shared, opening, closing, keep, advance, share };
      const { states, totals } = await runner.run(slopeKernel, constants, arrays, (bound) => [
        productDispatch("slope", bound, values, { rows, columns: size, terms: inputs }),
      ]);
      for (let at = 0; at < rows * size; at++) {
        const [row, column] = [Math.floor(at / size), at % size];
        const slope = sum(inputs + 2, (k) => {
          if (k === inputs) return arrays.parameters[weight + size * inputs + column];
          if (k > inputs) return arrays.linear[at];
          return arrays.parameters[weight + column * inputs + k] * arrays.inputs[(first + row) * inputs + k];
        });
        const total = (opening === 1 ? 0 : arrays.totals[at]) + share * slope.value;
        const change = closing === 1 ? total : advance * slope.value;
        const bound = slope.size + 3;
        expect(
          roundings(totals[at], { value: total, size: bound }, inputs + 2),
          `total ${at}`,
        ).toBeLessThanOrEqual(1);
        const value = keep * arrays.states[base * size + at] + change;
        expect(
          roundings(states[next * size + at], { value, size: bound }, inputs + 2),
          `state ${at}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each(SIZES)("hidden adjoint with the skip: %i rows, %i wide, %i terms", async (rows, width, terms) => {
    const first = 1;
    const [weight, skip] = [2, 2 + terms * (width + 1)];
    const arrays = {
      parameters: random(skip + terms * terms, 1),
      above: random((first + rows) * terms, 2),
      below: random((first + rows) * width, 3),
      linear: new Float32Array(rows * terms),
    };
    const columns = width + terms;
    const { below, linear } = await runner.run(hiddenAdjointKernel, constants, arrays, (bound) => {
      const values = { rows, first, terms, width, weight, skip, columns };
      return [productDispatch("hiddenAdjoint", bound, values, { rows, columns, terms })];
    });
    expect(below.subarray(0, width)).toEqual(arrays.below.subarray(0, width));
    for (let row = 0; row < rows; row++) {
      const image = (at: number, wide: number, column: number): Sum =>
        sum(
          terms,
          (k) => arrays.above[(first + row) * terms + k] * arrays.parameters[at + k * wide + column],
        );
      for (let column = 0; column < width; column++) {
        const at = (first + row) * width + column;
        const { value, size } = image(weight, width, column);
        const slope = arrays.below[at];
        expect(
          roundings(below[at], { value: slope * value, size: Math.abs(slope) * size }, terms),
          `${row}, ${column}`,
        ).toBeLessThanOrEqual(1);
      }
      for (let column = 0; column < terms; column++) {
        expect(
          roundings(linear[row * terms + column], image(skip, terms, column), terms),
          `skip ${row}, ${column}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each(SIZES)("state adjoint: %i rows, %i reals, %i terms", async (rows, size, terms) => {
    const weight = 4;
    const [next, first, step] = [1, rows + 1, 1];
    const arrays = {
      parameters: random(weight + terms * size, 1),
      above: random((first + rows) * terms, 2),
      linear: random(rows * size, 3),
      errors: random(2 * rows * size, 4),
      adjoint: random(rows * size, 5),
      totals: random(rows * size, 6),
      cotangents: random((next + rows) * size, 7),
    };
    const shared = { rows, first, next, terms, size, weight, step, advance: 0.5, share: -0.25 };
    for (const [opening, closing] of [
      [1, 0],
      [0, 0],
      [0, 1],
    ]) {
      const values = { ...shared, opening, closing };
      const { adjoint, totals, cotangents } = await runner.run(
        stateAdjointKernel,
        constants,
        arrays,
        (bound) => [productDispatch("stateAdjoint", bound, values, { rows, columns: size, terms })],
      );
      for (let at = 0; at < rows * size; at++) {
        const [row, column] = [Math.floor(at / size), at % size];
        const image = sum(terms + 1, (k) =>
          k === terms
            ? arrays.linear[at]
            : arrays.above[(first + row) * terms + k] * arrays.parameters[weight + k * size + column],
        );
        const bound = image.size + 4;
        const total = (opening === 1 ? 0 : arrays.totals[at]) + image.value;
        const ended = arrays.adjoint[at] + total + arrays.errors[rows * size + at];
        const inside = -0.25 * arrays.adjoint[at] + 0.5 * image.value;
        const cotangent = closing === 1 ? -0.25 * ended : inside;
        expect(
          roundings(totals[at], { value: total, size: bound }, terms + 1),
          `total ${at}`,
        ).toBeLessThanOrEqual(1);
        expect(
          roundings(cotangents[next * size + at], { value: cotangent, size: bound }, terms + 1),
          `next ${at}`,
        ).toBeLessThanOrEqual(1);
        const after = closing === 0 ? arrays.adjoint[at] : ended;
        expect(
          roundings(adjoint[at], { value: after, size: bound }, terms + 1),
          `adjoint ${at}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  });
});

it.each([
  ...WORKGROUPS.flatMap((workgroup) => SIZES.map((size) => [workgroup, ...size] as const)),
  [256, 17, 15, 130] as const,
])(
  "gradient in workgroups of %i: %i outputs, %i inputs, %i rows, whole and in pieces",
  async (workgroup, outputs, inputs, terms) => {
    const weight = 6;
    const arrays = {
      cotangents: random(terms * outputs, 1),
      inputs: random(terms * inputs, 2),
      gradient: random(weight + outputs * (inputs + 1), 3),
    };
    for (const piece of [1, 1e9]) {
      const { gradient } = await runner.run(weightGradientKernel, { WORKGROUP: workgroup }, arrays, (bound) =>
        gradientDispatches(bound, { terms, outputs, inputs, weight }, piece),
      );
      expect(gradient.subarray(0, weight)).toEqual(arrays.gradient.subarray(0, weight));
      for (let output = 0; output < outputs; output++) {
        const cotangent = (k: number): number => arrays.cotangents[k * outputs + output];
        for (let input = 0; input < inputs; input++) {
          const expected = sum(terms, (k) => cotangent(k) * arrays.inputs[k * inputs + input]);
          expect(
            roundings(gradient[weight + output * inputs + input], expected, terms),
            `${output}, ${input}`,
          ).toBeLessThanOrEqual(1);
        }
        expect(
          roundings(gradient[weight + outputs * inputs + output], sum(terms, cotangent), terms),
          `bias ${output}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  },
);

describe("the adjoint of a hidden layer", () => {
  const constants = { WORKGROUP: 64 };

  it("is the finite difference of the layer in float64", async () => {
    const [rows, width, terms] = [3, 18, 5];
    const before = random(rows * width, 1);
    const weights = random(terms * width, 2);
    const above = random(rows * terms, 3);
    const identity = Float32Array.from({ length: width * (width + 1) }, (_, k) =>
      k < width * width && k % (width + 1) === 0 ? 1 : 0,
    );
    const blank = new Float32Array(rows * width);
    const layer = await runner.run(
      hiddenKernel,
      { ...constants, ACTIVATION: TANH },
      { parameters: identity, inputs: before, after: blank, cotangents: blank, linear: blank },
      (bound) => {
        const values = { rows, first: 0, inputs: width, width, weight: 0, skip: 0, columns: width };
        return [productDispatch("hidden", bound, values, { rows, columns: width, terms: width })];
      },
    );
    const below = Float32Array.from(layer.cotangents);
    const adjoint = await runner.run(
      hiddenAdjointKernel,
      constants,
      { parameters: weights, above, below, linear: new Float32Array(rows * terms) },
      (bound) => {
        const values = { rows, first: 0, terms, width, weight: 0, skip: 0, columns: width };
        return [productDispatch("hiddenAdjoint", bound, values, { rows, columns: width, terms })];
      },
    );
    const value = (row: number, x: readonly number[]): number =>
      sum(terms * width, (k) => {
        const [j, column] = [Math.floor(k / width), k % width];
        return above[row * terms + j] * weights[k] * Math.tanh(x[column]);
      }).value;
    const h = 1e-4;
    for (let at = 0; at < rows * width; at++) {
      const row = Math.floor(at / width);
      const moved = (shift: number): number[] =>
        Array.from(
          { length: width },
          (_, k) => before[row * width + k] + (row * width + k === at ? shift : 0),
        );
      const difference = (value(row, moved(h)) - value(row, moved(-h))) / (2 * h);
      expect(Math.abs(adjoint.below[at] - difference), `element ${at}`).toBeLessThan(2e-6);
    }
  });
});
