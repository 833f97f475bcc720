import { singularTriplets } from "../../linalg/svd.ts";
import { addScaled, dot } from "../../linalg/vectors.ts";

/** States as mean + sum of coordinates times orthonormal vectors. */
export class StateBasis {
  constructor(
    /** Of all training states. */
    readonly mean: Float64Array,
    /** Spans the centred states of every stride. */
    readonly vectors: readonly Float64Array[],
  ) {}

  coordinates(state: Float64Array): Float64Array {
    const centred = state.slice();
    addScaled(this.mean, -1, centred);
    return Float64Array.from(this.vectors, (vector) => dot(vector, centred));
  }

  /** out = the state with these coordinates. */
  state(coordinates: Float64Array, out: Float64Array): void {
    out.set(this.mean);
    this.vectors.forEach((vector, k) => addScaled(vector, coordinates[k], out));
  }
}

/** The mean of all states and a basis of what every `lag`-th differs from it. Pauses between pieces of work. */
export function* stateBasis(states: readonly Float64Array[], lag: number): Generator<void, StateBasis> {
  const mean = new Float64Array(states[0].length);
  for (const state of states) addScaled(state, 1 / states.length, mean);
  const centred = states
    .filter((_, row) => row % lag === 0)
    .map((state) => {
      const difference = state.slice();
      addScaled(mean, -1, difference);
      return difference;
    });
  const { left } = yield* singularTriplets(centred);
  return new StateBasis(mean, left);
}
