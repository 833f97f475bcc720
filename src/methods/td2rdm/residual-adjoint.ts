import { addConjugateProduct } from "./conjugate-product.ts";
import type { ContractionResidual } from "./consistency.ts";

/** Adjoint of `ValdemoroResidual`, table by table. O(M^4) work. */
export class ResidualAdjoint {
  private readonly square: Float64Array;
  private readonly hole: Float64Array;
  private readonly half: Float64Array;

  constructor(private readonly sites: number) {
    this.square = new Float64Array(2 * sites ** 2);
    this.hole = new Float64Array(2 * sites ** 2);
    this.half = new Float64Array(2 * sites ** 3);
  }

  /** Adds to the cotangents of g and Delta_ab what that of the residual makes of them. */
  add(
    g: Float64Array,
    delta: Float64Array,
    bar: ContractionResidual,
    gBar: Float64Array,
    deltaBar: Float64Array,
  ): void {
    this.addTwist(g, delta, bar.twist, gBar, deltaBar);
    this.addPair(g, delta, bar.pair, gBar, deltaBar);
    this.addOneBody(g, delta, bar, gBar, deltaBar);
    this.addHole(g, bar.crossed, gBar);
  }

  /** twist = half - its adjoint, half[b a c] = sum_k g[b;k] Delta[a k;b c] + Delta[a b;b k] g[k;c] */
  private addTwist(
    g: Float64Array,
    delta: Float64Array,
    twist: Float64Array,
    gBar: Float64Array,
    deltaBar: Float64Array,
  ): void {
    const { sites: m, half } = this;
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          const bac = 2 * ((b * m + a) * m + c);
          const bca = 2 * ((b * m + c) * m + a);
          half[bac] = twist[bac] - twist[bca];
          half[bac + 1] = twist[bac + 1] + twist[bca + 1];
          for (let k = 0; k < m; k++) {
            const akbc = 2 * (((a * m + k) * m + b) * m + c);
            const abbk = 2 * (((a * m + b) * m + b) * m + k);
            addPairOf(g, 2 * (b * m + k), delta, akbc, half, bac, gBar, deltaBar);
            addPairOf(g, 2 * (k * m + c), delta, abbk, half, bac, gBar, deltaBar);
          }
        }
      }
    }
  }

  /** pair = half[b c d] + half[b d c], half[b c d] = sum_k g[b;k] Delta[k b;c d] + Delta[b b;c k] g[k;d] - Delta[b b;c d] */
  private addPair(
    g: Float64Array,
    delta: Float64Array,
    pair: Float64Array,
    gBar: Float64Array,
    deltaBar: Float64Array,
  ): void {
    const { sites: m, half } = this;
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        for (let d = 0; d < m; d++) {
          const bcd = 2 * ((b * m + c) * m + d);
          const bdc = 2 * ((b * m + d) * m + c);
          const bbcd = 2 * (((b * m + b) * m + c) * m + d);
          for (let part = 0; part < 2; part++) {
            half[bcd + part] = pair[bcd + part] + pair[bdc + part];
            deltaBar[bbcd + part] -= half[bcd + part];
          }
          for (let k = 0; k < m; k++) {
            const kbcd = 2 * (((k * m + b) * m + c) * m + d);
            const bbck = 2 * (((b * m + b) * m + c) * m + k);
            addPairOf(g, 2 * (b * m + k), delta, kbcd, half, bcd, gBar, deltaBar);
            addPairOf(g, 2 * (k * m + d), delta, bbck, half, bcd, gBar, deltaBar);
          }
        }
      }
    }
  }

  /** last[c f] = 2 sum g[a;k] Delta[k c;a f] and the part sum Delta[a c;k f] g[k;c] of crossed[a f] */
  private addOneBody(
    g: Float64Array,
    delta: Float64Array,
    { last, crossed }: ContractionResidual,
    gBar: Float64Array,
    deltaBar: Float64Array,
  ): void {
    const { sites: m, half } = this;
    for (let i = 0; i < last.length; i++) half[i] = 2 * last[i];
    for (let a = 0; a < m; a++) {
      for (let k = 0; k < m; k++) {
        for (let c = 0; c < m; c++) {
          for (let f = 0; f < m; f++) {
            const kcaf = 2 * (((k * m + c) * m + a) * m + f);
            const ackf = 2 * (((a * m + c) * m + k) * m + f);
            addPairOf(g, 2 * (a * m + k), delta, kcaf, half, 2 * (c * m + f), gBar, deltaBar);
            addPairOf(g, 2 * (k * m + c), delta, ackf, crossed, 2 * (a * m + f), gBar, deltaBar);
          }
        }
      }
    }
  }

  /** The part (g - 1)(g - g g) of crossed. */
  private addHole(g: Float64Array, crossed: Float64Array, gBar: Float64Array): void {
    const { sites: m, square, hole } = this;
    square.fill(0);
    for (let at = 0; at < m * m; at++) {
      const [a, c] = [Math.floor(at / m), at % m];
      hole[2 * at] = g[2 * at];
      hole[2 * at + 1] = g[2 * at + 1];
      for (let k = 0; k < m; k++) {
        const [ak, kc] = [2 * (a * m + k), 2 * (k * m + c)];
        hole[2 * at] -= g[ak] * g[kc] - g[ak + 1] * g[kc + 1];
        hole[2 * at + 1] -= g[ak] * g[kc + 1] + g[ak + 1] * g[kc];
      }
    }
    // `square` becomes the cotangent of `hole`.
    for (let i = 0; i < square.length; i++) square[i] -= crossed[i];
    this.addMatrixProduct(1, g, hole, crossed, gBar, square);
    for (let i = 0; i < square.length; i++) gBar[i] += square[i];
    this.addMatrixProduct(-1, g, g, square, gBar, gBar);
  }

  /** Adjoint of scale x y with the cotangent `bar`. */
  private addMatrixProduct(
    scale: number,
    x: Float64Array,
    y: Float64Array,
    bar: Float64Array,
    xBar: Float64Array,
    yBar: Float64Array,
  ): void {
    const m = this.sites;
    for (let a = 0; a < m; a++) {
      for (let k = 0; k < m; k++) {
        for (let c = 0; c < m; c++) {
          const [ak, kc, ac] = [2 * (a * m + k), 2 * (k * m + c), 2 * (a * m + c)];
          addConjugateProduct(scale, y, kc, bar, ac, xBar, ak);
          addConjugateProduct(scale, x, ak, bar, ac, yBar, kc);
        }
      }
    }
  }
}

/** Adjoint of one product g[at] delta[from] with the cotangent bar[of]. */
function addPairOf(
  g: Float64Array,
  at: number,
  delta: Float64Array,
  from: number,
  bar: Float64Array,
  of: number,
  gBar: Float64Array,
  deltaBar: Float64Array,
): void {
  addConjugateProduct(1, delta, from, bar, of, gBar, at);
  addConjugateProduct(1, g, at, bar, of, deltaBar, from);
}
