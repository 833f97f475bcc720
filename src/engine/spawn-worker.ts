import { listenTo } from "./browser-worker.ts";
import type { SpawnWorker } from "./worker-slot.ts";

/** Starts a module worker of the browser. */
export const spawnWorker: SpawnWorker = ({ onMessage, onCrash }) => {
  const worker = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
  return listenTo(worker, onMessage, onCrash);
};
