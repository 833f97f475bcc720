import { browserEnvironment, requireGpu } from "../gpu/device.ts";
import { createPoolEngine } from "../neural/cpu/pool-engine.ts";
import { createGpuTrainingEngine } from "../neural/gpu/engine.ts";
import { spawnGradientWorker } from "./spawn-gradient-worker.ts";
import type { CreateEngineOn } from "./training-server.ts";

/** The engines of the page: WebGPU, or WebAssembly on every core. */
export const createEngineOn: CreateEngineOn = (device) => async (shape, data, adam) => {
  switch (device) {
    case "webgpu":
      return createGpuTrainingEngine(await requireGpu(browserEnvironment()), shape, data, adam);
    case "cpu":
      return createPoolEngine(shape, data, adam, navigator.hardwareConcurrency, spawnGradientWorker);
  }
};
