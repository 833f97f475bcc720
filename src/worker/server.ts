import type { WorkerRequest, WorkerResponse } from "../protocol/messages.ts";
import { runJob, type StartMethod } from "./job-runner.ts";

/** Sends a response; the listed buffers change hands. */
export type Post = (response: WorkerResponse, transfer: ArrayBuffer[]) => void;

/**
 * The worker's side of the protocol: answers `start` with chunks, progress and one `finished`, and obeys
 * `cancel`. Independent of the worker global, so that tests can run it in process.
 */
export function createServer(start: StartMethod, post: Post): (request: WorkerRequest) => void {
  const running = new Map<number, AbortController>();
  const serve = async (request: Extract<WorkerRequest, { type: "start" }>): Promise<void> => {
    const { job } = request;
    const controller = new AbortController();
    running.set(job, controller);
    const outcome = await runJob(start, request, {
      signal: controller.signal,
      onChunk: (chunk) =>
        post(
          { type: "chunk", job, chunk },
          Object.values(chunk.fields).map((array) => array.buffer),
        ),
      onProgress: (progress) => post({ type: "progress", job, ...progress }, []),
    });
    running.delete(job);
    post({ type: "finished", job, outcome }, []);
  };
  return (request) => {
    if (request.type === "cancel") running.get(request.job)?.abort();
    else void serve(request);
  };
}
