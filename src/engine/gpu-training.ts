import { type GpuEnvironment, requireGpu } from "../gpu/device.ts";
import { createGpuTrainingEngine } from "../neural/gpu/engine.ts";
import type { CreateTrainingEngine } from "./train-method.ts";

export { GpuError } from "../gpu/problems.ts";

/** Training in float32 by WebGPU. */
export function gpuTraining(environment: GpuEnvironment): CreateTrainingEngine {
  return async (shape, data, adam) =>
    createGpuTrainingEngine(await requireGpu(environment), shape, data, adam);
}
