import type { SpawnWorker, WorkerListeners } from "../../src/engine/worker-slot.ts";
import type { StartMethod } from "../../src/worker/job-runner.ts";
import { createServer } from "../../src/worker/server.ts";
import { COMPLETED } from "../worker/fakes.ts";

export interface FakeWorker {
  readonly listeners: WorkerListeners;
  terminated: boolean;
}

/**
 * Workers without threads: the real worker's side of the protocol behind a copying, asynchronous channel.
 * A deaf worker does not hear `cancel`; a broken one never becomes ready.
 */
export function fakeSpawn(
  start: StartMethod,
  kind: "good" | "deaf" | "broken" = "good",
): { spawn: SpawnWorker; workers: FakeWorker[] } {
  const workers: FakeWorker[] = [];
  const spawn: SpawnWorker = (listeners) => {
    const worker: FakeWorker = { listeners, terminated: false };
    workers.push(worker);
    const deliver = (action: () => void): void => {
      setTimeout(() => {
        if (!worker.terminated) action();
      }, 0);
    };
    const mortal: StartMethod = function* (...args) {
      for (const run = start(...args); ; ) {
        const step = run.next();
        if (step.done === true) return step.value;
        if (worker.terminated) return COMPLETED;
        yield step.value;
      }
    };
    const serve = createServer(mortal, (response, transfer) => {
      const copy = structuredClone(response, { transfer });
      deliver(() => listeners.onMessage(copy));
    });
    if (kind === "broken") deliver(() => listeners.onCrash("no such file"));
    else deliver(() => listeners.onMessage({ type: "ready" }));
    return {
      post: (request) => {
        if (kind === "broken" || (kind === "deaf" && request.type === "cancel")) return;
        const copy = structuredClone(request);
        deliver(() => serve(copy));
      },
      terminate: () => {
        worker.terminated = true;
      },
    };
  };
  return { spawn, workers };
}
