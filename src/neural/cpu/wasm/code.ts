/**
 * Instructions of WebAssembly with 128-bit SIMD as bytes: just what the kernels need. An expression leaves one
 * value, a statement none; v128 means four float32 unless an operation says otherwise. Opcodes: WebAssembly
 * Core Specification 2.0, chapter 5.
 */
export type ValueType = "i32" | "f32" | "f64" | "v128";

export interface Expression<T extends ValueType> {
  readonly type: T;
  readonly code: readonly number[];
}

/** A parameter or a local variable of a function; as an expression, its value. */
export interface Local<T extends ValueType> extends Expression<T> {
  readonly index: number;
}

export type Statement = readonly number[];

type Address = Expression<"i32">;

const SIMD = 0xfd;
const VOID = 0x40;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of a 32-bit integer. */
function signed(value: number): number[] {
  const last = value >= -0x40 && value < 0x40;
  return last ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

function bytesOf(values: Float32Array): number[] {
  return [...new Uint8Array(values.buffer)];
}

function simd(opcode: number): number[] {
  return [SIMD, ...unsigned(opcode)];
}

export function localOf<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: [0x20, ...unsigned(index)] };
}

export function int(value: number): Expression<"i32"> {
  return { type: "i32", code: [0x41, ...signed(value)] };
}

/** Four copies of a float32. */
export function constant(value: number): Expression<"v128"> {
  return { type: "v128", code: [...simd(0x0c), ...bytesOf(new Float32Array(4).fill(value))] };
}

export function splat(value: Expression<"f32">): Expression<"v128"> {
  return { type: "v128", code: [...value.code, ...simd(0x13)] };
}

type Operator = "add" | "sub" | "mul";

const OPERATORS: Record<ValueType, Record<Operator, readonly number[]>> = {
  i32: { add: [0x6a], sub: [0x6b], mul: [0x6c] },
  f32: { add: [0x92], sub: [0x93], mul: [0x94] },
  f64: { add: [0xa0], sub: [0xa1], mul: [0xa2] },
  v128: { add: simd(0xe4), sub: simd(0xe5), mul: simd(0xe6) },
};

function binary<T extends ValueType>(
  a: Expression<T>,
  b: Expression<T>,
  opcode: readonly number[],
): Expression<T> {
  return { type: a.type, code: [...a.code, ...b.code, ...opcode] };
}

export function add<T extends ValueType>(a: Expression<T>, b: Expression<T>): Expression<T> {
  return binary(a, b, OPERATORS[a.type].add);
}

export function sub<T extends ValueType>(a: Expression<T>, b: Expression<T>): Expression<T> {
  return binary(a, b, OPERATORS[a.type].sub);
}

export function mul<T extends ValueType>(a: Expression<T>, b: Expression<T>): Expression<T> {
  return binary(a, b, OPERATORS[a.type].mul);
}

type Vector = Expression<"v128">;

export function div(a: Vector, b: Vector): Vector {
  return binary(a, b, simd(0xe7));
}

/** b where b < a, else a: an a that is NaN stays NaN. */
export function smaller(a: Vector, b: Vector): Vector {
  return binary(a, b, simd(0xea));
}

/** b where a < b, else a: an a that is NaN stays NaN. */
export function larger(a: Vector, b: Vector): Vector {
  return binary(a, b, simd(0xeb));
}

export function sqrt(a: Vector): Vector {
  return { type: "v128", code: [...a.code, ...simd(0xe3)] };
}

/** Four of the eight float32 of a and b, by number. */
export function shuffle(a: Vector, b: Vector, lanes: readonly [number, number, number, number]): Vector {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return { type: "v128", code: [...a.code, ...b.code, ...simd(0x0d), ...bytes] };
}

/** The first two float32 as two float64. */
export function promote(a: Vector): Vector {
  return { type: "v128", code: [...a.code, ...simd(0x5f)] };
}

/** Sum of pairs of float64. */
export function addPairs(a: Vector, b: Vector): Vector {
  return binary(a, b, simd(0xf0));
}

/** Product of pairs of float64. */
export function mulPairs(a: Vector, b: Vector): Vector {
  return binary(a, b, simd(0xf2));
}

export function float64Of(a: Vector, lane: 0 | 1): Expression<"f64"> {
  return { type: "f64", code: [...a.code, ...simd(0x21), lane] };
}

/** Alignment is a hint only; `offset` in bytes. */
function memory(opcode: readonly number[], alignment: number, offset: number): number[] {
  return [...opcode, alignment, ...unsigned(offset)];
}

const LOADS = { i32: [0x28], f32: [0x2a], f64: [0x2b], v128: simd(0x00) };
const STORES = { i32: [0x36], f32: [0x38], f64: [0x39], v128: simd(0x0b) };
const ALIGNMENTS = { i32: 2, f32: 2, f64: 3, v128: 4 };

export function load<T extends ValueType>(type: T, address: Address, offset = 0): Expression<T> {
  return { type, code: [...address.code, ...memory(LOADS[type], ALIGNMENTS[type], offset)] };
}

/** Four copies of the float32 at an address. */
export function loadSplat(address: Address, offset = 0): Vector {
  return { type: "v128", code: [...address.code, ...memory(simd(0x09), 2, offset)] };
}

export function store<T extends ValueType>(address: Address, value: Expression<T>, offset = 0): Statement {
  const { type, code } = value;
  return [...address.code, ...code, ...memory(STORES[type], ALIGNMENTS[type], offset)];
}

export function set<T extends ValueType>(local: Local<T>, value: Expression<T>): Statement {
  return [...value.code, 0x21, ...unsigned(local.index)];
}

/** local += value */
export function increase<T extends ValueType>(local: Local<T>, value: Expression<T>): Statement {
  return set(local, add(local, value));
}

/** Runs `body` `times` times, counting `counter` down to 0. */
export function repeat(
  counter: Local<"i32">,
  times: Expression<"i32">,
  body: readonly Statement[],
): Statement {
  const countDown = set(counter, sub(counter, int(1)));
  const loop = [0x03, VOID, ...body.flat(), ...countDown, ...counter.code, 0x0d, 0, 0x0b];
  return [...set(counter, times), 0x02, VOID, ...counter.code, 0x45, 0x0d, 0, ...loop, 0x0b];
}
