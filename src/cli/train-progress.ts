import type { MethodTrainingProgress } from "../engine/train-method.ts";
import { formatSeconds } from "../protocol/estimate.ts";
import type { ProgressStream } from "./progress.ts";

/** Shortest time between two reports, ms: on a terminal, and where every report stays as a line. */
const TERMINAL_PAUSE = 200;
const LINE_PAUSE = 5000;

/** Reports a training: one updating line on a terminal, a line now and then otherwise. */
export class TrainReport {
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly stream: ProgressStream,
    private readonly label: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  progress(progress: MethodTrainingProgress): void {
    const time = this.now();
    const pause = this.stream.isTTY === true ? TERMINAL_PAUSE : LINE_PAUSE;
    if (time - this.last < pause) return;
    this.last = time;
    this.line(`${this.label}: ${describe(progress)}`, false);
  }

  /** A line that stays. */
  end(text: string): void {
    this.line(`${this.label}: ${text}`, true);
  }

  private line(text: string, stays: boolean): void {
    if (this.stream.isTTY === true) this.stream.write(`\r\u001b[K${text}${stays ? "\n" : ""}`);
    else this.stream.write(`${text}\n`);
  }
}

function describe(progress: MethodTrainingProgress): string {
  const { step, totalSteps, stage, loss, stepsPerSecond, secondsLeft } = progress;
  const parts = [`step ${step} of ${totalSteps}, stage ${stage + 1}`, `loss ${loss.toExponential(2)}`];
  if (stepsPerSecond !== null) parts.push(`${stepsPerSecond.toPrecision(3)} steps/s`);
  if (secondsLeft !== null) parts.push(`about ${formatSeconds(secondsLeft)} left`);
  return parts.join(", ");
}
