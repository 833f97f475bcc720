import type { GpuLink } from "./gpu-link.ts";
import type { WorkerEngine } from "./worker-engine.ts";

/** The page's window as scripts in its console see it. */
export interface ScriptableWindow extends Window {
  cumulantExplorer?: { readonly engine: WorkerEngine; readonly gpu: GpuLink };
}

/**
 * Offers the engine as `cumulantExplorer.engine` in the console: run jobs of your own, or terminate a worker. With
 * `cumulantExplorer.gpu.loseDevice()` the GPU is lost, as by a reset of its driver.
 */
export function exposeEngine(page: ScriptableWindow, engine: WorkerEngine, gpu: GpuLink): void {
  page.cumulantExplorer = { engine, gpu };
}
