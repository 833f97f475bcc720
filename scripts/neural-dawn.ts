/** Training by WebGPU in Node (Dawn), for the benchmarks. */
import { openDawn } from "../src/cli/dawn.ts";
import { type Gpu, openGpu } from "../src/gpu/device.ts";
import { describeProblem } from "../src/gpu/problems.ts";
import { createGpuTrainingEngine } from "../src/neural/gpu/engine.ts";
import type { AdamOptions, FieldShape, StepRequest, TrainingData } from "../src/neural/types.ts";

/** An open device of this machine. */
export interface DawnTraining {
  readonly gpu: Gpu;
  /** Its adapter, and a warning where that is no GPU. */
  readonly name: string;
}

/** A device of this machine, or why there is none. */
export async function openDawnTraining(): Promise<DawnTraining | string> {
  const outcome = await openGpu(await openDawn());
  if (outcome.kind === "unavailable") return describeProblem(outcome.problem);
  const { gpu } = outcome;
  const { name, software } = gpu.adapter;
  return { gpu, name: `WebGPU, ${name}${software ? " (software: not the speed of a GPU)" : ""}` };
}

/** What a step takes. */
export interface DawnTimes {
  /** Seconds of one step among several without reading back, and of one that is read back. */
  readonly among: number;
  readonly alone: number;
  readonly dispatches: number;
  readonly submissions: number;
  /** Seconds of one step by kernel, by the clock of the device; null without timestamps. */
  readonly kernels: readonly { readonly name: string; readonly seconds: number }[] | null;
}

/** Times `steps` equal steps together, one alone, and one kernel by kernel. */
export async function timeDawn(
  { gpu }: DawnTraining,
  shape: FieldShape,
  data: TrainingData,
  options: AdamOptions,
  request: StepRequest,
  steps: number,
): Promise<DawnTimes> {
  const engine = await createGpuTrainingEngine(gpu, shape, data, options);
  const together = Array.from({ length: steps }, () => request);
  // The first time, the pacer finds its length.
  await engine.steps(together);
  const before = engine.measured;
  const among = (await seconds(() => engine.steps(together))) / steps;
  const after = engine.measured;
  const alone = await seconds(() => engine.step(request));
  engine.destroy();
  return {
    among,
    alone,
    dispatches: (after.dispatches - before.dispatches) / steps,
    submissions: (after.submissions - before.submissions) / steps,
    kernels: gpu.adapter.timestamps ? await timeKernels(gpu, shape, data, options, request) : null,
  };
}

async function timeKernels(
  gpu: Gpu,
  shape: FieldShape,
  data: TrainingData,
  options: AdamOptions,
  request: StepRequest,
): Promise<DawnTimes["kernels"]> {
  const engine = await createGpuTrainingEngine(gpu, shape, data, options, { timed: true });
  await engine.step(request);
  const { milliseconds } = engine.measured;
  engine.destroy();
  return Object.entries(milliseconds ?? {}).map(([name, value]) => ({ name, seconds: value / 1e3 }));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1e3;
}
