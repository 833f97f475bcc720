/**
 * One-body commutator, on-site term and the collision integral of the Valdemoro reconstruction
 * D3 = A(g g g) + A(Delta2 g) (PHYSICS.md sections 3 to 5). With T[a b;c d] = D3[a b b;c b d],
 *
 *     T = g[b;b] D[a b;c d] + g[b;d] Daa[a b;c b] + g[a;c] (D[b b;b d] - 2 g[b;b] g[b;d])
 *         - g[b;c] (D[a b;b d] - 2 g[a;b] g[b;d]) - g[a;b] D[b b;c d],
 *
 * and the collision integral is U (W - W^+) with W = T plus its spin-exchanged partner. In that
 * difference every product shares its factor g with the Hermitian partner, which leaves eight complex
 * multiplications per element; Hermiticity and exchange symmetry leave about a third of the elements.
 * O(M^4) work, O(M^3) storage.
 */
export class ValdemoroEquation {
  private readonly diagonal: Float64Array;
  private readonly linkStart: Int32Array;
  private readonly linkSite: Int32Array;
  private readonly linkValue: Float64Array;
  private readonly field: Float64Array;
  private readonly edge: Float64Array;
  private readonly direct: Float64Array;
  private readonly directLast: Float64Array;
  private readonly exchange: Float64Array;
  private readonly exchangeMiddle: Float64Array;

  /** @param h one-body matrix after the quench, sites x sites, real symmetric, row-major, in J */
  constructor(
    private readonly sites: number,
    h: Float64Array,
    private readonly interaction: number,
  ) {
    const m = sites;
    const off = Array.from({ length: m * m }, (_, i) => i).filter((i) => i % (m + 1) !== 0 && h[i] !== 0);
    this.diagonal = Float64Array.from({ length: m }, (_, a) => h[a * m + a]);
    this.linkStart = Int32Array.from({ length: m + 1 }, (_, a) => off.filter((i) => i < a * m).length);
    this.linkSite = Int32Array.from(off, (i) => i % m);
    this.linkValue = Float64Array.from(off, (i) => h[i]);
    this.field = new Float64Array(m);
    this.edge = new Float64Array(2 * m ** 2);
    this.direct = new Float64Array(2 * m ** 3);
    this.directLast = new Float64Array(2 * m ** 3);
    this.exchange = new Float64Array(2 * m ** 3);
    this.exchangeMiddle = new Float64Array(2 * m ** 3);
  }

  /** out = i d/dt Dab with D3 = A(g g g) + A(Delta2 g); complex interleaved, dab and out of M^4 elements. */
  evaluate(dab: Float64Array, g: Float64Array, out: Float64Array): void {
    this.fillTables(dab, g);
    const m = this.sites;
    for (let a = 0; a < m; a++) {
      for (let b = a; b < m; b++) {
        for (let c = a; c < m; c++) {
          this.hop(a, b, c, dab, out);
          this.collide(a, b, c, dab, g, out);
          this.mirror(a, b, c, out);
        }
      }
    }
  }

  /** The factors of g in W - W^+, times U: direct[x b d], exchange[b a c] and their transposes, edge[b d]. */
  private fillTables(dab: Float64Array, g: Float64Array): void {
    const { sites: m, interaction: u, direct, directLast, exchange, exchangeMiddle, edge } = this;
    for (let a = 0; a < m; a++) this.field[a] = this.diagonal[a] + u * g[2 * (a * m + a)];
    for (let x = 0; x < m; x++) {
      for (let b = 0; b < m; b++) {
        const xb = 2 * (x * m + b);
        for (let d = 0; d < m; d++) {
          const bd = 2 * (b * m + d);
          const xbd = 2 * ((x * m + b) * m + d);
          const same = 2 * (((b * m + x) * m + d) * m + x);
          const swapped = 2 * (((x * m + b) * m + d) * m + x);
          const crossed = 2 * (((x * m + b) * m + b) * m + d);
          const bdx = 2 * ((b * m + d) * m + x);
          const xdb = 2 * ((x * m + d) * m + b);
          direct[xbd] = directLast[bdx] = u * (dab[same] - dab[swapped]);
          direct[xbd + 1] = directLast[bdx + 1] = u * (dab[same + 1] - dab[swapped + 1]);
          const re = dab[crossed] - 2 * (g[xb] * g[bd] - g[xb + 1] * g[bd + 1]);
          const im = dab[crossed + 1] - 2 * (g[xb] * g[bd + 1] + g[xb + 1] * g[bd]);
          exchange[xbd] = exchangeMiddle[xdb] = u * re;
          exchange[xbd + 1] = exchangeMiddle[xdb + 1] = u * im;
        }
      }
    }
    for (let b = 0; b < m; b++) {
      for (let d = 0; d < m; d++) {
        const bd = 2 * (b * m + d);
        const left = 2 * (((b * m + b) * m + b) * m + d);
        const right = 2 * (((d * m + b) * m + d) * m + d);
        const gap = 2 * (g[2 * (b * m + b)] - g[2 * (d * m + d)]);
        edge[bd] = u * (dab[left] - dab[right] - gap * g[bd]);
        edge[bd + 1] = u * (dab[left + 1] - dab[right + 1] - gap * g[bd + 1]);
      }
    }
  }

