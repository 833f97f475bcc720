import type { Gpu } from "../../src/gpu/device.ts";
import { BufferUsage } from "../../src/gpu/flags.ts";
import {
  compileKernel,
  type Kernel,
  type KernelDefinition,
  type ScalarLayout,
} from "../../src/gpu/kernel.ts";
import type { NeuralDispatch } from "../../src/gpu/neural/dispatches.ts";
import { PacedQueue } from "../../src/gpu/paced-queue.ts";
import { Pacer } from "../../src/gpu/pacer.ts";
import { UniformSlots } from "../../src/gpu/uniforms.ts";
import { type ActivationName, activate, activationAdjoint } from "../../src/neural/activations.ts";
import { randomNumbers } from "../support/random-singlet.ts";

/** Relative rounding of float32. */
export const EPSILON = 2 ** -24;

/** Random numbers of order 1 that float32 holds exactly. */
export function random(count: number, seed: number): Float32Array<ArrayBuffer> {
  const next = randomNumbers(seed);
  return Float32Array.from({ length: count }, next);
}

type Arrays<B extends string> = Readonly<Record<B, Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>>;

/** Compiles kernels once and runs them on arrays. */
export class KernelRunner {
  private readonly compiled = new Map<string, Promise<unknown>>();

  constructor(private readonly gpu: Gpu) {}

  /** Runs a kernel on arrays and returns all of them as they are afterwards. */
  async run<P extends ScalarLayout, B extends string, O extends string>(
    definition: KernelDefinition<P, B, O>,
    constants: Readonly<Record<O | "WORKGROUP", number>>,
    arrays: Arrays<B>,
    dispatches: (bound: ReturnType<Kernel<P, B>["bind"]>) => NeuralDispatch[],
  ): Promise<Record<B, Float32Array>> {
    const { gpu } = this;
    const key = JSON.stringify([definition.label, constants]);
    const pending = this.compiled.get(key) ?? compileKernel(gpu, definition, constants);
    this.compiled.set(key, pending);
    const kernel = (await pending) as Kernel<P, B>;
    const usage = BufferUsage.STORAGE | BufferUsage.COPY_DST | BufferUsage.COPY_SRC;
    const entries = Object.entries(arrays) as [B, Float32Array<ArrayBuffer>][];
    const sizes = Object.fromEntries(
      entries.map(([name, { byteLength }]) => [name, { bytes: byteLength, usage }]),
    );
    const set = await gpu.createBuffers<B>("test", sizes as Record<B, { bytes: number; usage: number }>);
    for (const [name, array] of entries) gpu.device.queue.writeBuffer(set.buffers[name], 0, array);
    const slots = new UniformSlots(gpu.device, "test", 16);
    await new PacedQueue(gpu, slots, new Pacer(1e9, 1e9), null).run(
      dispatches(kernel.bind(set.buffers, slots)),
    );
    const results: [string, Float32Array][] = [];
    for (const [name, { byteLength }] of entries) {
      results.push([name, await gpu.read(set.buffers[name], [0], byteLength)]);
    }
    slots.destroy();
    set.destroy();
    return Object.fromEntries(results) as Record<B, Float32Array>;
  }
}

export interface Sum {
  readonly value: number;
  /** Sum of magnitudes, which bounds the rounding of float32. */
  readonly size: number;
}

export function sum(count: number, term: (k: number) => number): Sum {
  let [value, size] = [0, 0];
  for (let k = 0; k < count; k++) {
    value += term(k);
    size += Math.abs(term(k));
  }
  return { value, size };
}

/** Deviation from a sum in units of what float32 may round in `terms` additions: at most 1 when right. */
export function roundings(actual: number, { value, size }: Sum, terms: number): number {
  return Math.abs(actual - value) / ((terms + 4) * EPSILON * size + 1e-37);
}

/** An activation and its derivative in float64. */
export function scalarActivation(name: ActivationName, x: number): { value: number; slope: number } {
  const [input, value, slope] = [Float64Array.of(x), new Float64Array(1), Float64Array.of(1)];
  activate(name, input, value);
  activationAdjoint(name, input, value, slope);
  return { value: value[0], slope: slope[0] };
}
