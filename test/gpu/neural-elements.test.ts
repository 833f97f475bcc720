import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gpu } from "../../src/gpu/device.ts";
import { groupsFor, sharedDispatch } from "../../src/gpu/neural/dispatches.ts";
import {
  adamKernel,
  gatherKernel,
  lossKernel,
  normKernel,
  outcomeKernel,
  skewKernel,
} from "../../src/gpu/neural/kernels.ts";
import { EPSILON, KernelRunner, random, roundings, sum } from "./neural-runner.ts";
import { openTestGpu } from "./open.ts";

const WORKGROUP = 64;
const constants = { WORKGROUP };

let gpu: Gpu;
let runner: KernelRunner;
beforeAll(async () => {
  gpu = await openTestGpu();
  runner = new KernelRunner(gpu);
});
afterAll(() => gpu.destroy());

describe("elements dealt out in turn", () => {
  /** One, around a workgroup, and more than all workgroups have invocations. */
  const COUNTS = [1, 63, 64, 65, 256 * 64 + 7];

  it.each([
    [1, 1],
    [3, 21],
    [17, 1000],
  ])("gathers first states of %i windows of %i reals", async (rows, size) => {
    const data = random(5 * size, 1);
    const starts = Uint32Array.from({ length: rows + 2 }, (_, k) => (3 * k + 1) % 5);
    const { states } = await runner.run(
      gatherKernel,
      constants,
      { data, starts, states: new Float32Array(rows * size) },
      (bound) => [
        sharedDispatch("gather", bound, { rows, size, window: 2 }, groupsFor(rows * size, WORKGROUP)),
      ],
    );
    states.forEach((value, at) => {
      expect(value).toBe(data[starts[2 + Math.floor(at / size)] * size + (at % size)]);
    });
  });

  it.each([
    [1, 1, 1],
    [3, 21, 1],
    [5, 13, 4],
    [16, 280, 4],
  ])("loss of %i windows of %i reals after %i steps", async (rows, size, steps) => {
    const [window, lead, stride, targets, first, apart, last] = [1, 2, 3, 7, 2, rows + 1, 3];
    const data = random(targets + (4 + lead + steps * stride) * size, 1);
    const starts = Uint32Array.from({ length: rows + window }, (_, k) => k % 4);
    const states = random((first + steps * apart) * size, 2);
    const groups = groupsFor(steps * rows * size, WORKGROUP);
    const [scale, share] = [0.5, 0.25];
    const result = await runner.run(
      lossKernel,
      constants,
      {
        data,
        starts,
        states,
        errors: new Float32Array(steps * rows * size),
        adjoint: new Float32Array(rows * size),
        cotangents: new Float32Array((last + rows) * size),
        losses: new Float32Array(groups),
      },
      (bound) => {
        const values = { rows, size, steps, window, lead, stride, targets, first, apart, last, scale, share };
        return [sharedDispatch("loss", bound, values, groups)];
      },
    );
    const deviation = (e: number): number => {
      const [step, at] = [Math.floor(e / (rows * size)), e % (rows * size)];
      const row = starts[window + Math.floor(at / size)] + lead + step * stride;
      return states[(first + step * apart) * size + at] - data[targets + row * size + (at % size)];
    };
    for (let e = 0; e < steps * rows * size; e++) {
      const value = scale * deviation(e);
      expect(
        roundings(result.errors[e], { value, size: Math.abs(value) }, 1),
        `error ${e}`,
      ).toBeLessThanOrEqual(1);
      const at = e - (steps - 1) * rows * size;
      if (at < 0) continue;
      expect(result.adjoint[at]).toBe(result.errors[e]);
      expect(result.cotangents[last * size + at]).toBe(Math.fround(share * result.errors[e]));
    }
    const expected = sum(steps * rows * size, (e) => deviation(e) ** 2);
    expect(
      roundings(
        result.losses.reduce((total, part) => total + part, 0),
        expected,
        40,
      ),
      "loss",
    ).toBeLessThanOrEqual(1);
  });

  it.each([1, 15, 16, 17, 130])("takes the antisymmetric part of a gradient of %i rows", async (size) => {
    const offset = 3;
    const before = random(offset + size * size + 1, 1);
    const { gradient } = await runner.run(skewKernel, constants, { gradient: before }, (bound) => [
      sharedDispatch("skew", bound, { offset, size }, groupsFor(size * size, WORKGROUP)),
    ]);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const half = Math.fround(before[offset + i * size + j] - before[offset + j * size + i]) / 2;
        expect(gradient[offset + i * size + j] + 0).toBe(half + 0);
      }
    }
    expect(gradient.subarray(0, offset)).toEqual(before.subarray(0, offset));
    expect(gradient.at(-1)).toBe(before.at(-1));
  });

  it.each(COUNTS)("adds the squares of %i elements", async (count) => {
    const gradient = random(count, 1);
    const groups = groupsFor(count, WORKGROUP);
    const { squares } = await runner.run(
      normKernel,
      constants,
      { gradient, squares: new Float32Array(groups) },
      (bound) => [sharedDispatch("norm", bound, { count }, groups)],
    );
    const expected = sum(count, (k) => gradient[k] ** 2);
    expect(
      roundings(
        squares.reduce((total, part) => total + part, 0),
        expected,
        20,
      ),
      "squares",
    ).toBeLessThanOrEqual(1);
  });

  it.each(COUNTS)("makes a step of Adam with %i parameters", async (count) => {
    const outcome = new Float32Array(5);
    outcome[2] = 0.5;
    const arrays = {
      outcome,
      gradient: random(count, 1),
      parameters: random(count, 2),
      first: random(count, 3),
      second: random(count, 4).map(Math.abs),
    };
    const values = { count, fresh1: 0.1, fresh2: 0.01, rate: 0.02, correction: 3, epsilon: 1e-3 };
    const adam = (report: Float32Array<ArrayBuffer>) =>
      runner.run(adamKernel, constants, { ...arrays, outcome: report }, (bound) => [
        sharedDispatch("adam", bound, values, groupsFor(count, WORKGROUP)),
      ]);
    const after = await adam(outcome);
    for (let k = 0; k < count; k++) {
      const slope = 0.5 * arrays.gradient[k];
      const first = 0.9 * arrays.first[k] + 0.1 * slope;
      const second = 0.99 * arrays.second[k] + 0.01 * slope ** 2;
      const change = (0.02 * first) / (Math.sqrt(3 * second) + 1e-3);
      expect(Math.abs(after.first[k] - first)).toBeLessThanOrEqual(8 * EPSILON);
      expect(Math.abs(after.second[k] - second)).toBeLessThanOrEqual(8 * EPSILON);
      const rounding = EPSILON * (4 + 8 * Math.abs(change) + 0.2 / (Math.sqrt(3 * second) + 1e-3));
      expect(Math.abs(after.parameters[k] - (arrays.parameters[k] - change))).toBeLessThanOrEqual(rounding);
    }
    new Uint32Array(outcome.buffer)[3] = 1;
    const failed = await adam(outcome);
    expect(failed.parameters).toEqual(arrays.parameters);
    expect(failed.first).toEqual(arrays.first);
    expect(failed.second).toEqual(arrays.second);
  });
});

