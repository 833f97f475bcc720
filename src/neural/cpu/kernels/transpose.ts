import {
  add,
  type Expression,
  increase,
  int,
  type Local,
  load,
  mul,
  repeat,
  type Statement,
  set,
  shuffle,
  store,
} from "../wasm/code.ts";
import { defineFunction, integers, type NewLocal } from "../wasm/module.ts";

/** Bytes of the 8 float32 of one row of a panel, of 4 float32, and of a square of 8 rows. */
const LINE = 32;
const HALF = 16;
const SQUARE = 8 * LINE;

type Lines = readonly [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];

function fourVectors(local: NewLocal): Lines {
  return [local("v128"), local("v128"), local("v128"), local("v128")];
}

/** Fills `pairs` from the rows of a 4 x 4 matrix; the expressions are its columns. */
function transposeSquare(
  [a, b, c, d]: Lines,
  pairs: Lines,
): { fill: Statement; columns: readonly Expression<"v128">[] } {
  const [ab01, ab23, cd01, cd23] = pairs;
  const fill = [
    set(ab01, shuffle(a, b, [0, 4, 1, 5])),
    set(ab23, shuffle(a, b, [2, 6, 3, 7])),
    set(cd01, shuffle(c, d, [0, 4, 1, 5])),
    set(cd23, shuffle(c, d, [2, 6, 3, 7])),
  ];
  const columns = [
    shuffle(ab01, cd01, [0, 1, 4, 5]),
    shuffle(ab01, cd01, [2, 3, 6, 7]),
    shuffle(ab23, cd23, [0, 1, 4, 5]),
    shuffle(ab23, cd23, [2, 3, 6, 7]),
  ];
  return { fill: fill.flat(), columns };
}

/**
 * Packs x, in column panels, of 4 `blocks` rows, as `multiply` reads it: [block][column][row of the block]
 * without gaps.
 */
export const pack = defineFunction(
  "pack",
  ["i32", "i32", "i32", "i32", "i32", "i32"],
  ([x, rowStep, panelStep, blocks, panels, out], local) => {
    const [block, panel] = integers(2, local);
    const pointers = integers(4, local);
    const [lines, pairs] = [fourVectors(local), fourVectors(local)];
    const { fill, columns } = transposeSquare(lines, pairs);
    const packHalf = (offset: number): Statement => [
      ...lines.flatMap((line, r) => set(line, load("v128", pointers[r], offset))),
      ...fill,
      ...columns.flatMap((column, k) => store(out, column, HALF * k)),
      ...increase(out, int(4 * HALF)),
    ];
    return [
      repeat(block, blocks, [
        ...pointers.map((pointer) => [...set(pointer, x), ...increase(x, rowStep)]),
        repeat(panel, panels, [
          packHalf(0),
          packHalf(HALF),
          ...pointers.map((pointer) => increase(pointer, panelStep)),
        ]),
      ]),
    ];
  },
);

/**
 * out = transpose of x, both in column panels without gaps, x of 8 `rowPanels` rows and 8 `columnPanels`
 * columns.
 */
export const transpose = defineFunction(
  "transpose",
  ["i32", "i32", "i32", "i32"],
  ([x, rowPanels, columnPanels, out], local) => {
    const [into, outStep, row, column] = integers(4, local);
    const [lines, pairs] = [fourVectors(local), fourVectors(local)];
    const { fill, columns } = transposeSquare(lines, pairs);
    const at = (block: number, half: number, line: number): number => (4 * block + line) * LINE + HALF * half;
    const quarter = (r: number, c: number): Statement => [
      ...lines.flatMap((line, k) => set(line, load("v128", x, at(r, c, k)))),
      ...fill,
      ...columns.flatMap((line, k) => store(into, line, at(c, r, k))),
    ];
    return [
      set(outStep, mul(columnPanels, int(SQUARE))),
      repeat(column, columnPanels, [
        set(into, out),
        repeat(row, rowPanels, [
          quarter(0, 0),
          quarter(0, 1),
          quarter(1, 0),
          quarter(1, 1),
          increase(x, int(SQUARE)),
          set(into, add(into, outStep)),
        ]),
        increase(out, int(SQUARE)),
      ]),
    ];
  },
);
