import { addProduct } from "./add-product.ts";
import type { ContractionResidual } from "./consistency.ts";

/**
 * Contraction residual of D3 = A(g g g) + A(Delta2 g), in closed form:
 * r[a c;d f] = sum_k g[a;k] Delta[k c;d f] + Delta[a c;k f] g[k;d] - Delta[a c;d f], and no residual of
 * the up-up contraction. O(M^4) work.
 */
export class ValdemoroResidual {
  private readonly square: Float64Array;
  private readonly hole: Float64Array;
  private readonly half: Float64Array;

  constructor(private readonly sites: number) {
    this.square = new Float64Array(2 * sites ** 2);
    this.hole = new Float64Array(2 * sites ** 2);
    this.half = new Float64Array(2 * sites ** 3);
  }

  /** Overwrites `residual`; delta is Delta_ab (M^4), g its one-body matrix. */
  evaluate(g: Float64Array, delta: Float64Array, residual: ContractionResidual): void {
    this.fillTwist(g, delta, residual.twist);
    this.fillPair(g, delta, residual.pair);
    residual.first.fill(0);
    this.fillLast(g, delta, residual.last);
    this.fillCrossed(g, delta, residual.crossed);
  }

  /** half[b a c] = sum_k g[b;k] Delta[a k;b c] + Delta[a b;b k] g[k;c]; twist = half - its adjoint in a, c. */
  private fillTwist(g: Float64Array, delta: Float64Array, twist: Float64Array): void {
    const { sites: m, half } = this;
    half.fill(0);
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        const to = 2 * (b * m + a) * m;
        for (let k = 0; k < m; k++) {
          addProduct(m, g, 2 * (b * m + k), delta, 2 * ((a * m + k) * m + b) * m, half, to);
          addProduct(m, delta, 2 * (((a * m + b) * m + b) * m + k), g, 2 * k * m, half, to);
        }
      }
    }
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          const bac = 2 * ((b * m + a) * m + c);
          const bca = 2 * ((b * m + c) * m + a);
          twist[bac] = half[bac] - half[bca];
          twist[bac + 1] = half[bac + 1] + half[bca + 1];
        }
      }
    }
  }

  private fillPair(g: Float64Array, delta: Float64Array, pair: Float64Array): void {
    const { sites: m, half } = this;
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        const to = 2 * (b * m + c) * m;
        const bbc = 2 * ((b * m + b) * m + c) * m;
        for (let d = 0; d < 2 * m; d++) half[to + d] = -delta[bbc + d];
        for (let k = 0; k < m; k++) {
          addProduct(m, g, 2 * (b * m + k), delta, 2 * ((k * m + b) * m + c) * m, half, to);
          addProduct(m, delta, bbc + 2 * k, g, 2 * k * m, half, to);
        }
      }
    }
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        for (let d = 0; d < m; d++) {
          const bcd = 2 * ((b * m + c) * m + d);
          const bdc = 2 * ((b * m + d) * m + c);
          pair[bcd] = half[bcd] + half[bdc];
          pair[bcd + 1] = half[bcd + 1] + half[bdc + 1];
        }
      }
    }
  }

  /** last[c f] = 2 sum_{a k} g[a;k] Delta[k c;a f]. */
  private fillLast(g: Float64Array, delta: Float64Array, last: Float64Array): void {
    const m = this.sites;
    last.fill(0);
    for (let k = 0; k < m; k++) {
      for (let c = 0; c < m; c++) {
        for (let a = 0; a < m; a++) {
          addProduct(m, g, 2 * (a * m + k), delta, 2 * ((k * m + c) * m + a) * m, last, 2 * c * m);
        }
      }
    }
    for (let i = 0; i < last.length; i++) last[i] *= 2;
  }

  /** crossed[a f] = ((g - 1)(g - g g))[a f] + sum_{c k} Delta[a c;k f] g[k;c]. */
  private fillCrossed(g: Float64Array, delta: Float64Array, crossed: Float64Array): void {
    const { sites: m, square, hole } = this;
    square.fill(0);
    for (let a = 0; a < m; a++) {
      for (let k = 0; k < m; k++) addProduct(m, g, 2 * (a * m + k), g, 2 * k * m, square, 2 * a * m);
    }
    for (let i = 0; i < hole.length; i++) {
      hole[i] = g[i] - square[i];
      crossed[i] = -hole[i];
    }
    for (let a = 0; a < m; a++) {
      for (let k = 0; k < m; k++) {
        addProduct(m, g, 2 * (a * m + k), hole, 2 * k * m, crossed, 2 * a * m);
        for (let c = 0; c < m; c++) {
          addProduct(m, g, 2 * (k * m + c), delta, 2 * ((a * m + c) * m + k) * m, crossed, 2 * a * m);
        }
      }
    }
  }
}
