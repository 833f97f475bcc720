import { dot } from "../linalg/vectors.ts";
import type { TrainingProblem } from "./dataset.ts";
import { type NeuralOptions, shapeOf } from "./options.ts";
import { parameterCount, parameterLayout } from "./parameters.ts";
import type { RandomStream } from "./random.ts";
import { ridge } from "./ridge.ts";
import type { OptimiserState } from "./types.ts";

/** Factor on the last layer, so that training starts near the linear fit. */
const LAST_LAYER = 0.1;

/**
 * State before the first step: A and c from ridge regression (its antisymmetric part for `skew`), weights and
 * biases of the layers uniform in +-1/sqrt(inputs), those of the last one a tenth of that.
 */
export function initialState(
  { data, size, trajectories, rows, known }: TrainingProblem,
  options: NeuralOptions,
  random: RandomStream,
): OptimiserState {
  const shape = shapeOf(options, size, known?.outputs);
  const count = parameterCount(shape);
  const parameters = new Float64Array(count);
  const layout = parameterLayout(shape);
  const layers = shape.skip === "none" ? layout : layout.slice(2);
  layers.forEach(({ offset, rows: outputs, columns }, k) => {
    const inputs = layers[k - (k % 2)].columns;
    const bound = (k >= layers.length - 2 ? LAST_LAYER : 1) / Math.sqrt(inputs);
    for (let i = 0; i < outputs * columns; i++) parameters[offset + i] = bound * (2 * random.uniform() - 1);
  });
  if (shape.skip !== "none") {
    const all = trajectories * rows;
    const { outputs = size } = shape;
    const centre = meanRow(data.states, size);
    const slope = meanRow(data.slopes, outputs);
    const centred = data.states.map((value, i) => value - centre[i % size]);
    const fitted = ridge(centred, data.slopes, size, options.ridge * all, outputs);
    const linear = shape.skip === "skew" ? antisymmetricPart(fitted, size) : fitted;
    parameters.set(linear);
    for (let i = 0; i < outputs; i++) {
      parameters[outputs * size + i] = slope[i] - dot(linear.subarray(i * size, (i + 1) * size), centre);
    }
  }
  return { parameters, first: new Float64Array(count), second: new Float64Array(count), steps: 0 };
}

function meanRow(rows: Float64Array, size: number): Float64Array {
  const mean = new Float64Array(size);
  const count = rows.length / size;
  rows.forEach((value, i) => {
    mean[i % size] += value / count;
  });
  return mean;
}

function antisymmetricPart(a: Float64Array, size: number): Float64Array {
  return a.map((value, at) => (value - a[(at % size) * size + Math.floor(at / size)]) / 2);
}
