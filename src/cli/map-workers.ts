import { availableParallelism, freemem } from "node:os";
import { Worker } from "node:worker_threads";
import type { MapBackend, MapPointResult } from "../engine/map-backend.ts";
import { createPoolMapBackend, type SpawnMapWorker } from "../engine/map-pool.ts";
import type { Config } from "../protocol/config.ts";
import { estimateMethod } from "../protocol/estimate.ts";

/** The CPU backend on worker threads: one per core, fewer where the memory does not allow it. */
export function createNodeMapBackend(config: Config, threads = threadsFor(config)): MapBackend {
  return createPoolMapBackend(threads, spawnThread);
}

function threadsFor(config: Config): number {
  const bytes = Math.max(...config.methods.map((method) => estimateMethod(config, method).bytes));
  return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / bytes)));
}

const spawnThread: SpawnMapWorker = ({ onResult, onCrash }) => {
  const worker = new Worker(new URL("./map-worker.mjs", import.meta.url));
  worker.on("message", (result: MapPointResult) => onResult(result));
  worker.on("error", (error) => onCrash(error.message));
  worker.on("exit", (code) => onCrash(`it ended with exit status ${code}`));
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => void worker.terminate(),
  };
};
