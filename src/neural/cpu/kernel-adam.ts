import { assert } from "../../base/errors.ts";
import { parameterCount } from "../parameters.ts";
import type { AdamOptions, OptimiserState, StepReport } from "../types.ts";
import type { GradientComputer } from "./gradient-computer.ts";
import { bytesOf, dense, LINE, PANEL } from "./matrix.ts";
import { pad, unpad } from "./padded-layout.ts";

/** Weights and moments in the memory of the kernels, and the steps of Adam on them. */
export class KernelAdam {
  private readonly first: number;
  private readonly second: number;
  /** Address of a float64. */
  private readonly square: number;
  private count = 0;

  constructor(
    private readonly computer: GradientComputer,
    private readonly options: AdamOptions,
  ) {
    const { memory, field } = computer;
    memory.release();
    this.first = memory.allocateLines(field.layout.lines);
    this.second = memory.allocateLines(field.layout.lines);
    this.square = memory.allocateLines(1);
    memory.keep();
    for (const address of [field.parameters, this.first, this.second]) this.floats(address).fill(0);
    field.parametersChanged();
  }

  /** A step along the gradient at an address, which is changed, unless it or the loss is not finite. */
  step(gradient: number, loss: number, learningRate: number): StepReport {
    this.project(gradient);
    const gradientNorm = this.norm(gradient);
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) {
      this.advance(gradient, gradientNorm, learningRate);
    }
    return { loss, gradientNorm };
  }

  read(): OptimiserState {
    const { field, shape } = this.computer;
    const [parameters, first, second] = [field.parameters, this.first, this.second].map((address) => {
      const values = new Float64Array(parameterCount(shape));
      unpad(field.layout, this.floats(address), values);
      return values;
    });
    return { parameters, first, second, steps: this.count };
  }

  write({ parameters, first, second, steps }: OptimiserState): void {
    const { field, shape } = this.computer;
    const count = parameterCount(shape);
    const arrays = [
      [field.parameters, parameters],
      [this.first, first],
      [this.second, second],
    ] as const;
    for (const [address, values] of arrays) {
      assert(values.length === count, `${values.length} numbers for ${count} parameters`);
      pad(field.layout, values, this.floats(address));
    }
    this.count = steps;
    field.parametersChanged();
  }

  private advance(gradient: number, norm: number, learningRate: number): void {
    const { beta1, beta2, epsilon, clip } = this.options;
    const { kernels, field } = this.computer;
    this.count++;
    kernels.adam([field.parameters, this.first, this.second, gradient], field.layout.lines, {
      shrink: norm > clip ? clip / norm : 1,
      beta1,
      beta2,
      rate: learningRate / (1 - beta1 ** this.count),
      correction: 1 / (1 - beta2 ** this.count),
      epsilon,
    });
    field.parametersChanged();
  }

  /** Replaces the gradient of a skew A by (G - G^T) / 2. */
  private project(gradient: number): void {
    const { kernels, field, memory, shape } = this.computer;
    const { skip } = field.layout;
    if (shape.skip !== "skew" || skip === null) return;
    const panels = skip.inputPanels;
    const matrix = dense(gradient + skip.weight, PANEL * panels, panels);
    const transposed = { ...matrix, base: memory.allocate(bytesOf(PANEL * panels, panels)) };
    kernels.transpose(matrix.base, panels, panels, transposed.base);
    kernels.difference(matrix, 0.5, matrix, transposed);
  }

  private norm(gradient: number): number {
    const { kernels, field, memory } = this.computer;
    const { lines } = field.layout;
    memory.doubles(this.square, 1).fill(0);
    // One row of as many panels as there are lines.
    kernels.squares({ ...dense(gradient, 1, lines), panelStep: LINE }, this.square);
    return Math.sqrt(memory.doubles(this.square, 1)[0]);
  }

  private floats(address: number): Float32Array {
    const { field, memory } = this.computer;
    return memory.floats(address, PANEL * field.layout.lines);
  }
}
