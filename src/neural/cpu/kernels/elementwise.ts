import {
  add,
  constant,
  type Expression,
  increase,
  int,
  type Local,
  load,
  mul,
  repeat,
  type Statement,
  set,
  splat,
  store,
} from "../wasm/code.ts";
import { defineFunction, integers, type NewLocal, type WasmFunction } from "../wasm/module.ts";

type Vector = Expression<"v128">;

/** What a kernel does with 4 elements: their addresses in each matrix, the scalars in all lanes. */
export type ElementBody = (
  at: readonly ElementAddress[],
  scalars: readonly Local<"v128">[],
  local: NewLocal,
) => readonly Statement[];

export interface ElementAddress {
  readonly load: Vector;
  readonly store: (value: Vector) => Statement;
}

/**
 * A kernel on corresponding elements of `matrices` matrices in column panels (matrix.ts). Parameters: rows,
 * panels, then base, row step and panel step of each matrix, then the scalars.
 */
export function elementwise(
  name: string,
  matrices: number,
  scalars: number,
  body: ElementBody,
): WasmFunction {
  const integersGiven = Array.from({ length: 2 + 3 * matrices }, () => "i32" as const);
  const scalarsGiven = Array.from({ length: scalars }, () => "f32" as const);
  return defineFunction(name, [...integersGiven, ...scalarsGiven], (parameters, local) => {
    const [rows, panels, ...steps] = parameters.slice(0, integersGiven.length) as Local<"i32">[];
    const given = parameters.slice(integersGiven.length) as Local<"f32">[];
    const vectors = given.map(() => local("v128"));
    const [row, panel] = integers(2, local);
    const next = integers(matrices, local);
    const step = (matrix: number, which: 0 | 1 | 2): Local<"i32"> => steps[3 * matrix + which];
    const half = (offset: number): Statement =>
      body(
        next.map((pointer) => ({
          load: load("v128", pointer, offset),
          store: (value) => store(pointer, value, offset),
        })),
        vectors,
        local,
      ).flat();
    return [
      ...vectors.map((vector, k) => set(vector, splat(given[k]))),
      repeat(panel, panels, [
        ...next.map((pointer, m) => set(pointer, step(m, 0))),
        repeat(row, rows, [half(0), half(16), ...next.map((pointer, m) => increase(pointer, step(m, 1)))]),
        ...next.map((_, m) => increase(step(m, 0), step(m, 2))),
      ]),
    ];
  });
}

/** out = a x + b y */
export const blend = elementwise("blend", 3, 2, ([out, x, y], [a, b]) => [
  out.store(add(mul(a, x.load), mul(b, y.load))),
]);

/** out = x y */
export const product = elementwise("product", 3, 0, ([out, x, y]) => [out.store(mul(x.load, y.load))]);

/** out = scale (x - y), for the skew part of a square matrix from itself and its transpose. */
export const difference = elementwise("difference", 3, 1, ([out, x, y], [scale]) => [
  out.store(mul(scale, add(x.load, mul(constant(-1), y.load)))),
]);

/** out[0] = sum of the rows of x; out has one row. */
export const columnSums = defineFunction(
  "columnSums",
  ["i32", "i32", "i32", "i32", "i32", "i32"],
  ([x, xRow, xPanel, rows, panels, out], local) => {
    const [next, row, panel] = integers(3, local);
    const sums = [local("v128"), local("v128")];
    return [
      repeat(panel, panels, [
        set(next, x),
        ...sums.map((sum) => set(sum, constant(0))),
        repeat(row, rows, [
          ...sums.map((sum, h) => increase(sum, load("v128", next, 16 * h))),
          increase(next, xRow),
        ]),
        ...sums.map((sum, h) => store(out, sum, 16 * h)),
        increase(x, xPanel),
        increase(out, int(32)),
      ]),
    ];
  },
);
