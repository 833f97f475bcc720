import {
  constant,
  type Expression,
  increase,
  int,
  type Local,
  load,
  loadSplat,
  mul,
  repeat,
  type Statement,
  set,
  store,
} from "../wasm/code.ts";
import { defineFunction, integers, type NewLocal } from "../wasm/module.ts";

/** Bytes of the 8 float32 of one row of a panel, and where its two halves begin. */
const LINE = 32;
const HALVES = [0, 16];
/** Rows of a register block: 4 x 8 sums, 2 vectors of b and 1 of a fill 11 of 16 registers. */
const BLOCK = 4;
/** Bytes of the 4 float32 of one column of a packed block of rows. */
const PACKED = 4 * BLOCK;

interface RegisterBlock {
  /** sums[row][half] */
  readonly sums: readonly (readonly Local<"v128">[])[];
  readonly b: readonly Local<"v128">[];
  readonly a: Local<"v128">;
}

function registerBlock(local: NewLocal): RegisterBlock {
  const halves = (): Local<"v128">[] => HALVES.map(() => local("v128"));
  return { sums: Array.from({ length: BLOCK }, halves), b: halves(), a: local("v128") };
}

/**
 * sums[r][...] += a[r] b[...] for the row b of 8 at `line` and the column of 4 at `column`. The loops around it
 * are not unrolled: V8 then keeps too many loads in registers, spills the sums, and takes twice as long.
 */
function addOuterProduct(
  { sums, b, a }: RegisterBlock,
  column: Expression<"i32">,
  columnOffset: number,
  line: Expression<"i32">,
  lineOffset: number,
): Statement {
  return [
    ...b.flatMap((half, h) => set(half, load("v128", line, lineOffset + HALVES[h]))),
    ...sums.flatMap((row, r) => [
      ...set(a, loadSplat(column, columnOffset + 4 * r)),
      ...row.flatMap((sum, h) => increase(sum, mul(a, b[h]))),
    ]),
  ];
}

/**
 * out = start + x w for a packed x (transpose.ts) and w [inner, columns] in column panels without gaps; a
 * `startRow` of 0 adds the same row everywhere. The sum runs over the inner index in order: a row of the result
 * does not depend on the rows beside it.
 */
export const multiply = defineFunction(
  "multiply",
  ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
  ([x, w, start, startRow, startPanel, out, outRow, outPanel, blocks, inner, panels], local) => {
    const registers = registerBlock(local);
    const [column, line, begin, into, block, panel, k] = integers(7, local);
    return [
      repeat(panel, panels, [
        set(column, x),
        set(begin, start),
        set(into, out),
        repeat(block, blocks, [
          set(line, w),
          ...registers.sums.flatMap((sums) => [
            ...sums.map((sum, h) => set(sum, load("v128", begin, HALVES[h]))),
            increase(begin, startRow),
          ]),
          repeat(k, inner, [
            addOuterProduct(registers, column, 0, line, 0),
            increase(column, int(PACKED)),
            increase(line, int(LINE)),
          ]),
          ...registers.sums.flatMap((sums) => [
            ...sums.map((sum, h) => store(into, sum, HALVES[h])),
            increase(into, outRow),
          ]),
        ]),
        set(w, line),
        increase(start, startPanel),
        increase(out, outPanel),
      ]),
    ];
  },
);

/**
 * out[i][j] = sum over rows of x[i] y[j]: x and y in column panels of which row follows row, out
 * [columns of x, columns of y] in column panels without gaps.
 */
export const outer = defineFunction(
  "outer",
  ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
  ([x, xPanel, xPanels, y, yPanel, yPanels, rows, out], local) => {
    const registers = registerBlock(local);
    const [first, column, line, yCount, xCount, row] = integers(6, local);
    const fourRowsOfOut = (i: number): Statement => [
      ...registers.sums.flat().flatMap((sum) => set(sum, constant(0))),
      ...set(column, first),
      ...set(line, y),
      ...repeat(row, rows, [
        addOuterProduct(registers, column, 4 * i, line, 0),
        increase(column, int(LINE)),
        increase(line, int(LINE)),
      ]),
      ...registers.sums.flatMap((sums, r) =>
        sums.flatMap((sum, h) => store(out, sum, (i + r) * LINE + HALVES[h])),
      ),
    ];
    return [
      repeat(yCount, yPanels, [
        set(first, x),
        repeat(xCount, xPanels, [
          fourRowsOfOut(0),
          fourRowsOfOut(BLOCK),
          increase(first, xPanel),
          increase(out, int(8 * LINE)),
        ]),
        increase(y, yPanel),
      ]),
    ];
  },
);
