import type { TrainingStage } from "../base/recipe.ts";
import { shareOfWork } from "../neural/method.ts";
import { TimeLeft } from "./time-left.ts";

/** Wanted duration of the steps between two reports, ms: short enough for pause and cancel. */
const REPORT = 60;
const MOST_STEPS = 10;

/** Measures a training: how fast it goes, how long it will take, how many steps to make at a time. */
export class TrainingPace {
  /** Steps to make in a row. */
  stepsAtOnce = 1;
  stepsPerSecond: number | null = null;
  secondsLeft: number | null = null;
  private readonly timeLeft = new TimeLeft();

  /** @param done steps made before */
  constructor(
    private readonly stages: readonly TrainingStage[],
    private done: number,
  ) {}

  /** After `milliseconds` of work the training has made `step` steps in all. */
  report(step: number, milliseconds: number): void {
    const count = step - this.done;
    this.done = step;
    if (count <= 0 || milliseconds <= 0) return;
    this.stepsPerSecond = (1000 * count) / milliseconds;
    const fitting = Math.floor((count * REPORT) / milliseconds);
    this.stepsAtOnce = Math.max(1, Math.min(MOST_STEPS, 2 * this.stepsAtOnce, fitting));
    this.secondsLeft = this.timeLeft.update(performance.now() / 1000, shareOfWork(this.stages, step));
  }
}
