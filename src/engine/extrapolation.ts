import { valuesPerSample } from "../base/fields.ts";
import { sampleCount } from "../base/times.ts";
import type { WindowReference } from "../physics/training-window.ts";
import { PredictionJudge, skilled } from "../physics/window-errors.ts";
import { trainingEnd } from "../protocol/config.ts";
import {
  type Extrapolation,
  FROZEN,
  type MethodResult,
  type ResultSet,
  TRAINING_MEAN,
  type WindowErrors,
} from "../protocol/results.ts";

/**
 * Watches the exact run of a job with learned methods: what its training segment has to say of the time after
 * it, and how far every method is off on either side (PHYSICS.md section 7). The segment is that of the first
 * learned method. Each sample is visited once.
 */
export class ExtrapolationWatch {
  private readonly judge: PredictionJudge;

  /** null for a job without an exact or a learned method. */
  static of(results: ResultSet): ExtrapolationWatch | null {
    const { config } = results;
    const trainUntil = trainingEnd(config.methods);
    const exact = config.methods.some(({ kind }) => kind === "exact");
    return trainUntil === null || !exact ? null : new ExtrapolationWatch(results, trainUntil);
  }

  private constructor(
    private readonly results: ResultSet,
    private readonly trainUntil: number,
  ) {
    const { sample } = results.config.time;
    this.judge = new PredictionJudge(results.times.length, sampleCount({ end: trainUntil, sample }));
  }

  /** To be called after samples of the exact run arrived. */
  update({ data, filled }: MethodResult): void {
    const { dab } = data;
    if (dab === undefined) return;
    const width = valuesPerSample("dab", this.results.sites);
    for (let index = this.judge.filled; index < filled; index++) {
      this.judge.add(dab.subarray(index * width, (index + 1) * width));
    }
  }

  /** Once the exact run is complete. */
  reference(): WindowReference | null {
    return this.judge.reference();
  }

  /** Once all methods have ended. */
  errors(): Extrapolation | null {
    const reference = this.reference();
    if (reference === null) return null;
    const { frozen, trainingMean } = reference;
    const errors: Record<string, WindowErrors> = {
      [FROZEN]: skilled(frozen.training, frozen.extrapolation, reference),
      [TRAINING_MEAN]: skilled(trainingMean.training, trainingMean.extrapolation, reference),
    };
    for (const { label, data } of this.results.methods) {
      const relative = data.relativeError;
      if (relative !== undefined) errors[label] = this.judge.errors(relative, reference);
    }
    return { trainUntil: this.trainUntil, errors };
  }
}
