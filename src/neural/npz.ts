import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { assert, InputError } from "../base/errors.ts";

/** A row-major array of an .npz file. Other kinds of numbers are not needed. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
/** The header ends at a multiple of this, as NumPy wants it. */
const ALIGNMENT = 64;
const SUFFIX = ".npy";
/** The same content gives the same file. */
const TIMESTAMP = "1980-01-01T00:00:00";

/** The bytes of an .npz file, which NumPy loads, with these arrays. */
export function writeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  for (const [name, array] of Object.entries(arrays)) {
    files[name + SUFFIX] = [writeNpy(array), { mtime: TIMESTAMP }];
  }
  return zipSync(files);
}

/** @throws InputError when the bytes are no .npz file, or hold arrays of other kinds */
export function readNpz(bytes: Uint8Array): Record<string, NpyArray> {
  const files = unzip(bytes);
  const arrays: Record<string, NpyArray> = {};
  for (const [name, file] of Object.entries(files)) {
    const plain = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
    arrays[plain] = readNpy(file, plain);
  }
  return arrays;
}

function unzip(bytes: Uint8Array): Record<string, Uint8Array<ArrayBuffer>> {
  try {
    return unzipSync(bytes);
  } catch {
    throw new InputError("file", `${bytes.length} bytes`, "an .npz file: a zip archive of .npy arrays");
  }
}

/** Format 1.0 of numpy.lib.format: magic, length of the header, a Python dictionary, then the data. */
function writeNpy({ shape, data }: NpyArray): Uint8Array {
  const count = shape.reduce((product, extent) => product * extent, 1);
  assert(count === data.length, `${data.length} values for the shape ${shape.join(" x ")}`);
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${kindOf(data)}', 'fortran_order': False, 'shape': (${extents}), }`;
  const used = MAGIC.length + 2 + text.length + 1;
  const header = `${text}${" ".repeat(-used & (ALIGNMENT - 1))}\n`;
  const bytes = new Uint8Array(MAGIC.length + 2 + header.length + data.byteLength);
  bytes.set(MAGIC);
  bytes.set([header.length & 0xff, header.length >> 8], MAGIC.length);
  bytes.set(strToU8(header), MAGIC.length + 2);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), MAGIC.length + 2 + header.length);
  return bytes;
}

function kindOf(data: NpyArray["data"]): "<f8" | "<i4" | "|u1" {
  if (data instanceof Float64Array) return "<f8";
  return data instanceof Int32Array ? "<i4" : "|u1";
}

function readNpy(bytes: Uint8Array<ArrayBuffer>, name: string): NpyArray {
  const start = MAGIC.length + 2;
  if (!MAGIC.every((byte, k) => bytes[k] === byte)) {
    throw new InputError(name, Array.from(bytes.subarray(0, 8)), "an array in NPY format 1.0");
  }
  const end = start + bytes[MAGIC.length] + 256 * bytes[MAGIC.length + 1];
  const header = strFromU8(bytes.subarray(start, end)).trim();
  const found = /'descr': '(<f8|<i4|\|u1)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(header);
  if (found === null) throw new InputError(name, header, "a row-major array of kind <f8, <i4 or |u1");
  const [, kind, extents] = found;
  const shape = extents.split(",").flatMap((extent) => (extent.trim() === "" ? [] : [Number(extent)]));
  const data = readData(bytes.slice(end).buffer, kind, name);
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (data.length !== count) throw new InputError(name, data.length, `${count} values for its shape`);
  return { shape, data };
}

function readData(buffer: ArrayBuffer, kind: string, name: string): NpyArray["data"] {
  const width = kind === "<f8" ? 8 : kind === "<i4" ? 4 : 1;
  if (buffer.byteLength % width !== 0) {
    throw new InputError(name, `${buffer.byteLength} bytes`, `whole numbers of ${width} bytes`);
  }
  if (kind === "<f8") return new Float64Array(buffer);
  return kind === "<i4" ? new Int32Array(buffer) : new Uint8Array(buffer);
}
