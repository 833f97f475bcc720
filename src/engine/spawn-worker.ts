import type { WorkerResponse } from "../protocol/messages.ts";
import type { SpawnWorker } from "./worker-slot.ts";

/** Starts a module worker of the browser. */
export const spawnWorker: SpawnWorker = ({ onMessage, onCrash }) => {
  const worker = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event: MessageEvent<WorkerResponse>) => onMessage(event.data));
  worker.addEventListener("messageerror", () => onCrash("a message of the worker could not be read"));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onCrash(event.message || "the worker could not be loaded");
  });
  return {
    post: (request) => worker.postMessage(request),
    terminate: () => worker.terminate(),
  };
};
