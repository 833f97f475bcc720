import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { KernelClock } from "../../src/gpu/clock.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { BufferUsage } from "../../src/gpu/flags.ts";
import { type BoundKernel, compileKernel, defineKernel, type Kernel } from "../../src/gpu/kernel.ts";
import { type Dispatch, PacedQueue } from "../../src/gpu/paced-queue.ts";
import { Pacer } from "../../src/gpu/pacer.ts";
import { UniformSlots } from "../../src/gpu/uniforms.ts";
import { openTestGpu } from "./open.ts";

/** x <- factor x + shift: the result tells order and parameters of all dispatches. */
const definition = defineKernel({
  label: "chain",
  sources: [
    {
      file: "test/chain.wgsl",
      text: `struct Params { factor: f32, shift: f32, }
override WORKGROUP: u32;
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  x[id.x] = params.factor * x[id.x] + params.shift;
}`,
    },
  ],
  params: { factor: "f32", shift: "f32" },
  bindings: { x: "read_write" },
  overrides: [],
  workgroupBytes: () => 0,
});
const SHIFTS = [5, -3, 2, 7, -1, 4, 6, -2, 1];
const EXPECTED = SHIFTS.reduce((x, shift) => 2 * x + shift, 1);

let gpu: Gpu;
let kernel: Kernel<typeof definition.params, "x">;
let x: GPUBuffer;
beforeAll(async () => {
  gpu = await openTestGpu();
  kernel = await compileKernel(gpu, definition, { WORKGROUP: 1 });
  const usage = BufferUsage.STORAGE | BufferUsage.COPY_DST | BufferUsage.COPY_SRC;
  ({ x } = (await gpu.createBuffers("chain", { x: { bytes: 4, usage } })).buffers);
});
beforeEach(() => gpu.device.queue.writeBuffer(x, 0, Float32Array.of(1)));
afterAll(() => gpu.destroy());

function chain(bound: BoundKernel<typeof definition.params>): Dispatch<"even" | "odd">[] {
  return SHIFTS.map((shift, k) => ({
    name: k % 2 === 0 ? "even" : "odd",
    kernel: bound,
    packed: bound.pack({ factor: 2, shift }),
    x: 1,
    y: 1,
    work: 0,
  }));
}

async function value(): Promise<number> {
  return (await gpu.read(x, [0], 4))[0];
}

describe("a long sequence of dispatches", () => {
  it.each([
    { what: "in one submission", slots: 9, target: 1e9, submissions: 1 },
    { what: "in submissions as long as there are slots", slots: 4, target: 1e9, submissions: 3 },
    { what: "one by one where each takes longer than allowed", slots: 9, target: 1e-9, submissions: 9 },
  ])("runs in order $what", async ({ slots: count, target, submissions }) => {
    const slots = new UniformSlots(gpu.device, "chain", count);
    const queue = new PacedQueue(gpu, slots, new Pacer(target, target), null);
    await queue.run(chain(kernel.bind({ x }, slots)));
    expect(await value()).toBe(EXPECTED);
    expect(queue.counts).toEqual({ dispatches: SHIFTS.length, submissions });
    slots.destroy();
  });

  it("can be timed kernel by kernel", async () => {
    const slots = new UniformSlots(gpu.device, "chain", 4);
    const clock = await KernelClock.create(gpu, ["even", "odd"], 4);
    const queue = new PacedQueue(gpu, slots, new Pacer(1e9, 1e9), clock);
    const begun = performance.now();
    await queue.run(chain(kernel.bind({ x }, slots)));
    const elapsed = performance.now() - begun;
    expect(await value()).toBe(EXPECTED);
    const { even, odd } = clock.milliseconds;
    expect(Math.min(even, odd)).toBeGreaterThanOrEqual(0);
    expect(even + odd).toBeLessThanOrEqual(elapsed + 1);
    clock.destroy();
    slots.destroy();
  });

  it("ends with the problem of the device", async () => {
    const lost = await openTestGpu();
    const other = await compileKernel(lost, definition, { WORKGROUP: 1 });
    const set = await lost.createBuffers("chain", { x: { bytes: 4, usage: BufferUsage.STORAGE } });
    const slots = new UniformSlots(lost.device, "chain", 2);
    const queue = new PacedQueue(lost, slots, new Pacer(1e9, 1e9), null);
    const running = queue.run(chain(other.bind(set.buffers, slots)));
    lost.destroy();
    await expect(running).rejects.toMatchObject({ problem: { kind: "device-lost" } });
  });
});

describe("slots of parameters", () => {
  it("are as many as asked for, and free again after a flush", () => {
    const slots = new UniformSlots(gpu.device, "slots", 2);
    const packed = new Uint8Array(8);
    expect(slots.put(packed)).toBe(0);
    expect(slots.put(packed)).toBe(gpu.device.limits.minUniformBufferOffsetAlignment);
    expect(() => slots.put(packed)).toThrow("more than 2 dispatches");
    slots.flush();
    expect(slots.put(packed)).toBe(0);
    slots.destroy();
  });

  it("belong to a kernel that is bound without", async () => {
    const bound = kernel.bind({ x });
    for (const shift of [5, 7]) {
      const encoder = gpu.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      bound.dispatch(pass, { factor: 2, shift }, 1);
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
    }
    expect(await value()).toBe(2 * (2 * 1 + 5) + 7);
    bound.destroy();
  });
});
