import { type GpuEnvironment, surveyGpu } from "../gpu/device.ts";
import { GpuError } from "../gpu/problems.ts";
import { GpuMap } from "./gpu-map.ts";
import type { GpuFailure, GpuMapRequest, GpuMapResponse } from "./gpu-map-messages.ts";
import type { CreateShares } from "./gpu-share-source.ts";

type Start = Extract<GpuMapRequest, { type: "start" }>;

/**
 * The GPU worker's side of the protocol. Independent of the worker global, so that tests can run it in process.
 * @param shares who computes the CPU's share on at most so many threads
 */
export function createGpuMapServer(
  environment: GpuEnvironment,
  shares: (threads: number) => CreateShares,
  post: (response: GpuMapResponse) => void,
): (request: GpuMapRequest) => void {
  let threads = 1;
  const map = new GpuMap(environment, (spec, signal) => shares(threads)(spec, signal));
  const waiting = new Map<number, AbortController>();
  let last: Promise<void> = Promise.resolve();

  const compute = async ({ job, config, points, ...start }: Start, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    threads = start.threads;
    await map.compute(config, points, {
      signal,
      onPoint: (result) => post({ type: "point", job, result }),
      onDevice: (adapter) => post({ type: "opened", job, adapter }),
      onLoss: (problem) => post({ type: "lost", problem }),
      onUsage: (usage) => post({ type: "usage", usage }),
    });
  };
  const serve = async (before: Promise<void>, start: Start, { signal }: AbortController): Promise<void> => {
    await before;
    let failure: GpuFailure | null = null;
    try {
      await compute(start, signal);
    } catch (error) {
      failure = failureOf(error);
    }
    waiting.delete(start.job);
    post({ type: "usage", usage: map.usage });
    post({ type: "ended", job: start.job, failure });
  };
  const survey = async (): Promise<void> => post({ type: "survey", survey: await surveyGpu(environment) });

  return (request) => {
    switch (request.type) {
      case "survey":
        void survey();
        break;
      case "start": {
        const controller = new AbortController();
        waiting.set(request.job, controller);
        last = serve(last, request, controller);
        break;
      }
      case "cancel":
        waiting.get(request.job)?.abort();
        break;
      case "lose-device":
        map.loseDevice();
        break;
    }
  };
}

function failureOf(error: unknown): GpuFailure {
  if (error instanceof GpuError) return { kind: "device", problem: error.problem };
  return { kind: "crash", message: error instanceof Error ? error.message : String(error) };
}
