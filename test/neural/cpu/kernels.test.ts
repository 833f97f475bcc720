import { describe, expect, test } from "vitest";
import { bytesOf } from "../../../src/neural/cpu/matrix.ts";
import { type Dense, deviation, KernelBench, sums } from "../../support/kernels.ts";

/** Half the distance of neighbouring float32 numbers near 1. */
const ROUNDING = 2 ** -24;
const AWKWARD = [1, 3, 4, 5, 17, 72, 342];
const at = (x: Dense, row: number, column: number): number => x.values[row * x.columns + column];
const map = (x: Dense, f: (value: number, index: number) => number): Dense => ({
  ...x,
  values: x.values.map(f),
});
const ones = (rows: number, columns: number): Dense => ({
  rows,
  columns,
  values: new Float64Array(rows * columns).fill(1),
});

describe("matrix products", () => {
  const shapes = AWKWARD.flatMap((inner) => AWKWARD.map((columns) => [inner, columns] as const));

  test.each(shapes)("out = start + x w with %i inner and %i columns", (inner, columns) => {
    for (const rows of [4, 8, 20]) {
      const bench = new KernelBench();
      const [x, w, start] = [
        bench.random(rows, inner),
        bench.random(inner, columns),
        bench.random(rows, columns),
      ];
      const wholeW = { rows: 8 * Math.ceil(inner / 8), columns, values: new Float64Array(0) };
      wholeW.values = Float64Array.from({ length: wholeW.rows * columns }, (_, i) => w.values[i] ?? 0);
      const [inX, inW, inStart] = [bench.put(x, "gaps"), bench.put(wholeW), bench.put(start)];
      const out = bench.matrix(rows, columns, "gaps");
      const packed = bench.memory.allocate(bytesOf(rows, inX.panels));
      bench.kernels.pack(inX, packed);
      bench.kernels.multiply(packed, inX.panels, inW.base, inStart, out);
      const exact = sums(rows, columns, inner + 1, (i, j, k) =>
        k === inner ? at(start, i, j) : at(x, i, k) * at(w, k, j),
      );
      const size = sums(rows, columns, inner + 1, (i, j, k) =>
        Math.abs(k === inner ? at(start, i, j) : at(x, i, k) * at(w, k, j)),
      );
      expect(deviation(bench.get(out, columns), exact, size)).toBeLessThan((inner + 1) * ROUNDING);
      expect(bench.filling(out, columns)).toBe(0);
    }
  });

  test("a row of a product does not depend on the rows beside it", () => {
    const bench = new KernelBench();
    const [x, w, start] = [
      bench.random(12, 17),
      bench.put(bench.random(24, 9)),
      bench.put(bench.random(1, 9)),
    ];
    const product = (rows: number): Float64Array => {
      const part = bench.put({ rows, columns: 17, values: x.values.subarray((12 - rows) * 17) });
      const packed = bench.memory.allocate(bytesOf(rows, part.panels));
      const out = bench.matrix(rows, 9);
      bench.kernels.pack(part, packed);
      bench.kernels.multiply(packed, part.panels, w.base, start, out);
      return bench.get(out, 9).values;
    };
    expect(product(12).slice(8 * 9)).toEqual(product(4));
  });

  test.each(shapes)("out = x^T y with %i and %i columns", (left, right) => {
    for (const rows of [1, 3, 80]) {
      const bench = new KernelBench();
      const [x, y] = [bench.random(rows, left), bench.random(rows, right)];
      const [inX, inY] = [bench.put(x), bench.put(y)];
      const out = bench.matrix(8 * inX.panels, right);
      bench.kernels.outer(inX, inY, out.base);
      const exact = sums(left, right, rows, (i, j, k) => at(x, k, i) * at(y, k, j));
      const size = sums(left, right, rows, (i, j, k) => Math.abs(at(x, k, i) * at(y, k, j)));
      const got = bench.get({ ...out, rows: left }, right);
      expect(deviation(got, exact, size)).toBeLessThan((rows + 1) * ROUNDING);
      expect(bench.filling(out, right)).toBe(0);
    }
  });

  test.each(AWKWARD)("sums of %i columns", (columns) => {
    const bench = new KernelBench();
    const x = bench.random(37, columns);
    const out = bench.matrix(1, columns);
    bench.kernels.columnSums(bench.put(x, "gaps"), out.base);
    const exact = sums(1, columns, 37, (_, j, k) => at(x, k, j));
    const size = sums(1, columns, 37, (_, j, k) => Math.abs(at(x, k, j)));
    expect(deviation(bench.get(out, columns), exact, size)).toBeLessThan(37 * ROUNDING);
  });
});

