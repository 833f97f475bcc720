import type { BoundKernel, ScalarLayout } from "../kernel.ts";
import type { Dispatch } from "../paced-queue.ts";
import type { weightGradientKernel } from "./kernels.ts";
import type { NeuralKernelName } from "./program.ts";

/** Rows and columns of a tile of shaders/neural/product.wgsl. */
const TILE = 16;
/** Multiply-adds of a piece of a weight gradient: some 0.1 s on a slow adapter. */
const PIECE = 2 ** 26;
/** Most workgroups of a kernel that deals its elements out in turn, and most partial sums of one. */
export const PARTS = 256;

export type NeuralDispatch = Dispatch<NeuralKernelName>;
type Values<P extends ScalarLayout> = Parameters<BoundKernel<P>["pack"]>[0];

/** A dispatch of a kernel made of product.wgsl, for a result of rows x columns with `terms` terms each. */
export function productDispatch<P extends ScalarLayout>(
  name: NeuralKernelName,
  kernel: BoundKernel<P>,
  values: Values<P>,
  shape: { readonly rows: number; readonly columns: number; readonly terms: number },
): NeuralDispatch {
  const { rows, columns, terms } = shape;
  const [x, y] = [Math.ceil(columns / TILE), Math.ceil(rows / TILE)];
  return { name, kernel, packed: kernel.pack(values), x, y, work: rows * columns * terms };
}

/** A dispatch of a kernel that deals elements out in turn to `groups` workgroups. */
export function sharedDispatch<P extends ScalarLayout>(
  name: NeuralKernelName,
  kernel: BoundKernel<P>,
  values: Values<P>,
  groups: number,
): NeuralDispatch {
  return { name, kernel, packed: kernel.pack(values), x: groups, y: 1, work: 0 };
}

/** Workgroups of `workgroup` invocations among which `count` elements are dealt out. */
export function groupsFor(count: number, workgroup: number): number {
  return Math.min(PARTS, Math.ceil(count / workgroup));
}

/** The gradient of a linear map over `terms` rows, in pieces that are short even on a slow adapter. */
export function gradientDispatches(
  kernel: BoundKernel<typeof weightGradientKernel.params>,
  map: Omit<Values<typeof weightGradientKernel.params>, "first">,
  piece = PIECE,
): NeuralDispatch[] {
  const { terms, outputs, inputs, weight } = map;
  const columns = inputs + 1;
  const tiles = Math.max(1, Math.floor(piece / (TILE * columns * terms)));
  return Array.from({ length: Math.ceil(outputs / (TILE * tiles)) }, (_, k) => {
    const first = k * tiles;
    const rows = Math.min(outputs - TILE * first, TILE * tiles);
    const values = { terms, outputs, inputs, weight, first };
    return productDispatch("weightGradient", kernel, values, { rows, columns, terms });
  });
}
