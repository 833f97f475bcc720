import { createPoolEngine } from "../neural/cpu/pool-engine.ts";
import type { CreateTrainingEngine } from "./train-method.ts";

type SpawnGradientWorker = Parameters<typeof createPoolEngine>[4];

/** Training in float32 on `threads` threads, this one included. */
export function cpuTraining(threads: number, spawn: SpawnGradientWorker): CreateTrainingEngine {
  return (shape, data, adam) => createPoolEngine(shape, data, adam, threads, spawn);
}