describe("activations", () => {
  const tanhForm = (x: number): number => Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const CASES = {
    tanh: { value: Math.tanh, slope: (x: number) => 1 - Math.tanh(x) ** 2 },
    silu: {
      value: (x: number) => x * sigmoid(x),
      slope: (x: number) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
    },
    gelu: {
      value: (x: number) => (x * (1 + tanhForm(x))) / 2,
      slope: (x: number) =>
        (1 + tanhForm(x)) / 2 +
        (x / 2) * (1 - tanhForm(x) ** 2) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x),
    },
  };

  test.each(Object.entries(CASES))(
    "%s and its derivative, to 3 units of the last digit of tanh",
    (name, exact) => {
      const bench = new KernelBench();
      const near = Array.from({ length: 4001 }, (_, k) => Math.fround((k - 2000) / 180));
      const special = [0, -0, 1e-30, 1e-7, -1e-4, 7.9, -7.91, 9.1, 50, -88, 1e4, -3e38];
      const values = Float64Array.from([...near, ...special].map(Math.fround));
      const given: Dense = { rows: 1, columns: values.length, values };
      const [x, slope] = [bench.put(given), bench.matrix(1, values.length)];
      bench.kernels.activate(name as keyof typeof CASES, x, slope);
      const scale = map(given, (value) => Math.max(1, name === "tanh" ? 1 : Math.abs(value)));
      expect(deviation(bench.get(x, values.length), map(given, exact.value), scale)).toBeLessThan(
        6 * ROUNDING,
      );
      // 1 - t^2 doubles the error of t = tanh; silu and gelu multiply it by x and by the derivative of its argument.
      const factor = map(given, (value) => (name === "tanh" ? 1 : Math.max(1, value * value)));
      const slopes = { ...given, columns: near.length, values: given.values.slice(0, near.length) };
      const error = deviation(bench.get(slope, near.length), map(slopes, exact.slope), factor);
      expect(error).toBeLessThan((2 * 6 + 1) * ROUNDING);
      expect(bench.filling(x, values.length)).toBe(0);
    },
  );

  test("tanh keeps small arguments in relative terms, never exceeds 1 and passes NaN on", () => {
    const bench = new KernelBench();
    const values = Float64Array.from([1e-20, -3e-6, 2e-3, 0.11, 5, 7.9, 8, 1e30, Infinity, -Infinity, NaN]);
    const given = map({ rows: 1, columns: values.length, values }, Math.fround);
    const [x, slope] = [bench.put(given), bench.matrix(1, values.length)];
    bench.kernels.activate("tanh", x, slope);
    const got = bench.get(x, values.length).values;
    for (let i = 0; i < 10; i++) {
      const exact = Math.tanh(given.values[i]);
      expect(Math.abs(got[i] - exact)).toBeLessThan(6 * ROUNDING * Math.abs(exact));
      expect(Math.abs(got[i])).toBeLessThanOrEqual(1);
    }
    expect(got[10]).toBeNaN();
    expect(bench.get(slope, 11).values[10]).toBeNaN();
  });
});

