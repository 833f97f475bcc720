import type { ContractionResidual } from "./consistency.ts";

/**
 * Parts of a contraction L[a c;d f] = sum_k Delta3[a k c;d k f] that contraction consistency needs, complex
 * interleaved: crossed[b a c] = L[b a;c b], paired[b c d] = L[b b;c d], and the three one-body contractions
 * first[a d] = sum_c L[a c;d c], last[c f] = sum_a L[a c;a f], exchange[a f] = sum_c L[a c;c f].
 */
export class ContractedParts {
  readonly crossed: Float64Array;
  readonly paired: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly exchange: Float64Array;

  constructor(private readonly sites: number) {
    this.crossed = new Float64Array(2 * sites ** 3);
    this.paired = new Float64Array(2 * sites ** 3);
    this.first = new Float64Array(2 * sites ** 2);
    this.last = new Float64Array(2 * sites ** 2);
    this.exchange = new Float64Array(2 * sites ** 2);
  }

  clear(): void {
    this.crossed.fill(0);
    this.paired.fill(0);
    this.first.fill(0);
    this.last.fill(0);
    this.exchange.fill(0);
  }

  /** Takes the parts from the whole contraction L, M^4. */
  collect(contraction: Float64Array): void {
    const { sites: m, crossed, paired, first, last, exchange } = this;
    this.clear();
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        for (let c = 0; c < m; c++) {
          for (let part = 0; part < 2; part++) {
            const at = (i: number, j: number, p: number, q: number): number =>
              contraction[2 * (((i * m + j) * m + p) * m + q) + part];
            crossed[2 * ((a * m + b) * m + c) + part] = at(a, b, c, a);
            paired[2 * ((a * m + b) * m + c) + part] = at(a, a, b, c);
            first[2 * (a * m + b) + part] += at(a, c, b, c);
            last[2 * (a * m + b) + part] += at(c, a, c, b);
            exchange[2 * (a * m + b) + part] += at(a, c, c, b);
          }
        }
      }
    }
  }

  subtractFrom(residual: ContractionResidual): void {
    const { sites: m, crossed, paired } = this;
    subtract(this.first, residual.first);
    subtract(this.last, residual.last);
    subtract(this.exchange, residual.crossed);
    const { twist, pair } = residual;
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          const bac = 2 * ((b * m + a) * m + c);
          const bca = 2 * ((b * m + c) * m + a);
          twist[bac] -= crossed[bac] - crossed[bca];
          twist[bac + 1] -= crossed[bac + 1] + crossed[bca + 1];
          pair[bac] -= paired[bac] + paired[bca];
          pair[bac + 1] -= paired[bac + 1] + paired[bca + 1];
        }
      }
    }
  }
}

function subtract(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] -= x[i];
}
