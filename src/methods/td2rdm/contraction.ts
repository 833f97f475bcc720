import { assert } from "../../base/errors.ts";

/** An array over sites with its indices as letters, e.g. "bkc"; complex interleaved, row-major. */
export interface Indexed {
  readonly array: Float64Array;
  readonly indices: string;
}

const MOST_LOOPS = 4;

/**
 * out[...] += factor * sum over u and all letters missing in `out` of x[... u] y[... u]. The last index of
 * x and y is the one summed without a letter; at most four letters in all, so O(M^5) work. All strides
 * are worked out once.
 */
export class Contraction {
  private readonly extents: number[];
  private readonly outStrides: number[];
  private readonly xStrides: number[];
  private readonly yStrides: number[];

  constructor(
    private readonly sites: number,
    private readonly factor: number,
    private readonly out: Indexed,
    private readonly x: Indexed,
    private readonly y: Indexed,
  ) {
    const letters = [...new Set(out.indices + x.indices + y.indices)];
    assert(letters.length <= MOST_LOOPS, "a contraction runs over at most four letters");
    while (letters.length < MOST_LOOPS) letters.unshift("");
    this.extents = letters.map((letter) => (letter === "" ? 1 : sites));
    this.outStrides = letters.map((letter) => stride(sites, out.indices, letter));
    this.xStrides = letters.map((letter) => stride(sites, `${x.indices}.`, letter));
    this.yStrides = letters.map((letter) => stride(sites, `${y.indices}.`, letter));
  }

  run(): void {
    const [e0, e1, e2] = this.extents;
    const { outStrides: o, xStrides: x, yStrides: y } = this;
    for (let i = 0; i < e0; i++) {
      for (let j = 0; j < e1; j++) {
        for (let k = 0; k < e2; k++) {
          this.innermost(
            i * o[0] + j * o[1] + k * o[2],
            i * x[0] + j * x[1] + k * x[2],
            i * y[0] + j * y[1] + k * y[2],
          );
        }
      }
    }
  }

  private innermost(outAt: number, xAt: number, yAt: number): void {
    const { factor } = this;
    const out = this.out.array;
    const x = this.x.array;
    const y = this.y.array;
    const extent = this.extents[3];
    const outStride = this.outStrides[3];
    const xStride = this.xStrides[3];
    const yStride = this.yStrides[3];
    const length = 2 * this.sites;
    for (let l = 0; l < extent; l++) {
      let re = 0;
      let im = 0;
      for (let u = 0; u < length; u += 2) {
        const xr = x[xAt + u];
        const xi = x[xAt + u + 1];
        const yr = y[yAt + u];
        const yi = y[yAt + u + 1];
        re += xr * yr - xi * yi;
        im += xr * yi + xi * yr;
      }
      out[outAt] += factor * re;
      out[outAt + 1] += factor * im;
      outAt += outStride;
      xAt += xStride;
      yAt += yStride;
    }
  }
}

/** Distance in the flat array between neighbours in `letter` (0 if absent, summed if repeated). */
function stride(sites: number, indices: string, letter: string): number {
  let sum = 0;
  for (let p = 0; p < indices.length; p++) {
    if (indices[p] === letter) sum += 2 * sites ** (indices.length - 1 - p);
  }
  return sum;
}
