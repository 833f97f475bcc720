import type { WorkerEngine } from "./worker-engine.ts";

declare global {
  interface Window {
    cumulantExplorer?: { readonly engine: WorkerEngine };
  }
}

/** Offers the page's engine to scripts in the browser's console: run jobs of your own, or terminate a worker. */
export function exposeEngine(engine: WorkerEngine): void {
  window.cumulantExplorer = { engine };
}
