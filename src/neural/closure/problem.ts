import { addScaled } from "../../linalg/vectors.ts";
import type { SystemSpec } from "../../methods/types.ts";
import { buildProblem, type TrainingProblem, type Trajectory } from "../dataset.ts";
import { addProduct } from "../dense.ts";
import type { NeuralOptions } from "../options.ts";
import type { KnownPart } from "../types.ts";
import { ValdemoroPart } from "./valdemoro-part.ts";

/**
 * The problem of a learned closure: its slopes are what of the exact dz/dt the known part lacks, as coefficients
 * of the admissible basis.
 *
 * @throws InputError when the training window is too short for the longest shooting window
 */
export function closureProblem(
  system: SystemSpec,
  trajectory: Trajectory,
  options: NeuralOptions,
): TrainingProblem {
  const problem = buildProblem(system.lattice, [trajectory], options);
  const known = new ValdemoroPart(system, problem.packing, problem.normalisation, problem.memory);
  const { states, slopes, interval } = problem.data;
  return { ...problem, known, data: { states, slopes: missing(known, states, slopes), interval } };
}

/** B (dz/dt - G(z)) for every row, [row][outputs]. */
function missing(known: KnownPart, states: Float64Array, slopes: Float64Array): Float64Array {
  const { basis, outputs } = known;
  const size = basis.length / outputs;
  const rows = states.length / size;
  const residual = new Float64Array(states.length);
  for (let row = 0; row < rows; row++) {
    known.addSlope(
      states.subarray(row * size, (row + 1) * size),
      residual.subarray(row * size, (row + 1) * size),
    );
  }
  for (let i = 0; i < residual.length; i++) residual[i] *= -1;
  addScaled(slopes, 1, residual);
  const out = new Float64Array(rows * outputs);
  addProduct(rows, outputs, size, residual, basis, out);
  return out;
}
