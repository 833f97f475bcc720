import type { FieldShape, ParameterBlock } from "./types.ts";

/**
 * Where each array of a vector field lies among its parameters: `skip.weight` [outputs, size] and `skip.bias`
 * (unless there is no skip), then `layers.<k>.weight` [outputs, inputs] and `layers.<k>.bias`, k = 0 the first
 * hidden layer and the last one linear. y = weight x + bias.
 */
export function parameterLayout({
  size,
  outputs: last = size,
  hidden,
  skip,
}: FieldShape): readonly ParameterBlock[] {
  const widths = [size, ...hidden, last];
  const layers = widths.slice(1).flatMap((outputs, k): [string, number, number][] => [
    [`layers.${k}.weight`, outputs, widths[k]],
    [`layers.${k}.bias`, outputs, 1],
  ]);
  const linear: [string, number, number][] =
    skip === "none"
      ? []
      : [
          ["skip.weight", last, size],
          ["skip.bias", last, 1],
        ];
  let offset = 0;
  return [...linear, ...layers].map(([name, rows, columns]) => {
    const block = { name, offset, rows, columns };
    offset += rows * columns;
    return block;
  });
}

/** Number of parameters of a vector field. */
export function parameterCount(shape: FieldShape): number {
  return parameterLayout(shape).reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}
