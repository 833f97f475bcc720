import { Worker } from "node:worker_threads";

/**
 * Starts a worker thread that computes gradients: what the pool of the neural engine calls SpawnGradientWorker,
 * whose messages pass through here unseen.
 */
export function spawnGradientThread(listeners: {
  readonly onMessage: (answer: never) => void;
  readonly onCrash: (reason: string) => void;
}): { post: (message: unknown, transfer: ArrayBuffer[]) => void; terminate: () => void } {
  const worker = new Worker(new URL("../neural/cpu/gradient-thread.mjs", import.meta.url));
  worker.on("message", (answer) => listeners.onMessage(answer as never));
  worker.on("error", (error) => listeners.onCrash(error.message));
  worker.on("exit", (code) => listeners.onCrash(`it ended with exit status ${code}`));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => void worker.terminate(),
  };
}
