import { availableParallelism, freemem } from "node:os";
import { Worker } from "node:worker_threads";
import {
  type CreateShares,
  type PointShare,
  pooledShares,
  type SpawnShareWorker,
} from "../engine/gpu-shares.ts";
import type { MapBackend } from "../engine/map-backend.ts";
import { createPoolMapBackend, type MapResponse, type SpawnMapWorker } from "../engine/map-pool.ts";
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

/** The CPU's share of a map on a GPU, on worker threads. */
export function createNodeShares(config: Config): CreateShares {
  return pooledShares(threadsFor(config), spawnShareThread);
}

const spawnThread: SpawnMapWorker = ({ onResponse, onCrash }) => {
  const thread = startThread("./map-thread.ts", onCrash);
  thread.on("message", (response: MapResponse) => onResponse(response));
  return { post: (request) => thread.postMessage(request), terminate: () => void thread.terminate() };
};

const spawnShareThread: SpawnShareWorker = ({ onShare, onCrash }) => {
  const thread = startThread("./share-thread.ts", onCrash);
  thread.on("message", (share: PointShare) => onShare(share));
  return { post: (request) => thread.postMessage(request), terminate: () => void thread.terminate() };
};

/** Starts a thread with a module of this folder inside; `onCrash` means that it is of no use any more. */
function startThread(module: string, onCrash: (reason: string) => void): Worker {
  const workerData = new URL(module, import.meta.url).href;
  const worker = new Worker(new URL("./thread.mjs", import.meta.url), { workerData });
  worker.on("error", (error) => onCrash(error.message));
  worker.on("exit", (code) => onCrash(`it ended with exit status ${code}`));
  return worker;
}