describe("outcome of a step", () => {
  /** Outcome after the given partial sums, from `before`: numbers of steps and failures as they are. */
  async function outcome(losses: number[], squares: number[], before: readonly number[] = [0, 0, 0, 0, 0]) {
    const start = Float32Array.from(before);
    const words = new Uint32Array(start.buffer);
    [words[3], words[4]] = [before[3], before[4]];
    const values = { loss_parts: losses.length, norm_parts: squares.length, mean: 0.5, clip: 2 };
    const arrays = { losses: Float32Array.from(losses), squares: Float32Array.from(squares), outcome: start };
    const result = await runner.run(outcomeKernel, constants, arrays, (bound) => [
      sharedDispatch("outcome", bound, values, 1),
    ]);
    const [loss, norm, shrink] = result.outcome;
    const [failed, steps] = new Uint32Array(result.outcome.buffer).subarray(3);
    return { loss, norm, shrink, failed, steps };
  }

  it("adds the parts and counts the step", async () => {
    const parts = Array.from({ length: 256 }, () => 0.25);
    expect(await outcome(parts, [1, 1.25])).toEqual({
      loss: 32,
      norm: 1.5,
      shrink: 1,
      failed: 0,
      steps: 1,
    });
  });

  it("shrinks a gradient that is longer than allowed", async () => {
    expect(await outcome([4], [64], [0, 0, 0, 0, 7])).toEqual({
      loss: 2,
      norm: 8,
      shrink: 0.25,
      failed: 0,
      steps: 8,
    });
  });

  it.each([
    ["a loss that is not a number", [1, Number.NaN], [1]],
    ["an infinite gradient", [1], [Number.POSITIVE_INFINITY, 1]],
    ["a sum that overflows", [3e38, 3e38], [1]],
  ])("fails at %s, and says so until it is cleared", async (_, losses, squares) => {
    const first = await outcome(losses, squares);
    expect(first).toMatchObject({ failed: 1, steps: 0 });
    expect(Number.isFinite(first.loss) && Number.isFinite(first.norm)).toBe(false);
    expect(await outcome([1], [1], [5, 6, 1, 1, 3])).toEqual({
      loss: 5,
      norm: 6,
      shrink: 1,
      failed: 1,
      steps: 3,
    });
  });
});
