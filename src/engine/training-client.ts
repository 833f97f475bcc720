import type {
  TrainingEnd,
  TrainingJob,
  TrainingNews,
  TrainingRequest,
  TrainingResponse,
} from "../worker/training-types.ts";
import type { BrowserWorker } from "./browser-worker.ts";

/** Why a training could not go on. `refused`: the job itself is at fault. */
export interface TrainingFailure {
  readonly refused: boolean;
  readonly message: string;
}

export interface TrainingListeners {
  readonly onNews: (news: TrainingNews) => void;
  /** Called once, unless `onFailure` is; null: stopped before there was anything to keep. */
  readonly onEnd: (end: TrainingEnd | null) => void;
  readonly onFailure: (failure: TrainingFailure) => void;
}

/** A training that runs somewhere else. */
export interface TrainingRun {
  pause(): void;
  resume(): void;
  /** One more step while paused. */
  step(): void;
  /** Ends it; the best weights so far are evaluated and reported. */
  stop(): void;
  /** Ends it at once, without a report. */
  abandon(): void;
}

export type StartTraining = (
  job: TrainingJob,
  device: "cpu" | "webgpu",
  listeners: TrainingListeners,
) => TrainingRun;

export type SpawnTrainingWorker = (listeners: {
  readonly onMessage: (response: TrainingResponse) => void;
  readonly onCrash: (reason: string) => void;
}) => BrowserWorker<TrainingRequest>;

/** Runs every training on a worker of its own, which ends with it. */
export function createTrainingClient(spawn: SpawnTrainingWorker): StartTraining {
  return (job, device, { onNews, onEnd, onFailure }) => {
    let over = false;
    const finish = (report: () => void): void => {
      if (over) return;
      over = true;
      worker.terminate();
      report();
    };
    const worker = spawn({
      onMessage: (response) => {
        if (over) return;
        switch (response.type) {
          case "news":
            return onNews(response.news);
          case "ended":
            return finish(() => onEnd(response.end));
          case "failed":
            return finish(() => onFailure(response));
        }
      },
      onCrash: (reason) =>
        finish(() => onFailure({ refused: false, message: `the worker of the training stopped: ${reason}` })),
    });
    worker.post({ type: "start", job, device });
    const ask = (type: Exclude<TrainingRequest["type"], "start">) => (): void => {
      if (!over) worker.post({ type });
    };
    return {
      pause: ask("pause"),
      resume: ask("resume"),
      step: ask("step"),
      stop: ask("stop"),
      abandon: () => finish(() => undefined),
    };
  };
}
