import { valuesPerSample } from "../base/fields.ts";
import { sampleCount } from "../base/times.ts";
import { TrainingWindow, type WindowReference } from "../physics/training-window.ts";
import { isLearned } from "../protocol/config.ts";
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
  private readonly window: TrainingWindow;
  private readonly split: number;
  /** |Dab exact|^2 of every sample. */
  private readonly squares: number[] = [];

  /** null for a job without an exact or a learned method. */
  static of(results: ResultSet): ExtrapolationWatch | null {
    const { config } = results;
    const learned = config.methods.find(isLearned);
    const exact = config.methods.some(({ kind }) => kind === "exact");
    return learned === undefined || !exact ? null : new ExtrapolationWatch(results, learned.trainUntil);
  }

  private constructor(
    private readonly results: ResultSet,
    private readonly trainUntil: number,
  ) {
    const { sample } = results.config.time;
    this.split = sampleCount({ end: trainUntil, sample });
    this.window = new TrainingWindow(results.times.length, this.split);
  }

  /** To be called after samples of the exact run arrived. */
  update({ data, filled }: MethodResult): void {
    const { dab } = data;
    if (dab === undefined) return;
    const width = valuesPerSample("dab", this.results.sites);
    for (let index = this.squares.length; index < filled; index++) {
      const sample = dab.subarray(index * width, (index + 1) * width);
      this.window.add(index, sample);
      this.squares.push(sample.reduce((sum, value) => sum + value * value, 0));
    }
  }

  /** Once the exact run is complete. */
  reference(): WindowReference | null {
    return this.window.reference();
  }

  /** Once all methods have ended. */
  errors(): Extrapolation | null {
    const reference = this.reference();
    if (reference === null) return null;
    const { frozen, trainingMean } = reference;
    const baseline = trainingMean.extrapolation;
    const skilled = (training: number | null, extrapolation: number | null): WindowErrors => ({
      training,
      extrapolation,
      skill: extrapolation === null || baseline < STILL ? null : extrapolation / baseline,
    });
    const errors: Record<string, WindowErrors> = {
      [FROZEN]: skilled(frozen.training, frozen.extrapolation),
      [TRAINING_MEAN]: skilled(trainingMean.training, baseline),
    };
    for (const { label, data } of this.results.methods) {
      const relative = data.relativeError;
      if (relative === undefined) continue;
      const { length } = this.squares;
      errors[label] = skilled(
        this.windowError(relative, 0, this.split),
        this.windowError(relative, this.split, length),
      );
    }
    return { trainUntil: this.trainUntil, errors };
  }

  /** Of samples `begin` ... `end - 1`; null when one of them is missing. */
  private windowError(relative: Float64Array, begin: number, end: number): number | null {
    let difference = 0;
    let norm = 0;
    for (let k = begin; k < end; k++) {
      const square = this.squares[k] ?? Number.NaN;
      difference += (relative[k] ?? Number.NaN) ** 2 * square;
      norm += square;
    }
    const error = Math.sqrt(difference / norm);
    return Number.isFinite(error) ? error : null;
  }
}

/** A baseline below this is what is left of the ground state: nothing moves. */
const STILL = 1e-6;
