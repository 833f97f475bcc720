import type { FieldShape } from "./types.ts";

export type ActivationName = FieldShape["activation"];

/** Constants of the tanh form of gelu (Hendrycks and Gimpel, arXiv:1606.08415). */
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/** out = activation(x), element by element. */
export function activate(name: ActivationName, x: Float64Array, out: Float64Array): void {
  switch (name) {
    case "tanh":
      for (let i = 0; i < x.length; i++) out[i] = Math.tanh(x[i]);
      return;
    case "silu":
      for (let i = 0; i < x.length; i++) out[i] = x[i] / (1 + Math.exp(-x[i]));
      return;
    case "gelu":
      for (let i = 0; i < x.length; i++) out[i] = 0.5 * x[i] * (1 + geluTanh(x[i]));
      return;
  }
}

/** cotangent *= activation'(x), element by element; `values` = activation(x). */
export function activationAdjoint(
  name: ActivationName,
  x: Float64Array,
  values: Float64Array,
  cotangent: Float64Array,
): void {
  switch (name) {
    case "tanh":
      for (let i = 0; i < x.length; i++) cotangent[i] *= 1 - values[i] ** 2;
      return;
    case "silu":
      for (let i = 0; i < x.length; i++) {
        const sigmoid = 1 / (1 + Math.exp(-x[i]));
        cotangent[i] *= sigmoid + values[i] * (1 - sigmoid);
      }
      return;
    case "gelu":
      for (let i = 0; i < x.length; i++) {
        const t = geluTanh(x[i]);
        const slope = GELU_SCALE * (1 + 3 * GELU_CUBIC * x[i] ** 2);
        cotangent[i] *= 0.5 * (1 + t) + 0.5 * x[i] * (1 - t * t) * slope;
      }
      return;
  }
}

function geluTanh(x: number): number {
  return Math.tanh(GELU_SCALE * (x + GELU_CUBIC * x ** 3));
}
