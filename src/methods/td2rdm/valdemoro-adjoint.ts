import { addConjugateProduct } from "./conjugate-product.ts";

/**
 * Adjoint of `ValdemoroEquation`: its derivative with respect to Dab and g, transposed, for the real inner
 * product over re and im. It follows the terms of
 *
 *     T = g[b;b] D[a b;c d] + g[b;d] (D[a b;c b] - D[b a;c b]) + g[a;c] (D[b b;b d] - 2 g[b;b] g[b;d])
 *         - g[b;c] (D[a b;b d] - 2 g[a;b] g[b;d]) - g[a;b] D[b b;c d].
 *
 * O(M^4) work, allocates nothing per call.
 */
export class ValdemoroAdjoint {
  private readonly pull: Float64Array;
  private readonly factor = new Float64Array(2);

  /** @param h one-body matrix after the quench, sites x sites, real symmetric, row-major, in J */
  constructor(
    private readonly sites: number,
    private readonly h: Float64Array,
    private readonly interaction: number,
  ) {
    this.pull = new Float64Array(2 * sites ** 4);
  }

  /**
   * Adds to `dabBar` and `gBar` what the cotangent of i d/dt Dab makes of them.
   *
   * @param cotangent M^4 elements, anti-Hermitian and exchange symmetric
   */
  add(
    dab: Float64Array,
    g: Float64Array,
    cotangent: Float64Array,
    dabBar: Float64Array,
    gBar: Float64Array,
  ): void {
    this.addTwoBody(cotangent, dabBar);
    // W - W^+ of T and its partner: all four images of an element of T have the same cotangent.
    for (let i = 0; i < cotangent.length; i++) this.pull[i] = 4 * this.interaction * cotangent[i];
    const m = this.sites;
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        for (let c = 0; c < m; c++) {
          this.addDirect(a, b, c, dab, g, dabBar, gBar);
          this.addExchange(a, b, c, dab, g, dabBar, gBar);
        }
      }
    }
  }

  /** The commutators with h and the on-site term are their own adjoint. */
  private addTwoBody(cotangent: Float64Array, dabBar: Float64Array): void {
    const { sites: m, interaction } = this;
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        for (let c = 0; c < m; c++) {
          const line = ((a * m + b) * m + c) * m;
          this.addHops(a, line, m ** 3, 1, cotangent, dabBar);
          this.addHops(b, line, m ** 2, 1, cotangent, dabBar);
          this.addHops(c, line, m, -1, cotangent, dabBar);
          this.addLastHops(line, cotangent, dabBar);
          if (a === b) addLine(m, interaction, line, line, cotangent, dabBar);
          const diagonal = 2 * (line + c);
          dabBar[diagonal] -= interaction * cotangent[diagonal];
          dabBar[diagonal + 1] -= interaction * cotangent[diagonal + 1];
        }
      }
    }
  }

  /** dabBar[line] += sign h[digit;site] cotangent[line with `site` for `digit`], `stride` elements per site. */
  private addHops(
    digit: number,
    line: number,
    stride: number,
    sign: 1 | -1,
    cotangent: Float64Array,
    dabBar: Float64Array,
  ): void {
    const { sites: m, h } = this;
    for (let site = 0; site < m; site++) {
      const value = sign * h[digit * m + site];
      if (value !== 0) addLine(m, value, line + (site - digit) * stride, line, cotangent, dabBar);
    }
  }

  private addLastHops(line: number, cotangent: Float64Array, dabBar: Float64Array): void {
    const { sites: m, h } = this;
    for (let d = 0; d < m; d++) {
      for (let site = 0; site < m; site++) {
        const value = h[d * m + site];
        if (value === 0) continue;
        dabBar[2 * (line + d)] -= value * cotangent[2 * (line + site)];
        dabBar[2 * (line + d) + 1] -= value * cotangent[2 * (line + site) + 1];
      }
    }
  }

  /** g[b;b] D[a b;c d] + g[b;d] (D[a b;c b] - D[b a;c b]) - g[a;b] D[b b;c d] */
  private addDirect(
    a: number,
    b: number,
    c: number,
    dab: Float64Array,
    g: Float64Array,
    dabBar: Float64Array,
    gBar: Float64Array,
  ): void {
    const { sites: m, pull } = this;
    const line = 2 * ((a * m + b) * m + c) * m;
    const lineB = 2 * ((b * m + b) * m + c) * m;
    const straight = line + 2 * b;
    const swapped = 2 * (((b * m + a) * m + c) * m + b);
    const bb = 2 * b * (m + 1);
    const ab = 2 * (a * m + b);
    for (let d = 0; d < m; d++) {
      const at = line + 2 * d;
      const bd = 2 * (b * m + d);
      addConjugateProduct(1, g, bb, pull, at, dabBar, at);
      addConjugateProduct(1, dab, at, pull, at, gBar, bb);
      addConjugateProduct(1, g, bd, pull, at, dabBar, straight);
      addConjugateProduct(1, dab, straight, pull, at, gBar, bd);
      addConjugateProduct(-1, g, bd, pull, at, dabBar, swapped);
      addConjugateProduct(-1, dab, swapped, pull, at, gBar, bd);
      addConjugateProduct(-1, g, ab, pull, at, dabBar, lineB + 2 * d);
      addConjugateProduct(-1, dab, lineB + 2 * d, pull, at, gBar, ab);
    }
  }

  /** g[a;c] (D[b b;b d] - 2 g[b;b] g[b;d]) - g[b;c] (D[a b;b d] - 2 g[a;b] g[b;d]) */
  private addExchange(
    a: number,
    b: number,
    c: number,
    dab: Float64Array,
    g: Float64Array,
    dabBar: Float64Array,
    gBar: Float64Array,
  ): void {
    const m = this.sites;
    const line = 2 * ((a * m + b) * m + c) * m;
    const [bb, ab] = [2 * b * (m + 1), 2 * (a * m + b)];
    const [ac, bc] = [2 * (a * m + c), 2 * (b * m + c)];
    for (let d = 0; d < m; d++) {
      const bd = 2 * (b * m + d);
      const bbbd = 2 * (((b * m + b) * m + b) * m + d);
      const abbd = 2 * (((a * m + b) * m + b) * m + d);
      this.addTriple(1, ac, bbbd, bb, bd, line + 2 * d, dab, g, dabBar, gBar);
      this.addTriple(-1, bc, abbd, ab, bd, line + 2 * d, dab, g, dabBar, gBar);
    }
  }

  /** sign g[outer] (D[pair] - 2 g[left] g[right]), whose cotangent is pull[at]. */
  private addTriple(
    sign: 1 | -1,
    outer: number,
    pair: number,
    left: number,
    right: number,
    at: number,
    dab: Float64Array,
    g: Float64Array,
    dabBar: Float64Array,
    gBar: Float64Array,
  ): void {
    const { pull, factor } = this;
    factor[0] = dab[pair] - 2 * (g[left] * g[right] - g[left + 1] * g[right + 1]);
    factor[1] = dab[pair + 1] - 2 * (g[left] * g[right + 1] + g[left + 1] * g[right]);
    addConjugateProduct(sign, factor, 0, pull, at, gBar, outer);
    factor.fill(0);
    addConjugateProduct(sign, g, outer, pull, at, factor, 0);
    dabBar[pair] += factor[0];
    dabBar[pair + 1] += factor[1];
    addConjugateProduct(-2, g, left, factor, 0, gBar, right);
    addConjugateProduct(-2, g, right, factor, 0, gBar, left);
  }
}

function addLine(
  count: number,
  value: number,
  from: number,
  to: number,
  x: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < 2 * count; i++) out[2 * to + i] += value * x[2 * from + i];
}
