import { afterAll, beforeAll, expect, it } from "vitest";
import type { Gpu } from "../../src/gpu/device.ts";
import { productDispatch } from "../../src/gpu/neural/dispatches.ts";
import { hiddenKernel } from "../../src/gpu/neural/kernels.ts";
import { EPSILON, KernelRunner, scalarActivation } from "./neural-runner.ts";
import { openTestGpu } from "./open.ts";

let gpu: Gpu;
let runner: KernelRunner;
beforeAll(async () => {
  gpu = await openTestGpu();
  runner = new KernelRunner(gpu);
});
afterAll(() => gpu.destroy());

it.each(["tanh", "silu", "gelu"] as const)(
  "%s and its derivative are those of float64, far out too",
  async (name) => {
    const number = { tanh: 0, silu: 1, gelu: 2 }[name];
    const near = Array.from({ length: 161 }, (_, k) => (k - 80) / 16);
    const points = Float32Array.of(...near, 1e-3, -1e-3, 30, -30, 200, -200, 1e19, -1e19);
    const rows = points.length;
    const values = { rows, first: 0, inputs: 1, width: 1, weight: 0, skip: 0, columns: 1 };
    const blank = new Float32Array(rows);
    const { after, cotangents } = await runner.run(
      hiddenKernel,
      { ACTIVATION: number, WORKGROUP: 64 },
      { parameters: Float32Array.of(1, 0), inputs: points, after: blank, cotangents: blank, linear: blank },
      (bound) => [productDispatch("hidden", bound, values, { rows, columns: 1, terms: 1 })],
    );
    points.forEach((x, row) => {
      const { value, slope } = scalarActivation(name, x);
      expect(Math.abs(after[row] - value), `at ${x}`).toBeLessThanOrEqual(
        8 * EPSILON * Math.max(1, Math.abs(value)),
      );
      expect(Math.abs(cotangents[row] - slope), `derivative at ${x}`).toBeLessThanOrEqual(24 * EPSILON);
    });
  },
);
