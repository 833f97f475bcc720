import type { HistoryEntry } from "../neural/trainer-types.ts";
import type { Config, NeuralOdeConfig } from "../protocol/config.ts";
import { TrainingGate } from "../worker/training-gate.ts";
import { type CreateTrainingEngine, runTraining } from "../worker/training-session.ts";
import type { TrainingJob, TrainingNews, TrainingSnapshot } from "../worker/training-types.ts";

export type { CreateTrainingEngine } from "../worker/training-session.ts";

export interface MethodTraining extends Pick<TrainingJob, "software" | "from"> {
  readonly config: Config;
  readonly method: NeuralOdeConfig;
}

export interface MethodTrainingProgress extends HistoryEntry {
  readonly totalSteps: number;
  readonly stepsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export interface MethodTrainingHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: MethodTrainingProgress) => void;
  /** Where it stands, every few seconds and when the signal fires. */
  readonly onCheckpoint: (snapshot: TrainingSnapshot) => void;
}

/**
 * Trains one neural ODE of a config to its end, without a page to control it. With the same kind of engine, a
 * training that was stopped and goes on from its checkpoint gives the same weights, bit for bit.
 *
 * @returns the finished training; null when the signal stopped it before that
 * @throws InputError for anything but a singlet
 */
export async function trainMethod(
  job: MethodTraining,
  { signal, onProgress, onCheckpoint }: MethodTrainingHandlers,
  createEngine: CreateTrainingEngine,
): Promise<TrainingSnapshot | null> {
  if (job.from !== null && job.from.meta.status !== "running") return job.from;
  let totalSteps = 0;
  const onNews = (news: TrainingNews): void => {
    if (news.kind === "start") totalSteps = news.start.totalSteps;
    if (news.kind === "checkpoint") onCheckpoint(news.snapshot);
    if (news.kind !== "progress") return;
    const { entry, stepsPerSecond, secondsLeft } = news;
    onProgress({ ...entry, totalSteps, stepsPerSecond, secondsLeft });
  };
  const end = await runTraining({ ...job, further: [], heldOut: [], fields: ["dab"] }, createEngine, {
    stop: signal,
    gate: new TrainingGate(),
    onNews,
  });
  if (end === null) return null;
  if (end.status !== "stopped") return end.snapshot;
  onCheckpoint(end.snapshot);
  return null;
}
