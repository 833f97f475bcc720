import type { Memory } from "./memory/memory.ts";
import type { NpyArray } from "./npz.ts";
import { parameterLayout } from "./parameters.ts";
import type { TrainingRecord } from "./record.ts";
import type { FieldShape } from "./types.ts";

export const RECORD_SCHEMA = "cumulant-explorer/neural@1";

/** Everything of a record that JSON holds well. */
export type RecordMeta = ReturnType<typeof metaOf>;

/** Arrays of the optimiser in a file, in the order of `parameterLayout`. */
export const OPTIMISER_ARRAYS = {
  parameters: "optimiser.parameters",
  first: "optimiser.first",
  second: "optimiser.second",
} as const;

/** The law of latent memory in a file. */
export const MEMORY_ARRAYS = { rates: "memory.rates", projection: "memory.projection" } as const;

/**
 * A record as a file holds it. Arrays: `<block>` of `parameterLayout` (best weights), `mean` and `starts` (states),
 * `memory.projection` and `memory.rates` (law of latent memory), `packing.slot` and `packing.weight` (Dab[i] = weight[i] packed[slot[i]] over its 2 M^4 reals), `optimiser.*`.
 */
export function recordParts(record: TrainingRecord): { meta: RecordMeta; arrays: Record<string, NpyArray> } {
  const { model, optimiser, starts } = record;
  const { packing, normalisation, memory, shape, parameters } = model;
  const vector = (data: Float64Array): NpyArray => ({ shape: [data.length], data: data.slice() });
  return {
    meta: metaOf(record),
    arrays: {
      ...weightArrays(shape, parameters),
      ...memoryArrays(memory),
      mean: vector(normalisation.mean),
      starts: { shape: [starts.length / shape.size, shape.size], data: starts },
      "packing.slot": { shape: [packing.values], data: packing.slots.slice() },
      "packing.weight": vector(packing.weights),
      [OPTIMISER_ARRAYS.parameters]: vector(optimiser.parameters),
      [OPTIMISER_ARRAYS.first]: vector(optimiser.first),
      [OPTIMISER_ARRAYS.second]: vector(optimiser.second),
    },
  };
}

function memoryArrays(memory: Memory): Record<string, NpyArray> {
  if (memory.kind !== "latent") return {};
  const { rates, projection, size, inputs } = memory.law;
  return {
    [MEMORY_ARRAYS.rates]: { shape: [size], data: rates.slice() },
    [MEMORY_ARRAYS.projection]: { shape: [size, inputs], data: projection.slice() },
  };
}

/** Shape of a block's array: matrices have two extents, biases one. */
export function blockShape({
  name,
  rows,
  columns,
}: {
  name: string;
  rows: number;
  columns: number;
}): number[] {
  return name.endsWith("bias") ? [rows] : [rows, columns];
}

function weightArrays(shape: FieldShape, parameters: Float64Array<ArrayBuffer>): Record<string, NpyArray> {
  const entries = parameterLayout(shape).map((block) => {
    const { name, offset, rows, columns } = block;
    return [name, { shape: blockShape(block), data: parameters.slice(offset, offset + rows * columns) }];
  });
  return Object.fromEntries(entries) as Record<string, NpyArray>;
}

function metaOf(record: TrainingRecord) {
  const { software, created, config, lattice, electrons, options, engine, status, message } = record;
  const { best, errors, history, evaluations, random, model, optimiser } = record;
  return {
    schema: RECORD_SCHEMA,
    software,
    created,
    config,
    lattice,
    electrons,
    options,
    engine,
    status,
    message,
    symmetries: model.packing.symmetries,
    scale: model.normalisation.scale,
    best,
    errors,
    history,
    evaluations,
    optimiserSteps: optimiser.steps,
    random,
  };
}
