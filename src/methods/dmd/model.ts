import { assert } from "../../base/errors.ts";
import { type SingularTriplets, singularTriplets } from "../../linalg/svd.ts";
import { addScaled, dot } from "../../linalg/vectors.ts";

/**
 * Singular values below this share of the largest are left out: rounding errors of the data, which break
 * conserved quantities, come back magnified by the inverse of this.
 */
const CUTOFF = 1e-9;

/**
 * Linear map from a window of states (z_t, z_(t+s), ..., z_(t+(delays-1)s)) to the one a stride s later, in
 * `rank` coordinates: those of the window in the orthonormal `modes`. Rank 0 predicts 0.
 */
export interface DmdModel {
  readonly rank: number;
  /** Largest rank that the training data allow. */
  readonly mostRank: number;
  /** Coordinates one stride later = step times coordinates; rank x rank, row-major. */
  readonly step: Float64Array;
  /** One window per coordinate, [delays][size]. */
  readonly modes: readonly Float64Array[];
  /** |prediction - data| over all training states, from the first window on, over the norm given. */
  readonly trainingError: number;
}

/**
 * Fits the model to successive states (Hankel dynamic mode decomposition: Tu et al., J. Comput. Dyn. 1, 391;
 * Arbabi and Mezic, SIAM J. Appl. Dyn. Syst. 16, 2096): with the windows as columns, X all but the last, Y all
 * but the first and X = U S V^T, step = U_r^T Y V_r S_r^-1. Pauses between pieces of work.
 *
 * @param states `delays` + 1 at least
 * @param rank how many singular vectors to keep, as far as there are as many; `auto`: the number with the smallest training error
 * @param norm by which training errors are divided
 */
export function* fitDmd(
  states: readonly Float64Array[],
  delays: number,
  rank: number | "auto",
  norm: number,
): Generator<void, DmdModel> {
  const windows = states.slice(delays - 1).map((_, first) => windowOf(states.slice(first, first + delays)));
  const triplets = yield* singularTriplets(windows.slice(0, -1));
  const mostRank = triplets.values.filter((value) => value > CUTOFF * triplets.values[0]).length;
  const full = yield* fullStep(windows, triplets, mostRank);
  const ranks =
    rank === "auto" ? Array.from({ length: mostRank + 1 }, (_, r) => r) : [Math.min(rank, mostRank)];
  let best: DmdModel | null = null;
  for (const r of ranks) {
    const map = {
      rank: r,
      mostRank,
      step: leadingBlock(full, mostRank, r),
      modes: triplets.left.slice(0, r),
    };
    const trainingError = (yield* trainingDeviation(map, states, delays)) / norm;
    if (best === null || trainingError < best.trainingError) best = { ...map, trainingError };
  }
  assert(best !== null, "no rank was tried");
  return best;
}

/** The states one after the other. */
export function windowOf(states: readonly Float64Array[]): Float64Array {
  const size = states[0].length;
  const window = new Float64Array(states.length * size);
  states.forEach((state, k) => window.set(state, k * size));
  return window;
}

/** Coordinates of a window of the data. */
export function coordinatesOf({ modes }: Pick<DmdModel, "modes">, window: Float64Array): Float64Array {
  return Float64Array.from(modes, (mode) => dot(mode, window));
}

/** Coordinates one stride later. */
export function advanced({ rank, step }: Pick<DmdModel, "rank" | "step">, z: Float64Array): Float64Array {
  return Float64Array.from({ length: rank }, (_, i) => dot(step.subarray(i * rank, (i + 1) * rank), z));
}

/** The last state of the window with these coordinates. */
export function lastState(
  { modes }: Pick<DmdModel, "modes">,
  coordinates: Float64Array,
  size: number,
): Float64Array {
  const state = new Float64Array(size);
  modes.forEach((mode, k) => addScaled(mode.subarray(mode.length - size), coordinates[k], state));
  return state;
}

/** U^T Y V S^-1 with all `rank` singular vectors; its leading blocks are those of lower ranks. */
function* fullStep(
  windows: readonly Float64Array[],
  { values, left, right }: SingularTriplets,
  rank: number,
): Generator<void, Float64Array> {
  const full = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) {
    const image = Float64Array.from(windows.slice(1), (window) => dot(left[i], window));
    for (let j = 0; j < rank; j++) full[i * rank + j] = dot(image, right[j]) / values[j];
    yield;
  }
  return full;
}

function leadingBlock(matrix: Float64Array, size: number, rank: number): Float64Array {
  const block = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) block.set(matrix.subarray(i * size, i * size + rank), i * rank);
  return block;
}

/** |prediction - data| over all states after the first window; NaN when the prediction explodes. */
function* trainingDeviation(
  map: Omit<DmdModel, "trainingError">,
  states: readonly Float64Array[],
  delays: number,
): Generator<void, number> {
  let z = coordinatesOf(map, windowOf(states.slice(0, delays)));
  let square = 0;
  for (const state of states.slice(delays)) {
    z = advanced(map, z);
    const deviation = lastState(map, z, state.length);
    addScaled(state, -1, deviation);
    square += dot(deviation, deviation);
    yield;
  }
  return Math.sqrt(square);
}
