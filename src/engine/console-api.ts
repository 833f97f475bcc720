import type { WorkerEngine } from "./worker-engine.ts";

/** The page's window as scripts in its console see it. */
export interface ScriptableWindow extends Window {
  cumulantExplorer?: { readonly engine: WorkerEngine };
}

/** Offers the engine as `cumulantExplorer.engine` in the console: run jobs of your own, or terminate a worker. */
export function exposeEngine(page: ScriptableWindow, engine: WorkerEngine): void {
  page.cumulantExplorer = { engine };
}
