import {
  add,
  addPairs,
  constant,
  float64Of,
  increase,
  int,
  load,
  mul,
  mulPairs,
  promote,
  repeat,
  type Statement,
  set,
  shuffle,
  store,
} from "../wasm/code.ts";
import { defineFunction, integers } from "../wasm/module.ts";

/** Bytes of the 8 float32 of one row of a panel. */
const LINE = 32;

/**
 * Row r of out = row indices[r] of a table whose rows lie one after the other, `rowBytes` each; out in column
 * panels.
 */
export const gather = defineFunction(
  "gather",
  ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
  ([table, indices, rowBytes, out, outRow, outPanel, rows, panels], local) => {
    const [from, into, row, panel] = integers(4, local);
    return [
      repeat(row, rows, [
        set(from, add(table, mul(load("i32", indices), rowBytes))),
        set(into, out),
        repeat(panel, panels, [
          store(into, load("v128", from)),
          store(into, load("v128", from, 16), 16),
          increase(from, int(LINE)),
          increase(into, outPanel),
        ]),
        increase(indices, int(4)),
        increase(out, outRow),
      ]),
    ];
  },
);

/** sums[r] += sum of the squares of row r of x, squared and summed in float64. */
export const squares = defineFunction(
  "squares",
  ["i32", "i32", "i32", "i32", "i32", "i32"],
  ([x, xRow, xPanel, rows, panels, sums], local) => {
    const [next, row, panel] = integers(3, local);
    const [four, low, high] = [local("v128"), local("v128"), local("v128")];
    const addSquares = (offset: number): Statement => [
      ...set(four, load("v128", next, offset)),
      ...[low, high].flatMap((sum, k) => {
        const pair = promote(k === 0 ? four : shuffle(four, four, [2, 3, 2, 3]));
        return set(sum, addPairs(sum, mulPairs(pair, pair)));
      }),
    ];
    const total = addPairs(low, high);
    return [
      repeat(row, rows, [
        set(next, x),
        set(low, constant(0)),
        set(high, constant(0)),
        repeat(panel, panels, [addSquares(0), addSquares(16), increase(next, xPanel)]),
        store(sums, add(load("f64", sums), add(float64Of(total, 0), float64Of(total, 1)))),
        increase(x, xRow),
        increase(sums, int(8)),
      ]),
    ];
  },
);
