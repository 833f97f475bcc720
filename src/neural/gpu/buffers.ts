import type { BufferSet, Gpu } from "../../gpu/device.ts";
import { BufferUsage } from "../../gpu/flags.ts";
import { structBytes } from "../../gpu/kernel.ts";
import { PARTS } from "../../gpu/neural/dispatches.ts";
import { OUTCOME } from "../../gpu/neural/kernels.ts";
import type { TrainingData } from "../types.ts";
import type { FieldMaps } from "./layers.ts";

const FLOAT = 4;
const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = BufferUsage;

type ModelBuffer =
  | "parameters"
  | "first"
  | "second"
  | "gradient"
  | "losses"
  | "squares"
  | "outcome"
  | "readback"
  | "data";
export type ModelBuffers = BufferSet<ModelBuffer>;

/** Weights, optimiser, reports and data: what lives as long as the engine. */
export async function createModelBuffers(
  gpu: Gpu,
  { count }: FieldMaps,
  { states, slopes }: TrainingData,
): Promise<ModelBuffers> {
  const weights = { bytes: FLOAT * count, usage: STORAGE | COPY_DST | COPY_SRC };
  const parts = { bytes: FLOAT * PARTS, usage: STORAGE };
  const report = structBytes(OUTCOME);
  const set = await gpu.createBuffers<ModelBuffer>("neural training", {
    parameters: weights,
    first: weights,
    second: weights,
    gradient: weights,
    losses: parts,
    squares: parts,
    outcome: { bytes: report, usage: STORAGE | COPY_DST | COPY_SRC },
    readback: { bytes: report, usage: MAP_READ | COPY_DST },
    data: { bytes: FLOAT * (states.length + slopes.length), usage: STORAGE | COPY_DST },
  });
  const { queue } = gpu.device;
  queue.writeBuffer(set.buffers.data, 0, Float32Array.from(states));
  queue.writeBuffer(set.buffers.data, FLOAT * states.length, Float32Array.from(slopes));
  return set;
}

/** What steps need room for. */
export interface TapeSize {
  /** Rows of a batch. */
  readonly batch: number;
  /** Evaluations of the vector field in a step: batch, times stages and steps of RK4. */
  readonly rows: number;
  /** First rows of the windows of all steps of a call. */
  readonly windows: number;
}

/** Arrays of hidden layer k are named `after${k}` and `cotangents${k}`. */
type TapeBuffer =
  | "states"
  | "cotangents"
  | "errors"
  | "linear"
  | "totals"
  | "adjoint"
  | "starts"
  | `after${number}`
  | `cotangents${number}`;
export type TapeBuffers = BufferSet<TapeBuffer>;

/** What evaluations leave for their adjoint, [row][reals] each, and first rows. Fresh buffers hold zeros. */
export function createTapeBuffers(
  gpu: Gpu,
  { size, hidden }: FieldMaps,
  { batch, rows, windows }: TapeSize,
): Promise<TapeBuffers> {
  const floats = (count: number) => ({ bytes: FLOAT * count, usage: STORAGE });
  const layers = hidden.flatMap(({ outputs }, k) => [
    [`after${k}`, floats(rows * outputs)],
    [`cotangents${k}`, floats(rows * outputs)],
  ]);
  return gpu.createBuffers<TapeBuffer>("neural tape", {
    states: floats((rows + batch) * size),
    cotangents: floats(rows * size),
    errors: floats(rows * size),
    linear: floats(batch * size),
    totals: floats(batch * size),
    adjoint: floats(batch * size),
    starts: { bytes: Uint32Array.BYTES_PER_ELEMENT * windows, usage: STORAGE | COPY_DST },
    ...Object.fromEntries(layers),
  });
}
