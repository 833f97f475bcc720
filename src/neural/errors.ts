/** How well a series is predicted in the training window [0, trainUntil] and beyond it (PHYSICS.md section 7). */
export interface WindowErrors {
  /** |prediction - exact|_F / |exact|_F over all samples of the window; null when the prediction ends before it. */
  readonly training: number | null;
  /** The same over the samples after the window; null also when there are none. */
  readonly extrapolation: number | null;
  /** Extrapolation error of the constant that is the time mean of the training window. */
  readonly baseline: number | null;
  /** `extrapolation` over `baseline`: 1 is worthless. */
  readonly skill: number | null;
}

/** A baseline below this is rounding: nothing moves. */
const STILL = 1e-12;

/**
 * Compares two series of samples every `interval` (in 1/J) from t = 0, [sample][width].
 *
 * @param predicted may end before `exact`, where a rollout diverged
 */
export function windowErrors(
  predicted: Float64Array,
  exact: Float64Array,
  width: number,
  interval: number,
  trainUntil: number,
): WindowErrors {
  const split = width * Math.min(exact.length / width, Math.floor(trainUntil / interval + 1e-9) + 1);
  const mean = new Float64Array(width);
  for (let i = 0; i < split; i++) mean[i % width] += (width * exact[i]) / split;
  const extrapolation = relativeError((i) => predicted[i], exact, split, exact.length);
  const baseline = relativeError((i) => mean[i % width], exact, split, exact.length);
  const comparable = extrapolation !== null && baseline !== null && baseline > STILL;
  return {
    training: relativeError((i) => predicted[i], exact, 0, split),
    extrapolation,
    baseline,
    skill: comparable ? extrapolation / baseline : null,
  };
}

function relativeError(
  predicted: (index: number) => number | undefined,
  exact: Float64Array,
  begin: number,
  end: number,
): number | null {
  let difference = 0;
  let norm = 0;
  for (let i = begin; i < end; i++) {
    difference += ((predicted(i) ?? Number.NaN) - exact[i]) ** 2;
    norm += exact[i] ** 2;
  }
  const error = Math.sqrt(difference / norm);
  return Number.isFinite(error) ? error : null;
}
