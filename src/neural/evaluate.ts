import { dynamicsOf } from "./closure/dynamics.ts";
import type { TrainingProblem } from "./dataset.ts";
import { RungeKutta } from "./runge-kutta.ts";
import type { FieldShape } from "./types.ts";

/** Rows of the data per RK4 step. */
export const STRIDE = 2;

/**
 * Relative error |Dab - exact| / |exact| (Frobenius, over all trajectories and times) of free rollouts from
 * the first row (t = 0, or the end of the history that delays need) over the training window with RK4 at the step of
 * training; null when one diverges. Only the states count, not their memory. Pauses after every step.
 */
export function* rolloutError(
  problem: TrainingProblem,
  shape: FieldShape,
  parameters: Float64Array,
): Generator<void, number | null> {
  const { data, trajectories, rows, normalisation, memory, packing, known } = problem;
  const { size } = shape;
  const runge = new RungeKutta(dynamicsOf(shape, parameters, memory, known), trajectories, 1);
  const state = new Float64Array(trajectories * size);
  let difference = 0;
  let norm = 0;
  for (let row = 0; row < rows; row += STRIDE) {
    if (row > 0) runge.forward(0, state, STRIDE * data.interval);
    for (let k = 0; k < trajectories; k++) {
      const begin = (k * rows + row) * size;
      const exact = data.states.subarray(begin, begin + size);
      const predicted = state.subarray(k * size, (k + 1) * size);
      if (row === 0) predicted.set(exact);
      for (let i = 0; i < packing.size; i++) {
        difference += (normalisation.scale * (predicted[i] - exact[i])) ** 2;
        norm += (normalisation.scale * exact[i] + normalisation.mean[i]) ** 2;
      }
    }
    yield;
  }
  const error = Math.sqrt(difference / norm);
  return Number.isFinite(error) ? error : null;
}
