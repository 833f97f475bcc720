import { TrainingWindow, type WindowReference } from "./training-window.ts";

/** |prediction - exact|_F / |exact|_F over all samples of a window; null where the prediction ends before it does. */
export interface WindowErrors {
  readonly training: number | null;
  readonly extrapolation: number | null;
  /** Extrapolation error over that of the training mean: 1 is worthless. Null where nothing moves. */
  readonly skill: number | null;
}

/** A training mean that is off by less is what is left of the ground state: nothing moves. */
const STILL = 1e-6;

/** The errors of a prediction with its skill against the training mean. */
export function skilled(
  training: number | null,
  extrapolation: number | null,
  { trainingMean }: WindowReference,
): WindowErrors {
  const baseline = trainingMean.extrapolation;
  const skill = extrapolation === null || baseline < STILL ? null : extrapolation / baseline;
  return { training, extrapolation, skill };
}

/** Judges predictions of an exact series on either side of the end of training (PHYSICS.md section 7). */
export class PredictionJudge {
  private readonly window: TrainingWindow;
  /** |Dab exact|^2 of every sample. */
  private readonly squares: number[] = [];

  /**
   * @param samples of the whole series
   * @param split number of samples in the training segment
   */
  constructor(
    samples: number,
    private readonly split: number,
  ) {
    this.window = new TrainingWindow(samples, split);
  }

  /** Samples of the exact series so far. */
  get filled(): number {
    return this.squares.length;
  }

  /** To be called for every exact sample in order; `dab` is kept and must not change. */
  add(dab: Float64Array): void {
    this.window.add(this.filled, dab);
    this.squares.push(dab.reduce((sum, value) => sum + value * value, 0));
  }

  /** Once the exact series is complete; null without samples on both sides. */
  reference(): WindowReference | null {
    return this.window.reference();
  }

  /** @param relative |prediction - exact|_F / |exact|_F of every sample, NaN or missing where there is none */
  errors(relative: Float64Array, reference: WindowReference): WindowErrors {
    const { split, filled } = this;
    return skilled(this.error(relative, 0, split), this.error(relative, split, filled), reference);
  }

  /** Of samples `begin` ... `end - 1`; null when one of them is missing. */
  private error(relative: Float64Array, begin: number, end: number): number | null {
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