describe("elementwise kernels", () => {
  test.each(AWKWARD)("combinations of matrices of %i columns", (columns) => {
    const bench = new KernelBench();
    const rows = 5;
    const [x, y] = [bench.random(rows, columns), bench.random(rows, columns)];
    const [inX, inY] = [bench.put(x, "gaps"), bench.put(y)];
    const out = bench.matrix(rows, columns, "gaps");
    const result = (): Dense => bench.get(out, columns);
    bench.kernels.blend(out, 0.75, inX, -1.5, inY);
    const blended = map(x, (value, i) => 0.75 * value - 1.5 * y.values[i]);
    expect(deviation(result(), blended, ones(rows, columns))).toBeLessThan(5 * ROUNDING);
    bench.kernels.product(out, inX, inY);
    expect(result().values).toEqual(map(x, (value, i) => Math.fround(value * y.values[i])).values);
    bench.kernels.difference(out, 0.5, inX, inY);
    expect(result().values).toEqual(map(x, (value, i) => Math.fround(value - y.values[i]) / 2).values);
  });

  test.each(AWKWARD)("sums of squares of rows of %i, added in float64", (columns) => {
    const bench = new KernelBench();
    const x = bench.random(6, columns, 1e3);
    const address = bench.memory.allocate(8 * 6);
    bench.memory.doubles(address, 6).fill(2);
    bench.kernels.squares(bench.put(x, "gaps"), address);
    const exact = sums(6, 1, columns, (i, _, k) => at(x, i, k) ** 2).values;
    bench.memory.doubles(address, 6).forEach((value, i) => {
      expect(Math.abs(value - 2 - exact[i])).toBeLessThan(1e-13 * exact[i]);
    });
  });

  test.each(AWKWARD)("rows of %i gathered from a table", (columns) => {
    const bench = new KernelBench();
    const width = 8 * Math.ceil(columns / 8);
    const table = bench.random(9, width);
    const address = bench.memory.allocate(4 * table.values.length);
    const rows = [8, 0, 3, 3, 7];
    const indices = bench.memory.allocate(4 * rows.length);
    const out = bench.matrix(rows.length, columns, "gaps");
    bench.memory.floats(address, table.values.length).set(table.values);
    bench.memory.integers(indices, rows.length).set(rows);
    bench.kernels.gather(address, indices, out);
    const expected = rows.flatMap((row) => [...table.values.subarray(row * width, (row + 1) * width)]);
    expect([...bench.get(out, width).values]).toEqual(expected);
  });

  test.each([8, 24, 72, 344])("transpose of %i rows", (rows) => {
    for (const columns of [8, 40]) {
      const bench = new KernelBench();
      const x = bench.random(rows, columns);
      const out = bench.matrix(columns, rows);
      bench.kernels.transpose(bench.put(x).base, rows / 8, columns / 8, out.base);
      expect(bench.get(out, rows).values).toEqual(sums(columns, rows, 1, (i, j) => at(x, j, i)).values);
    }
  });

  test("the step of Adam", () => {
    const bench = new KernelBench();
    const lines = 5;
    const [p, m, g] = [0, 1, 2].map(() => bench.random(lines, 8));
    const v = map(bench.random(lines, 8), (value) => Math.fround(value * value));
    const inMemory = [p, m, v, g].map((x) => bench.put(x));
    const factors = { shrink: 0.3, beta1: 0.9, beta2: 0.99, rate: 0.02, correction: 1.7, epsilon: 1e-8 };
    const [atP, atM, atV, atG] = inMemory.map(({ base }) => base);
    bench.kernels.adam([atP, atM, atV, atG], lines, factors);
    const slope = map(g, (value) => 0.3 * value);
    const first = map(m, (value, i) => 0.9 * value + 0.1 * slope.values[i]);
    const second = map(v, (value, i) => 0.99 * value + 0.01 * slope.values[i] ** 2);
    const moved = map(p, (value, i) => {
      return value - (0.02 * first.values[i]) / (Math.sqrt(1.7 * second.values[i]) + 1e-8);
    });
    const one = ones(lines, 8);
    expect(deviation(bench.get(inMemory[0], 8), moved, one)).toBeLessThan(8 * ROUNDING);
    expect(deviation(bench.get(inMemory[1], 8), first, one)).toBeLessThan(3 * ROUNDING);
    expect(deviation(bench.get(inMemory[2], 8), second, one)).toBeLessThan(4 * ROUNDING);
  });
});
