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
  { data, packing, trajectories, rows }: TrainingProblem,
  options: NeuralOptions,
  random: RandomStream,
): OptimiserState {
  const shape = shapeOf(options, packing.size);
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
    const { size } = shape;
    const linear = ridge(data.states, data.slopes, size, options.ridge * all);
    parameters.set(shape.skip === "skew" ? antisymmetricPart(linear, size) : linear);
    // The mean of the states is 0, so the constant is that of the slopes.
    data.slopes.forEach((slope, i) => {
      parameters[size * size + (i % size)] += slope / all;
    });
  }
  return { parameters, first: new Float64Array(count), second: new Float64Array(count), steps: 0 };
}

function antisymmetricPart(a: Float64Array, size: number): Float64Array {
  return a.map((value, at) => (value - a[(at % size) * size + Math.floor(at / size)]) / 2);
}
