import { sitePairs } from "../../physics/transitions.ts";
import type { ClosureName } from "../types.ts";
import { addProduct } from "./add-product.ts";
import { CUT_OFF } from "./mazziotti.ts";
import { projectorSign, smoothSign } from "./nakatsuji-yasuda.ts";
import { NaturalOrbitals } from "./natural-orbitals.ts";
import { pairBlockLength, pairMinors } from "./pair-blocks.ts";

/**
 * Delta3 of a closure as a whole (PHYSICS.md section 5), in the layout of pair-blocks.ts: what propagation avoids,
 * for comparison with the exact cumulant. With z(i j|k)[p;q r] = sum_tu Delta[i j;p t] S[t;u] Delta[u k;q r],
 *
 *     Delta3[i j k;p q r] = A[p;q r] + B[p;r q] + C[r;p q] - (p <-> q),
 *     A = z(i j|k) - z(j i|k),   B = z(i k|j) - z(j k|i),   C = z(k i|j) - z(k j|i),
 *
 * for Mazziotti with S = 1 in natural orbitals and over its denominators. O(M^7) work, O(M^6) storage.
 */
export class WholeClosure {
  private readonly orbitals: NaturalOrbitals;
  private readonly delta: Float64Array;
  /** E[i j p u] = sum_t Delta[i j;p t] S[t;u] and its negative. */
  private readonly plus: Float64Array;
  private readonly minus: Float64Array;
  private readonly sign: Float64Array;
  private readonly slices: readonly [Float64Array, Float64Array, Float64Array];
  private readonly rotated: Float64Array;

  constructor(
    private readonly sites: number,
    private readonly n: number,
    private readonly closure: Exclude<ClosureName, "valdemoro">,
  ) {
    const tensor = (rank: number): Float64Array => new Float64Array(2 * sites ** rank);
    this.orbitals = new NaturalOrbitals(sites);
    this.delta = tensor(4);
    this.plus = tensor(4);
    this.minus = tensor(4);
    this.sign = tensor(2);
    this.slices = [tensor(3), tensor(3), tensor(3)];
    this.rotated = new Float64Array(pairBlockLength(sites));
  }

  /** out = Delta3 of the closure for g and Delta_ab, pausing between pieces of work. */
  *evaluate(g: Float64Array, delta: Float64Array, out: Float64Array): Generator<void, void> {
    const { sites: m, orbitals } = this;
    this.delta.set(delta);
    this.fillSign(g);
    if (this.closure === "mazziotti") orbitals.fromSites(this.delta);
    this.fillLeft();
    const pairs = sitePairs(m);
    for (const [p, [i, j]] of pairs.entries()) {
      for (let k = 0; k < m; k++) {
        this.fillSlices(i, j, k);
        this.writeRow(p, k, pairs, out);
        if (this.closure === "mazziotti") this.divide([i, j, k], p, pairs, out);
      }
      yield;
    }
    if (this.closure === "mazziotti") yield* this.toSites(out);
  }

  private fillSign(g: Float64Array): void {
    const { sites: m, sign, closure, orbitals, n } = this;
    switch (closure) {
      case "nakatsuji-yasuda":
        orbitals.diagonalise(g);
        return projectorSign(m, n, orbitals.transposed, sign);
      case "nakatsuji-yasuda-smooth":
        return smoothSign(m, g, sign);
      case "mazziotti":
        orbitals.diagonalise(g);
        sign.fill(0);
        for (let i = 0; i < m; i++) sign[2 * i * (m + 1)] = 1;
    }
  }

  private fillLeft(): void {
    const { sites: m, delta, sign, plus, minus } = this;
    plus.fill(0);
    for (let line = 0; line < delta.length; line += 2 * m) {
      for (let t = 0; t < m; t++) addProduct(m, delta, line + 2 * t, sign, 2 * t * m, plus, line);
    }
    for (let i = 0; i < plus.length; i++) minus[i] = -plus[i];
  }

