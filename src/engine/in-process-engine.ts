import { runJob, type StartMethod } from "../worker/job-runner.ts";
import { startMethod } from "../worker/methods.ts";
import { Accumulator, requestedFields } from "./accumulator.ts";
import type { Engine, RunHandlers, RunJob } from "./engine.ts";
import { cancelledOutcome, executionOrder } from "./schedule.ts";

/**
 * The engine without workers, for Node and tests: methods one after the other on the calling thread,
 * which stays responsive between the steps of a method.
 */
export function createInProcessEngine(start: StartMethod = startMethod): Engine {
  return {
    description: { device: "cpu", precision: "float64", threads: 1 },
    dispose: () => undefined,
    run: async (job, handlers) => runInProcess(start, job, handlers),
  };
}

async function runInProcess(start: StartMethod, job: RunJob, handlers: RunHandlers) {
  const accumulator = new Accumulator(job, handlers.onUpdate);
  const fields = requestedFields(job);
  for (const method of executionOrder(job.config)) {
    if (handlers.signal.aborted) {
      accumulator.finished(method, cancelledOutcome());
      continue;
    }
    accumulator.started(method);
    const outcome = await runJob(
      start,
      { config: job.config, method, fields },
      {
        signal: handlers.signal,
        onChunk: (chunk) => accumulator.chunk(method, chunk),
        onProgress: (progress) => accumulator.progress(method, progress),
      },
    );
    accumulator.finished(method, outcome);
  }
  return accumulator.results;
}
