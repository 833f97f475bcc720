import { type ExactTrajectory, exactTrajectory } from "../methods/exact-trajectory.ts";
import type { NeuralOptions } from "../neural/options.ts";
import { configAt } from "../protocol/map-fields.ts";
import type { TrainingJob, TrainingNews } from "./training-types.ts";

/** What a training learns from and is judged by. */
export interface ExactData {
  /** That of the config first. */
  readonly training: readonly ExactTrajectory[];
  readonly heldOut: readonly ExactTrajectory[];
}

/** Exact Dab of every quench of a job over the whole window, twice per step of the training. */
export function* exactData(
  { config, further, heldOut }: TrainingJob,
  options: NeuralOptions,
  onNews: (news: TrainingNews) => void,
): Generator<void, ExactData> {
  const systems = [
    config,
    ...[...further, ...heldOut].map((at) => configAt(config, at.interaction, at.trap)),
  ];
  const trajectories: ExactTrajectory[] = [];
  const end = Math.max(config.time.end, options.trainUntil);
  for (const system of systems) {
    const run = exactTrajectory(system, options.step / 2, end);
    for (;;) {
      const step = run.next();
      if (step.done === true) {
        trajectories.push(step.value);
        break;
      }
      if (step.value.kind === "progress") {
        const fraction = (trajectories.length + step.value.fraction) / systems.length;
        onNews({ kind: "data", fraction });
      }
      yield;
    }
  }
  const split = 1 + further.length;
  return { training: trajectories.slice(0, split), heldOut: trajectories.slice(split) };
}