  /** A, B and C of the upper indices i, j, k. */
  private fillSlices(i: number, j: number, k: number): void {
    const { plus, minus } = this;
    const [a, b, c] = this.slices;
    for (const slice of this.slices) slice.fill(0);
    this.addSlice(plus, i, j, k, a);
    this.addSlice(minus, j, i, k, a);
    this.addSlice(plus, i, k, j, b);
    this.addSlice(minus, j, k, i, b);
    this.addSlice(plus, k, i, j, c);
    this.addSlice(minus, k, j, i, c);
  }

  /** out[p q r] += sum_u left[i j p u] Delta[u k;q r] */
  private addSlice(left: Float64Array, i: number, j: number, k: number, out: Float64Array): void {
    const { sites: m, delta } = this;
    const square = m * m;
    for (let p = 0; p < m; p++) {
      for (let u = 0; u < m; u++) {
        const from = 2 * (((i * m + j) * m + p) * m + u);
        addProduct(square, left, from, delta, 2 * (u * m + k) * square, out, 2 * p * square);
      }
    }
  }

  /** The elements [i j k;...] of the upper pair number p. */
  private writeRow(p: number, k: number, pairs: readonly [number, number][], out: Float64Array): void {
    const { sites: m } = this;
    const [a, b, c] = this.slices;
    for (const [q, [x, y]] of pairs.entries()) {
      for (let r = 0; r < m; r++) {
        const to = 2 * (((p * pairs.length + q) * m + k) * m + r);
        const xyr = 2 * ((x * m + y) * m + r);
        const yxr = 2 * ((y * m + x) * m + r);
        const xry = 2 * ((x * m + r) * m + y);
        const yrx = 2 * ((y * m + r) * m + x);
        const rxy = 2 * ((r * m + x) * m + y);
        const ryx = 2 * ((r * m + y) * m + x);
        for (let part = 0; part < 2; part++) {
          out[to + part] =
            a[xyr + part] - a[yxr + part] + (b[xry + part] - b[yrx + part]) + (c[rxy + part] - c[ryx + part]);
        }
      }
    }
  }

  /** Divides the elements [i j k;...] by 3 less their occupations; small denominators drop them. */
  private divide(
    upper: readonly [number, number, number],
    p: number,
    pairs: readonly [number, number][],
    out: Float64Array,
  ): void {
    const { sites: m } = this;
    const { occupations } = this.orbitals;
    const rest = upper.reduce((left, orbital) => left - occupations[orbital], 3);
    for (const [q, [x, y]] of pairs.entries()) {
      for (let r = 0; r < m; r++) {
        const at = 2 * (((p * pairs.length + q) * m + upper[2]) * m + r);
        const denominator = rest - occupations[x] - occupations[y] - occupations[r];
        const factor = Math.abs(denominator) < CUT_OFF ? 0 : 1 / denominator;
        out[at] *= factor;
        out[at + 1] *= factor;
      }
    }
  }

  /** From natural orbitals to sites, in place; each step takes the first of the four indices and puts it last. */
  private *toSites(x: Float64Array): Generator<void, void> {
    const { sites: m, orbitals, rotated } = this;
    const conjugate = orbitals.orbitals.map((value, i) => (i % 2 === 0 ? value : -value));
    const pairs = pairMinors(m, orbitals.orbitals);
    const conjugatePairs = pairMinors(m, conjugate);
    moveFirst(pairs, x, rotated);
    yield;
    moveFirst(conjugatePairs, rotated, x);
    yield;
    moveFirst(orbitals.orbitals, x, rotated);
    yield;
    moveFirst(conjugate, rotated, x);
  }
}

/** out[rest, k] = sum_a w[k a] x[a, rest], w square. */
function moveFirst(w: Float64Array, x: Float64Array, out: Float64Array): void {
  const extent = Math.sqrt(w.length / 2);
  const rest = x.length / (2 * extent);
  const row = new Float64Array(2 * rest);
  for (let k = 0; k < extent; k++) {
    row.fill(0);
    for (let a = 0; a < extent; a++) addProduct(rest, w, 2 * (k * extent + a), x, 2 * a * rest, row, 0);
    for (let i = 0; i < rest; i++) {
      out[2 * (i * extent + k)] = row[2 * i];
      out[2 * (i * extent + k) + 1] = row[2 * i + 1];
    }
  }
}
