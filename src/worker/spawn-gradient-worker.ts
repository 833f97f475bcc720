import type { GradientAnswer, SpawnGradientWorker } from "../neural/cpu/gradient-worker.ts";

/** Starts a module worker of the browser, from the page or from another worker. */
export const spawnGradientWorker: SpawnGradientWorker = ({ onMessage, onCrash }) => {
  const worker = new Worker(new URL("./gradient-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event: MessageEvent<GradientAnswer>) => onMessage(event.data));
  worker.addEventListener("messageerror", () => onCrash("a message of the worker could not be read"));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onCrash(event.message || "the worker could not be loaded");
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => worker.terminate(),
  };
};
