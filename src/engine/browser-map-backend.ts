import type { Config } from "../protocol/config.ts";
import { EXACT_LIMIT_BYTES, estimateMethod } from "../protocol/estimate.ts";
import { listenTo } from "./browser-worker.ts";
import { GpuLink, type SpawnGpuWorker } from "./gpu-link.ts";
import { createGpuWorkerBackend, withTakeover } from "./gpu-worker-backend.ts";
import type { MapBackend } from "./map-backend.ts";
import { createPoolMapBackend, type SpawnMapWorker } from "./map-pool.ts";

/** What computes the maps of the page. */
export interface MapBackends {
  readonly cpu: (config: Config) => MapBackend;
  /** The GPU, and the CPU from the point on at which the GPU gives up, of which `onTakeover` is told. */
  readonly webgpu: (config: Config, adapter: string, onTakeover: (reason: string) => void) => MapBackend;
}

/** The link to the GPU of this page. */
export function createGpuLink(): GpuLink {
  return new GpuLink(spawnGpuWorker);
}

/** Maps on workers of the page, and on its GPU. */
export function createBrowserMapBackends(link: GpuLink, threads: number): MapBackends {
  const cpu = (config: Config): MapBackend =>
    createPoolMapBackend(mapThreads(config, threads), spawnMapWorker);
  return {
    cpu,
    webgpu: (config, adapter, onTakeover) => {
      const gpu = createGpuWorkerBackend(link, adapter, mapThreads(config, threads));
      return withTakeover(gpu, () => cpu(config), onTakeover);
    },
  };
}

/** How many of `threads` workers compute a map: fewer where their memory together would be more than one run may have. */
export function mapThreads(config: Config, threads: number): number {
  const bytes = Math.max(...config.methods.map((method) => estimateMethod(config, method).bytes));
  return Math.max(1, Math.min(threads, Math.floor(EXACT_LIMIT_BYTES / bytes)));
}

const spawnMapWorker: SpawnMapWorker = ({ onResponse, onCrash }) => {
  const worker = new Worker(new URL("../worker/map-worker.ts", import.meta.url), { type: "module" });
  return listenTo(worker, onResponse, onCrash);
};

const spawnGpuWorker: SpawnGpuWorker = ({ onMessage, onCrash }) => {
  const worker = new Worker(new URL("../worker/gpu-map-worker.ts", import.meta.url), { type: "module" });
  return listenTo(worker, onMessage, onCrash);
};
