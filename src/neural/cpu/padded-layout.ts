import { parameterLayout } from "../parameters.ts";
import type { FieldShape } from "../types.ts";
import { LINE, PANEL, panelsOf } from "./matrix.ts";

/** One y = weight x + bias among the parameters as the kernels see them. */
export interface PaddedLinear {
  readonly inputs: number;
  readonly outputs: number;
  readonly inputPanels: number;
  readonly outputPanels: number;
  /** Where it begins in the padded parameters, in bytes: the weight as [inputs, outputs] in panels; the bias. */
  readonly weight: number;
  readonly bias: number;
  /** Where it begins in the parameters of `parameterLayout`, in numbers. */
  readonly source: { readonly weight: number; readonly bias: number };
}

/**
 * Parameters in the order of `parameterLayout`, each weight transposed and in panels of 8 columns, widths
 * filled up with 0 to multiples of 8.
 */
export interface PaddedLayout {
  readonly skip: PaddedLinear | null;
  readonly layers: readonly PaddedLinear[];
  /** Lines of 8 numbers in all. */
  readonly lines: number;
}

export function paddedLayout(shape: FieldShape): PaddedLayout {
  const blocks = parameterLayout(shape);
  const linear: PaddedLinear[] = [];
  let lines = 0;
  for (let k = 0; k < blocks.length; k += 2) {
    const { offset, rows: outputs, columns: inputs } = blocks[k];
    const [inputPanels, outputPanels] = [panelsOf(inputs), panelsOf(outputs)];
    const weight = lines * LINE;
    lines += PANEL * inputPanels * outputPanels;
    const bias = lines * LINE;
    lines += outputPanels;
    const source = { weight: offset, bias: blocks[k + 1].offset };
    linear.push({ inputs, outputs, inputPanels, outputPanels, weight, bias, source });
  }
  const skip = shape.skip === "none" ? null : linear[0];
  return { skip, layers: skip === null ? linear : linear.slice(1), lines };
}

export function linearMaps({ skip, layers }: PaddedLayout): readonly PaddedLinear[] {
  return skip === null ? layers : [skip, ...layers];
}

/** Calls `visit` with the index of every parameter in the order of `parameterLayout` and where it lies here. */
function forEachParameter(layout: PaddedLayout, visit: (source: number, padded: number) => void): void {
  for (const { inputs, outputs, inputPanels, weight, bias, source } of linearMaps(layout)) {
    for (let o = 0; o < outputs; o++) {
      const panel = weight / 4 + Math.floor(o / PANEL) * PANEL * PANEL * inputPanels + (o % PANEL);
      for (let i = 0; i < inputs; i++) visit(source.weight + o * inputs + i, panel + i * PANEL);
      visit(source.bias + o, bias / 4 + o);
    }
  }
}

/** Fills `padded` (all 0 where nothing belongs) from parameters in the order of `parameterLayout`. */
export function pad(layout: PaddedLayout, parameters: Float64Array, padded: Float32Array): void {
  padded.fill(0);
  forEachParameter(layout, (source, target) => {
    padded[target] = parameters[source];
  });
}

/** The reverse of `pad`. */
export function unpad(layout: PaddedLayout, padded: Float32Array, parameters: Float64Array): void {
  forEachParameter(layout, (source, target) => {
    parameters[source] = padded[target];
  });
}
