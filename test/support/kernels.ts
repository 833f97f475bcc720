import { Kernels } from "../../src/neural/cpu/kernels.ts";
import { bytesOf, dense, LINE, type Matrix, PANEL, panelsOf } from "../../src/neural/cpu/matrix.ts";
import { KernelMemory } from "../../src/neural/cpu/memory.ts";
import { randomNumbers } from "./random-singlet.ts";

/** A row-major matrix of float32 numbers, held as float64. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Kernels with matrices that tests can fill and look at. */
export class KernelBench {
  readonly memory = new KernelMemory();
  readonly kernels = new Kernels(this.memory.memory);
  private readonly next = randomNumbers(5);

  random(rows: number, columns: number, scale = 1): Dense {
    const values = Float64Array.from({ length: rows * columns }, () => Math.fround(scale * this.next()));
    return { rows, columns, values };
  }

  /** Space for a matrix; with gaps between its rows and panels, as a tape has them, where wanted. */
  matrix(rows: number, columns: number, gaps: "dense" | "gaps" = "dense"): Matrix {
    const panels = panelsOf(columns);
    if (gaps === "dense") return dense(this.memory.allocate(bytesOf(rows, panels)), rows, panels);
    const [rowStep, panelStep] = [3 * LINE, (3 * rows + 2) * LINE];
    return { base: this.memory.allocate(panels * panelStep), rowStep, panelStep, rows, panels };
  }

  put(x: Dense, gaps: "dense" | "gaps" = "dense"): Matrix {
    const matrix = this.matrix(x.rows, x.columns, gaps);
    const floats = this.memory.floats(0, this.memory.memory.buffer.byteLength / 4);
    for (let row = 0; row < x.rows; row++) {
      for (let column = 0; column < PANEL * matrix.panels; column++) {
        floats[address(matrix, row, column) / 4] =
          column < x.columns ? x.values[row * x.columns + column] : 0;
      }
    }
    return matrix;
  }

  get(matrix: Matrix, columns: number): Dense {
    const floats = this.memory.floats(0, this.memory.memory.buffer.byteLength / 4);
    const values = new Float64Array(matrix.rows * columns);
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < columns; column++) {
        values[row * columns + column] = floats[address(matrix, row, column) / 4];
      }
    }
    return { rows: matrix.rows, columns, values };
  }

  /** Largest of the columns that fill up the last panel; they have to stay 0. */
  filling(matrix: Matrix, columns: number): number {
    const { values } = this.get(matrix, PANEL * matrix.panels);
    return values.reduce(
      (most, value, i) => (i % (PANEL * matrix.panels) < columns ? most : Math.max(most, Math.abs(value))),
      0,
    );
  }
}

function address({ base, rowStep, panelStep }: Matrix, row: number, column: number): number {
  return base + Math.floor(column / PANEL) * panelStep + row * rowStep + 4 * (column % PANEL);
}

/** out[i][j] = sum over k of term(i, j, k), in float64. */
export function sums(
  rows: number,
  columns: number,
  inner: number,
  term: (row: number, column: number, k: number) => number,
): Dense {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    for (let k = 0; k < inner; k++) values[i] += term(Math.floor(i / columns), i % columns, k);
  }
  return { rows, columns, values };
}

/** Largest deviation of x from y, in units of `bound` of the same element. */
export function deviation(x: Dense, y: Dense, bound: Dense): number {
  return y.values.reduce((worst, value, i) => {
    const error = Math.abs(x.values[i] - value);
    return Number.isNaN(error) ? Number.NaN : Math.max(worst, error / bound.values[i]);
  }, 0);
}
