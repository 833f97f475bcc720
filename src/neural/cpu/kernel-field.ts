import type { FieldShape } from "../types.ts";
import type { Kernels } from "./kernels.ts";
import { bytesOf, dense, type Matrix, panelsOf } from "./matrix.ts";
import type { KernelMemory } from "./memory.ts";
import { linearMaps, type PaddedLayout, type PaddedLinear } from "./padded-layout.ts";
import { evaluationOf, type Tape, windowsOf } from "./tape.ts";

/** Space for one evaluation of a batch. */
export interface Workspace {
  /** The packed argument of a product. */
  readonly packed: number;
  /** Per hidden layer: cotangents of what it puts out. */
  readonly cotangents: readonly Matrix[];
}

/** The vector field on the kernels, its adjoint and the gradient of its parameters. */
export class KernelField {
  /** Address of the parameters, in the order of the layout. */
  readonly parameters: number;
  /** The weights transposed, at the same offsets. */
  private readonly transposed: number;
  /** Bias of the last layer, plus that of the skip where there is one. */
  private readonly outputBias: Matrix;
  private readonly zeros: number;

  constructor(
    private readonly kernels: Kernels,
    memory: KernelMemory,
    private readonly shape: FieldShape,
    readonly layout: PaddedLayout,
  ) {
    this.parameters = memory.allocateLines(layout.lines);
    this.transposed = memory.allocateLines(layout.lines);
    const last = this.bias(layout.layers[shape.hidden.length]);
    this.outputBias = layout.skip === null ? last : { ...last, base: memory.allocateLines(last.panels) };
    const widest = Math.max(...linearMaps(layout).map(({ inputPanels }) => inputPanels));
    this.zeros = memory.allocateLines(widest);
    memory.floats(this.zeros, 8 * widest).fill(0);
  }

  allocateWorkspace(memory: KernelMemory, windows: number): Workspace {
    const widths = [this.shape.size, ...this.shape.hidden].map(panelsOf);
    const row = (panels: number): Matrix => dense(memory.allocate(bytesOf(windows, panels)), windows, panels);
    return { packed: row(Math.max(...widths)).base, cotangents: widths.slice(1).map(row) };
  }

  /** To be called after a change of the parameters. */
  parametersChanged(): void {
    const { kernels, layout, parameters, transposed, outputBias } = this;
    for (const { weight, inputPanels, outputPanels } of linearMaps(layout)) {
      kernels.transpose(parameters + weight, inputPanels, outputPanels, transposed + weight);
    }
    if (layout.skip === null) return;
    const last = this.bias(layout.layers[this.shape.hidden.length]);
    kernels.blend(outputBias, 1, last, 1, this.bias(layout.skip));
  }

  /** out = f(inputs) at one evaluation of the tape. */
  evaluate(tape: Tape, evaluation: number, { packed }: Workspace, out: Matrix): void {
    const { kernels, layout, shape } = this;
    const { skip, layers } = layout;
    kernels.pack(evaluationOf(tape.inputs, evaluation), packed);
    let start = this.outputBias;
    if (skip !== null) {
      kernels.multiply(packed, skip.inputPanels, this.parameters + skip.weight, start, out);
      start = out;
    }
    shape.hidden.forEach((_, k) => {
      const values = evaluationOf(tape.hidden[k], evaluation);
      kernels.multiply(
        packed,
        layers[k].inputPanels,
        this.parameters + layers[k].weight,
        this.bias(layers[k]),
        values,
      );
      kernels.activate(shape.activation, values, evaluationOf(tape.slopes[k], evaluation));
      kernels.pack(values, packed);
    });
    const last = layers[shape.hidden.length];
    kernels.multiply(packed, last.inputPanels, this.parameters + last.weight, start, out);
  }

  /**
   * out = (df/dz)^T cotangents at one evaluation of the tape, and what `gradient` needs of it; only the latter
   * where `out` is null.
   */
  adjoint(tape: Tape, evaluation: number, { packed, cotangents }: Workspace, out: Matrix | null): void {
    const { kernels, layout, shape } = this;
    const { skip, layers } = layout;
    kernels.pack(evaluationOf(tape.cotangents, evaluation), packed);
    if (skip !== null && out !== null) this.multiplyTransposed(packed, skip, this.zerosLike(out), out);
    for (let k = shape.hidden.length; k > 0; k--) {
      const above = cotangents[k - 1];
      const slope = evaluationOf(tape.slopes[k - 1], evaluation);
      this.multiplyTransposed(packed, layers[k], this.zerosLike(above), above);
      kernels.product(slope, above, slope);
      kernels.pack(slope, packed);
    }
    if (out === null) return;
    this.multiplyTransposed(packed, layers[0], skip === null ? this.zerosLike(out) : out, out);
  }

  /** The gradient of all parameters from `count` windows of the tape, written to `out` in their layout. */
  gradient(tape: Tape, first: number, count: number, out: number): void {
    const { kernels, layout, shape } = this;
    const { skip, layers } = layout;
    const inputs = windowsOf(tape.inputs, first, count);
    const cotangents = windowsOf(tape.cotangents, first, count);
    const write = ({ weight, bias }: PaddedLinear, x: Matrix, y: Matrix): void => {
      kernels.outer(x, y, out + weight);
      kernels.columnSums(y, out + bias);
    };
    if (skip !== null) write(skip, inputs, cotangents);
    layers.forEach((layer, k) => {
      const x = k === 0 ? inputs : windowsOf(tape.hidden[k - 1], first, count);
      const y = k === shape.hidden.length ? cotangents : windowsOf(tape.slopes[k], first, count);
      write(layer, x, y);
    });
  }

  private bias({ bias, outputPanels }: PaddedLinear): Matrix {
    return dense(this.parameters + bias, 1, outputPanels);
  }

  private zerosLike({ panels }: Matrix): Matrix {
    return dense(this.zeros, 1, panels);
  }

  private multiplyTransposed(packed: number, map: PaddedLinear, start: Matrix, out: Matrix): void {
    this.kernels.multiply(packed, map.outputPanels, this.transposed + map.weight, start, out);
  }
}