  /** out[a b;c d] for d >= a: commutator with h, the mean field of the other spin and the on-site term. */
  private hop(a: number, b: number, c: number, dab: Float64Array, out: Float64Array): void {
    const { sites: m, interaction: u, field, linkStart, linkSite, linkValue } = this;
    const line = ((a * m + b) * m + c) * m;
    const level = field[a] + field[b] - field[c] + (a === b ? u : 0);
    for (let d = a; d < m; d++) {
      const shift = level - field[d] - (c === d ? u : 0);
      let re = shift * dab[2 * (line + d)];
      let im = shift * dab[2 * (line + d) + 1];
      for (let l = linkStart[d]; l < linkStart[d + 1]; l++) {
        const at = 2 * (line + linkSite[l]);
        re -= linkValue[l] * dab[at];
        im -= linkValue[l] * dab[at + 1];
      }
      out[2 * (line + d)] = re;
      out[2 * (line + d) + 1] = im;
    }
    for (let l = linkStart[a]; l < linkStart[a + 1]; l++) {
      this.addLine(((linkSite[l] * m + b) * m + c) * m, line, a, linkValue[l], dab, out);
    }
    for (let l = linkStart[b]; l < linkStart[b + 1]; l++) {
      this.addLine(((a * m + linkSite[l]) * m + c) * m, line, a, linkValue[l], dab, out);
    }
    for (let l = linkStart[c]; l < linkStart[c + 1]; l++) {
      this.addLine(((a * m + b) * m + linkSite[l]) * m, line, a, -linkValue[l], dab, out);
    }
  }

  private addLine(
    from: number,
    to: number,
    first: number,
    value: number,
    dab: Float64Array,
    out: Float64Array,
  ): void {
    const end = 2 * (to + this.sites);
    for (let i = 2 * (to + first), j = 2 * (from + first); i < end; i++, j++) out[i] += value * dab[j];
  }

  /** Adds the eight products of W - W^+ to out[a b;c d] for d >= a. */
  private collide(
    a: number,
    b: number,
    c: number,
    dab: Float64Array,
    g: Float64Array,
    out: Float64Array,
  ): void {
    const { sites: m, interaction: u, direct, directLast, exchange, exchangeMiddle, edge } = this;
    const line = 2 * ((a * m + b) * m + c) * m;
    const lineA = 2 * ((a * m + a) * m + c) * m;
    const lineB = 2 * ((b * m + b) * m + c) * m;
    const ac = 2 * (a * m + c);
    const bc = 2 * (b * m + c);
    const ab = 2 * (a * m + b);
    const bac = 2 * ((b * m + a) * m + c);
    const acc = 2 * (((a * m + b) * m + c) * m + c);
    const acR = g[ac];
    const acI = g[ac + 1];
    const bcR = g[bc];
    const bcI = g[bc + 1];
    const abR = u * g[ab];
    const abI = u * g[ab + 1];
    const ccR = u * dab[acc];
    const ccI = u * dab[acc + 1];
    const sideR = direct[bac] + edge[ac];
    const sideI = direct[bac + 1] + edge[ac + 1];
    const crossR = exchange[bac];
    const crossI = exchange[bac + 1];
    const rowABx = 2 * (a * m + b) * m;
    const rowCBx = 2 * (c * m + b) * m;
    const rowACx = 2 * (a * m + c) * m;
    const rowBCx = 2 * (b * m + c) * m;
    for (let d = a; d < m; d++) {
      const x = 2 * d;
      const ad = 2 * a * m + x;
      const bd = 2 * b * m + x;
      const cd = 2 * c * m + x;
      const dd = 2 * ((a * m + b) * m + d) * m + x;
      const p1R = direct[rowABx + x] - direct[rowCBx + x] + edge[bd];
      const p1I = direct[rowABx + x + 1] - direct[rowCBx + x + 1] + edge[bd + 1];
      const p2R = sideR - directLast[rowACx + x];
      const p2I = sideI - directLast[rowACx + x + 1];
      const p3R = exchangeMiddle[rowBCx + x] - crossR;
      const p3I = exchangeMiddle[rowBCx + x + 1] - crossI;
      const p4R = exchange[rowACx + x] - exchange[rowABx + x];
      const p4I = exchange[rowACx + x + 1] - exchange[rowABx + x + 1];
      const sumR = dab[lineA + x] + dab[lineB + x];
      const difR = dab[lineB + x] - dab[lineA + x];
      const sumI = dab[lineA + x + 1] + dab[lineB + x + 1];
      const difI = dab[lineB + x + 1] - dab[lineA + x + 1];
      const ddR = u * dab[dd];
      const ddI = u * dab[dd + 1];
      out[line + x] +=
        acR * p1R -
        acI * p1I +
        (g[bd] * p2R - g[bd + 1] * p2I) +
        (g[ad] * p3R - g[ad + 1] * p3I) +
        (bcR * p4R - bcI * p4I) -
        (abR * sumR - abI * difI) +
        (g[cd] * (ddR + ccR) + g[cd + 1] * (ddI - ccI));
      out[line + x + 1] +=
        acR * p1I +
        acI * p1R +
        (g[bd] * p2I + g[bd + 1] * p2R) +
        (g[ad] * p3I + g[ad + 1] * p3R) +
        (bcR * p4I + bcI * p4R) -
        (abR * sumI + abI * difR) +
        (g[cd] * (ddI + ccI) - g[cd + 1] * (ddR - ccR));
    }
  }

  /** Copies out[a b;c d], d >= a, to the elements that exchange and (anti-)Hermiticity tie to it. */
  private mirror(a: number, b: number, c: number, out: Float64Array): void {
    const m = this.sites;
    for (let d = a; d < m; d++) {
      const from = 2 * (((a * m + b) * m + c) * m + d);
      const exchanged = 2 * (((b * m + a) * m + d) * m + c);
      const adjoint = 2 * (((c * m + d) * m + a) * m + b);
      const both = 2 * (((d * m + c) * m + b) * m + a);
      const re = out[from];
      const im = out[from + 1];
      out[exchanged] = re;
      out[exchanged + 1] = im;
      out[adjoint] = -re;
      out[adjoint + 1] = im;
      out[both] = -re;
      out[both + 1] = im;
    }
  }
}
