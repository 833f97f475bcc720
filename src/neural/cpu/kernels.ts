import { gelu, silu, tanh } from "./kernels/activations.ts";
import { adam } from "./kernels/adam.ts";
import { gather, squares } from "./kernels/data.ts";
import { blend, columnSums, difference, product } from "./kernels/elementwise.ts";
import { multiply, outer } from "./kernels/multiply.ts";
import { pack, transpose } from "./kernels/transpose.ts";
import { BLOCK, dense, LINE, type Matrix, PANEL } from "./matrix.ts";
import { encodeModule } from "./wasm/module.ts";

const FUNCTIONS = [
  pack,
  multiply,
  outer,
  blend,
  product,
  difference,
  columnSums,
  tanh,
  silu,
  gelu,
  gather,
  squares,
  transpose,
  adam,
];

type Exports = Record<string, (...parameters: readonly number[]) => void>;

/** The factors of one step of Adam (kernels/adam.ts). */
export interface AdamFactors {
  readonly shrink: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly rate: number;
  readonly correction: number;
  readonly epsilon: number;
}

let binary: WebAssembly.Module | null = null;

/** The kernels on one memory. Matrices that are read and written together agree in rows and panels. */
export class Kernels {
  private readonly exports: Exports;

  constructor(readonly memory: WebAssembly.Memory) {
    binary ??= new WebAssembly.Module(encodeModule(FUNCTIONS));
    this.exports = new WebAssembly.Instance(binary, { env: { memory } }).exports as Exports;
  }

  /** Packs x, of a multiple of 4 rows, for `multiply`; takes as many bytes as x dense. */
  pack(x: Matrix, out: number): void {
    this.exports.pack(...steps(x), x.rows / BLOCK, x.panels, out);
  }

  /**
   * out = start + x w for x packed from `inner` panels; w [columns of x, columns of out] dense; `start` has as
   * many rows as out, or one for all.
   */
  multiply(x: number, inner: number, w: number, start: Matrix, out: Matrix): void {
    const startRow = start.rows === 1 ? 0 : start.rowStep;
    const sizes = [out.rows / BLOCK, inner * PANEL, out.panels] as const;
    this.exports.multiply(x, w, start.base, startRow, start.panelStep, ...steps(out), ...sizes);
  }

  /** out = x^T y, dense; the rows of x and y follow each other. */
  outer(x: Matrix, y: Matrix, out: number): void {
    this.exports.outer(x.base, x.panelStep, x.panels, y.base, y.panelStep, y.panels, y.rows, out);
  }

  /** out = a x + b y */
  blend(out: Matrix, a: number, x: Matrix, b: number, y: Matrix): void {
    this.exports.blend(...shared(out), ...steps(out), ...steps(x), ...steps(y), a, b);
  }

  /** out = x y, element by element. */
  product(out: Matrix, x: Matrix, y: Matrix): void {
    this.exports.product(...shared(out), ...steps(out), ...steps(x), ...steps(y));
  }

  /** out = scale (x - y) */
  difference(out: Matrix, scale: number, x: Matrix, y: Matrix): void {
    this.exports.difference(...shared(out), ...steps(out), ...steps(x), ...steps(y), scale);
  }

  /** The row at `out` = sum of the rows of x. */
  columnSums(x: Matrix, out: number): void {
    this.exports.columnSums(...steps(x), ...shared(x), out);
  }

  /** x becomes activation(x), `slope` its derivative there. */
  activate(name: "tanh" | "silu" | "gelu", x: Matrix, slope: Matrix): void {
    this.exports[name](...shared(x), ...steps(x), ...steps(slope));
  }

  /** Row r of out = row indices[r] of the table, whose rows lie one after the other. */
  gather(table: number, indices: number, out: Matrix): void {
    this.exports.gather(table, indices, out.panels * LINE, ...steps(out), ...shared(out));
  }

  /** The float64 at sums + 8 r += sum of the squares of row r. */
  squares(x: Matrix, sums: number): void {
    this.exports.squares(...steps(x), ...shared(x), sums);
  }

  /** out = x^T, both dense, x of 8 rowPanels rows. */
  transpose(x: number, rowPanels: number, columnPanels: number, out: number): void {
    this.exports.transpose(x, rowPanels, columnPanels, out);
  }

  adam(arrays: readonly [number, number, number, number], lines: number, factors: AdamFactors): void {
    const { shrink, beta1, beta2, rate, correction, epsilon } = factors;
    const scalars = [shrink, beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon];
    const pointers = arrays.flatMap((base) => steps(dense(base, lines, 1)));
    this.exports.adam(lines, 1, ...pointers, ...scalars);
  }
}

function steps({ base, rowStep, panelStep }: Matrix): [number, number, number] {
  return [base, rowStep, panelStep];
}

function shared({ rows, panels }: Matrix): [number, number] {
  return [rows, panels];
}
