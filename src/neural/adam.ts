import { parameterLayout } from "./parameters.ts";
import type { AdamOptions, FieldShape, OptimiserState } from "./types.ts";

/** Replaces the gradient of a skew A by (G - G^T)/2; leaves that of other fields alone. */
export function projectGradient(shape: FieldShape, gradient: Float64Array): void {
  if (shape.skip !== "skew") return;
  const [{ offset, rows }] = parameterLayout(shape);
  for (let i = 0; i < rows; i++) {
    gradient[offset + i * (rows + 1)] = 0;
    for (let j = 0; j < i; j++) {
      const lower = offset + i * rows + j;
      const upper = offset + j * rows + i;
      const half = (gradient[lower] - gradient[upper]) / 2;
      gradient[lower] = half;
      gradient[upper] = -half;
    }
  }
}

/** Weights, both moments and the count of steps of Adam (Kingma and Ba, arXiv:1412.6980), in float64. */
export class Adam {
  readonly parameters: Float64Array<ArrayBuffer>;
  private readonly first: Float64Array<ArrayBuffer>;
  private readonly second: Float64Array<ArrayBuffer>;
  private steps = 0;

  constructor(
    count: number,
    private readonly options: AdamOptions,
  ) {
    this.parameters = new Float64Array(count);
    this.first = new Float64Array(count);
    this.second = new Float64Array(count);
  }

  /** One step along a gradient of norm `norm`, clipped. */
  step(gradient: Float64Array, norm: number, learningRate: number): void {
    const { beta1, beta2, epsilon, clip } = this.options;
    const { parameters, first, second } = this;
    this.steps++;
    const shrink = norm > clip ? clip / norm : 1;
    const rate = learningRate / (1 - beta1 ** this.steps);
    const correction = 1 / (1 - beta2 ** this.steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = shrink * gradient[i];
      first[i] = beta1 * first[i] + (1 - beta1) * slope;
      second[i] = beta2 * second[i] + (1 - beta2) * slope * slope;
      parameters[i] -= (rate * first[i]) / (Math.sqrt(correction * second[i]) + epsilon);
    }
  }

  read(): OptimiserState {
    const { parameters, first, second, steps } = this;
    return { parameters: parameters.slice(), first: first.slice(), second: second.slice(), steps };
  }

  write(state: OptimiserState): void {
    this.parameters.set(state.parameters);
    this.first.set(state.first);
    this.second.set(state.second);
    this.steps = state.steps;
  }
}
