import type { Config } from "../protocol/config.ts";
import { EXACT_LIMIT_BYTES, estimateMethod } from "../protocol/estimate.ts";
import { listenTo } from "./browser-worker.ts";
import type { MapBackend } from "./map-backend.ts";
import { createPoolMapBackend, type SpawnMapWorker } from "./map-pool.ts";

/** The CPU backend on workers of the page. */
export function createBrowserMapBackend(config: Config, threads: number): MapBackend {
  return createPoolMapBackend(mapThreads(config, threads), spawnMapWorker);
}

/** How many of `threads` workers compute a map: fewer where their memory together would be more than one run may have. */
export function mapThreads(config: Config, threads: number): number {
  const bytes = Math.max(...config.methods.map((method) => estimateMethod(config, method).bytes));
  return Math.max(1, Math.min(threads, Math.floor(EXACT_LIMIT_BYTES / bytes)));
}

const spawnMapWorker: SpawnMapWorker = ({ onResult, onCrash }) => {
  const worker = new Worker(new URL("../worker/map-worker.ts", import.meta.url), { type: "module" });
  return listenTo(worker, onResult, onCrash);
};
