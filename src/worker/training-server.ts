import { InputError } from "../base/errors.ts";
import { TrainingGate } from "./training-gate.ts";
import { type CreateTrainingEngine, runTraining } from "./training-session.ts";
import type { TrainingRequest, TrainingResponse } from "./training-types.ts";

/** Makes the engine of a training on the device that was asked for. */
export type CreateEngineOn = (device: "cpu" | "webgpu") => CreateTrainingEngine;

/**
 * The worker's side of a training: `start` is answered with news and one `ended` or `failed`; `pause`, `resume`,
 * `step` and `stop` steer it. One training per server. Independent of the worker global, so that tests can run it in process.
 */
export function createTrainingServer(
  engines: CreateEngineOn,
  post: (response: TrainingResponse, transfer: ArrayBuffer[]) => void,
): (request: TrainingRequest) => void {
  const gate = new TrainingGate();
  const stop = new AbortController();
  const start = async ({ job, device }: Extract<TrainingRequest, { type: "start" }>): Promise<void> => {
    try {
      const end = await runTraining(job, engines(device), {
        stop: stop.signal,
        gate,
        onNews: (news) => post({ type: "news", news }, []),
      });
      post({ type: "ended", end }, []);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      post({ type: "failed", refused: error instanceof InputError, message }, []);
    }
  };
  return (request) => {
    switch (request.type) {
      case "start":
        void start(request);
        return;
      case "pause":
        gate.pause();
        return;
      case "resume":
        gate.resume();
        return;
      case "step":
        gate.step();
        return;
      case "stop":
        stop.abort();
    }
  };
}
