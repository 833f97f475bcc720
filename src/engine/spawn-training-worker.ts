import { listenTo } from "./browser-worker.ts";
import type { SpawnTrainingWorker } from "./training-client.ts";

/** Starts the worker of a training in the browser. */
export const spawnTrainingWorker: SpawnTrainingWorker = ({ onMessage, onCrash }) => {
  const worker = new Worker(new URL("../worker/training-worker.ts", import.meta.url), { type: "module" });
  return listenTo(worker, onMessage, onCrash);
};
