import { type Local, localOf, type Statement, unsigned, type ValueType } from "./code.ts";

/** A function of a module, without a result. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: Statement;
}

export type Locals<P extends readonly ValueType[]> = { readonly [K in keyof P]: Local<P[K]> };
/** Makes a new local variable, 0 at first. */
export type NewLocal = <T extends ValueType>(type: T) => Local<T>;

/** New integer variables: pointers and counters. */
export function integers(count: number, local: NewLocal): Local<"i32">[] {
  return Array.from({ length: count }, () => local("i32"));
}

/** Defines a function from the types of its parameters and what it does with them. */
export function defineFunction<const P extends readonly ValueType[]>(
  name: string,
  parameters: P,
  build: (parameters: Locals<P>, local: NewLocal) => readonly Statement[],
): WasmFunction {
  const locals: ValueType[] = [];
  const local: NewLocal = (type) => {
    locals.push(type);
    return localOf(type, parameters.length + locals.length - 1);
  };
  const given = parameters.map(localOf) as unknown as Locals<P>;
  const body = build(given, local).flat();
  return { name, parameters, locals, body };
}

const CODES: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const FUNCTION_TYPE = 0x60;
const END = 0x0b;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 };

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

function text(value: string): number[] {
  return sized([...new TextEncoder().encode(value)]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  return [id, ...sized(vector(items))];
}

/** The binary of a module that imports `env.memory` and exports the functions by their names. */
export function encodeModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    FUNCTION_TYPE,
    ...sized(parameters.map((type) => CODES[type])),
    0,
  ]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...vector(locals.map((type) => [1, CODES[type]])), ...body, END]),
  );
  const memory = [...text("env"), ...text("memory"), 2, 0, 1];
  return new Uint8Array([
    ...MAGIC,
    ...section(SECTION.type, types),
    ...section(SECTION.import, [memory]),
    ...section(
      SECTION.function,
      functions.map((_, k) => unsigned(k)),
    ),
    ...section(
      SECTION.export,
      functions.map(({ name }, k) => [...text(name), 0, ...unsigned(k)]),
    ),
    ...section(SECTION.code, bodies),
  ]);
}
