import { strFromU8, strToU8 } from "fflate";
import { InputError } from "../base/errors.ts";
import { listAt, numberAt, objectAt } from "./json-checks.ts";
import { type NpyArray, readNpz, writeNpz } from "./npz.ts";
import type { TrainingRecord } from "./record.ts";
import { checkRecord } from "./record-checks.ts";
import { recordParts } from "./record-parts.ts";

/** Name under which an .npz file holds everything but the arrays, as the bytes of JSON text. */
const META = "record";

/** A record as JSON: its small fields, and `arrays` with a shape and row-major values each. */
export function recordToJson(record: TrainingRecord): object {
  const { meta, arrays } = recordParts(record);
  const entries = Object.entries(arrays).map(([name, { shape, data }]) => [
    name,
    { shape, values: [...data] },
  ]);
  return { ...meta, arrays: Object.fromEntries(entries) as object };
}

/** A record as an .npz file: one array each, and the small fields as JSON text in `record`. */
export function recordToNpz(record: TrainingRecord): Uint8Array<ArrayBuffer> {
  const { meta, arrays } = recordParts(record);
  const text = strToU8(JSON.stringify(meta));
  return writeNpz({ [META]: { shape: [text.length], data: text }, ...arrays });
}

/** @throws InputError naming the field, what was found and what was expected */
export function recordFromJson(value: unknown): TrainingRecord {
  const { arrays, ...meta } = objectAt(value, "file");
  const entries = Object.entries(objectAt(arrays, "arrays"));
  return checkRecord(meta, Object.fromEntries(entries.map(([name, array]) => [name, arrayAt(array, name)])));
}

/** @throws InputError naming the field, what was found and what was expected */
export function recordFromNpz(bytes: Uint8Array): TrainingRecord {
  const { [META]: text, ...arrays } = readNpz(bytes);
  if (text === undefined || !(text.data instanceof Uint8Array)) {
    throw new InputError(META, text?.shape, "the bytes of JSON text");
  }
  return checkRecord(objectAt(parsed(strFromU8(text.data)), META), arrays);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(META, text, "JSON text");
  }
}

function arrayAt(value: unknown, name: string): NpyArray {
  const path = `arrays.${name}`;
  const { shape, values } = objectAt(value, path);
  const extents = listAt(shape, `${path}.shape`, (extent, at) => numberAt(extent, at, 0));
  return { shape: extents, data: Float64Array.from(listAt(values, `${path}.values`, numberAt)) };
}
