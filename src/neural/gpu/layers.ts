import { InputError } from "../../base/errors.ts";
import { parameterCount, parameterLayout } from "../parameters.ts";
import type { FieldShape } from "../types.ts";

/** A linear map of a vector field: weight [outputs, inputs] at `weight` of the parameters, bias behind it. */
export interface LinearMap {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: number;
}

/** The linear maps of a vector field with at least one hidden layer. */
export interface FieldMaps {
  readonly size: number;
  readonly count: number;
  readonly skip: LinearMap | null;
  readonly hidden: readonly LinearMap[];
  readonly last: LinearMap;
}

/** @throws InputError without a hidden layer, which the kernels need */
export function fieldMaps(shape: FieldShape): FieldMaps {
  if (shape.hidden.length === 0) throw new InputError("hidden", [], "at least one hidden layer on WebGPU");
  const maps = parameterLayout(shape)
    .filter(({ name }) => name.endsWith(".weight"))
    .map(({ rows, columns, offset }) => ({ inputs: columns, outputs: rows, weight: offset }));
  const skip = shape.skip === "none" ? null : maps[0];
  const layers = skip === null ? maps : maps.slice(1);
  return {
    size: shape.size,
    count: parameterCount(shape),
    skip,
    hidden: layers.slice(0, -1),
    last: layers[layers.length - 1],
  };
}
