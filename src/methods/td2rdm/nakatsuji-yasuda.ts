import { HermitianEigensolver } from "../../linalg/hermitian.ts";
import type { ContractionResidual } from "./consistency.ts";
import { ContractedParts } from "./contracted-parts.ts";
import { Contraction } from "./contraction.ts";
import type { ThirdCumulant } from "./third-cumulant.ts";

type Left = "E" | "E-" | "hS";
type Right = "F" | "F-" | "h";
/** Factor, left array and its indices, right array and its indices (the summed u left out). */
type Term = readonly [number, Left, string, Right, string];

/** T[a b;c d] = Delta3[a b b;c b d] */
const COLLISION: readonly Term[] = [
  [1, "E-", "abc", "F", "bbd"],
  [-1, "E-", "abb", "F", "bcd"],
  [1, "E", "abc", "F", "bdb"],
  [-1, "E", "abb", "F", "bdc"],
  [1, "E", "bad", "F-", "bcb"],
  [-1, "E", "bbc", "F", "adb"],
  [1, "E", "bbb", "F", "adc"],
  [-1, "E", "bbd", "F-", "acb"],
];

/** L[b a;c b] */
const CROSSED: readonly Term[] = [
  [1, "E-", "bkc", "F", "akb"],
  [-1, "E", "bak", "F", "kbc"],
  [-1, "E", "kac", "F", "bbk"],
  [-1, "E", "akb", "F-", "bck"],
  [-1, "hS", "b", "F", "acb"],
  [-1, "E", "abb", "h", "c"],
];

/** L[b b;c d] */
const PAIRED: readonly Term[] = [
  [1, "E-", "bkc", "F", "bkd"],
  [-1, "E", "bbk", "F", "kdc"],
  [-1, "E", "kbc", "F", "bdk"],
  [-1, "E", "bkd", "F-", "bck"],
  [-1, "hS", "b", "F", "bcd"],
  [-1, "E", "bbd", "h", "c"],
];

/** sum_c L[a c;d c] */
const FIRST: readonly Term[] = [
  [-1, "E", "ack", "F", "kcd"],
  [-1, "E", "kcd", "F", "ack"],
];

/** sum_a L[a c;a f] */
const LAST: readonly Term[] = [
  [-2, "E", "ack", "F", "kfa"],
  [-2, "hS", "k", "F", "ckf"],
  [-2, "E", "ckf", "h", "k"],
];

/** sum_c L[a c;c f] */
const EXCHANGE: readonly Term[] = [
  [1, "E-", "akc", "F", "ckf"],
  [-1, "E", "ack", "F", "kfc"],
  [-1, "E", "ckf", "F-", "ack"],
  [-1, "hS", "k", "F", "afk"],
  [-1, "hS", "a", "h", "f"],
  [-1, "E", "caf", "h", "c"],
];

/**
 * The Nakatsuji-Yasuda closure (PHYSICS.md section 5). All its terms are permutations of
 * sum_tu Delta[i j;p t] S[t;u] Delta[u k;q r] = sum_u E[i j p u] F[k q r u], with the arrays E = Delta S,
 * F[k q r u] = Delta[u k;q r], E-[i j p u] = E[i j p u] - E[j i p u] and F-[k q r u] = F[k q r u] -
 * F[k r q u]. For the contraction
 *
 *     L[a c;d f] = sum_k Delta3[a k c;d k f] = sum_ku (E-[a k d] F[c k f] - E[a c k] F[k f d] - E[k c d] F[a f k]
 *                  - E[c k f] F-[a d k]) - sum_u (hS[a] F[c d f] + E[c a f] h[d])
 *
 * sum_k Delta[i k;j k] = 0 was used; hS[a u] = sum_k E[a k k u] and h[d u] = sum_k Delta[u k;k d]. Only
 * elements with repeated indices are needed, so that every term costs O(M^5) work, with O(M^4) storage.
 */
export class NakatsujiYasuda implements ThirdCumulant {
  readonly collision: Float64Array;
  private readonly s: Float64Array;
  private readonly left: Readonly<Record<Left, Float64Array>>;
  private readonly right: Readonly<Record<Right, Float64Array>>;
  private readonly parts: ContractedParts;
  private readonly collisionTerms: readonly Contraction[];
  private readonly contractionTerms: readonly Contraction[];
  private readonly solver: HermitianEigensolver;

  /** @param smooth S = 2g - 1 instead of 2P - 1, P on the n largest natural orbitals */
  constructor(
    private readonly sites: number,
    private readonly n: number,
    private readonly smooth: boolean,
  ) {
    const tensor = (rank: number): Float64Array => new Float64Array(2 * sites ** rank);
    this.collision = tensor(4);
    this.s = tensor(2);
    this.left = { E: tensor(4), "E-": tensor(4), hS: tensor(2) };
    this.right = { F: tensor(4), "F-": tensor(4), h: tensor(2) };
    this.parts = new ContractedParts(sites);
    this.solver = new HermitianEigensolver(sites);
    this.collisionTerms = this.plan(this.collision, "abcd", COLLISION);
    this.contractionTerms = [
      this.plan(this.parts.crossed, "bac", CROSSED),
      this.plan(this.parts.paired, "bcd", PAIRED),
      this.plan(this.parts.first, "ad", FIRST),
      this.plan(this.parts.last, "cf", LAST),
      this.plan(this.parts.exchange, "af", EXCHANGE),
    ].flat();
  }

  evaluate(g: Float64Array, delta: Float64Array, residual: ContractionResidual | null): void {
    this.fillSign(g);
    this.fillLeft(delta);
    this.fillRight(delta);
    this.collision.fill(0);
    for (const term of this.collisionTerms) term.run();
    if (residual === null) return;
    this.fillHoles();
    this.parts.clear();
    for (const term of this.contractionTerms) term.run();
    this.parts.subtractFrom(residual);
  }

  private fillSign(g: Float64Array): void {
    const { sites, n, solver, s } = this;
    if (this.smooth) return smoothSign(sites, g, s);
    solver.eigen(g);
    projectorSign(sites, n, solver.vectors, s);
  }

  private plan(array: Float64Array, indices: string, terms: readonly Term[]): Contraction[] {
    return terms.map(
      ([factor, left, leftIndices, right, rightIndices]) =>
        new Contraction(
          this.sites,
          factor,
          { array, indices },
          { array: this.left[left], indices: leftIndices },
          { array: this.right[right], indices: rightIndices },
        ),
    );
  }

  /** E[i j p u] = sum_t Delta[i j;p t] S[t;u] and its part odd in i, j. */
  private fillLeft(delta: Float64Array): void {
    const { sites: m, s } = this;
    const { E, "E-": odd } = this.left;
    E.fill(0);
    for (let line = 0; line < 2 * m ** 4; line += 2 * m) {
      for (let t = 0; t < m; t++) {
        const re = delta[line + 2 * t];
        const im = delta[line + 2 * t + 1];
        for (let u = 0; u < 2 * m; u += 2) {
          const x = s[2 * t * m + u];
          const y = s[2 * t * m + u + 1];
          E[line + u] += re * x - im * y;
          E[line + u + 1] += re * y + im * x;
        }
      }
    }
    const row = 2 * m * m;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const to = (i * m + j) * row;
        const from = (j * m + i) * row;
        for (let k = 0; k < row; k++) odd[to + k] = E[to + k] - E[from + k];
      }
    }
  }

  /** F[k q r u] = Delta[u k;q r] and its part odd in q, r. */
  private fillRight(delta: Float64Array): void {
    const { sites: m } = this;
    const { F, "F-": odd } = this.right;
    for (let k = 0; k < m; k++) {
      for (let q = 0; q < m; q++) {
        for (let r = 0; r < m; r++) {
          for (let u = 0; u < m; u++) {
            const to = 2 * (((k * m + q) * m + r) * m + u);
            const from = 2 * (((u * m + k) * m + q) * m + r);
            const swapped = 2 * (((u * m + k) * m + r) * m + q);
            F[to] = delta[from];
            F[to + 1] = delta[from + 1];
            odd[to] = delta[from] - delta[swapped];
            odd[to + 1] = delta[from + 1] - delta[swapped + 1];
          }
        }
      }
    }
  }

  private fillHoles(): void {
    const { sites: m } = this;
    const { E, hS } = this.left;
    const { F, h } = this.right;
    hS.fill(0);
    h.fill(0);
    for (let a = 0; a < m; a++) {
      for (let k = 0; k < m; k++) {
        const e = 2 * ((a * m + k) * m + k) * m;
        const f = 2 * ((k * m + k) * m + a) * m;
        for (let u = 0; u < 2 * m; u++) {
          hS[2 * a * m + u] += E[e + u];
          h[2 * a * m + u] += F[f + u];
        }
      }
    }
  }
}

/** out = 2g - 1 */
export function smoothSign(m: number, g: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = 2 * g[i];
  for (let i = 0; i < m; i++) out[2 * i * (m + 1)] -= 1;
}

/**
 * out = 2P - 1 with P = sum |v><v| over the n largest natural orbitals
 *
 * @param vectors natural orbitals as rows, occupations ascending
 */
export function projectorSign(m: number, n: number, vectors: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < m; i++) out[2 * i * (m + 1)] = -1;
  for (let k = m - n; k < m; k++) {
    for (let i = 0; i < m; i++) {
      const re = 2 * vectors[2 * (k * m + i)];
      const im = 2 * vectors[2 * (k * m + i) + 1];
      for (let j = 0; j < m; j++) {
        const x = vectors[2 * (k * m + j)];
        const y = vectors[2 * (k * m + j) + 1];
        out[2 * (i * m + j)] += re * x + im * y;
        out[2 * (i * m + j) + 1] += im * x - re * y;
      }
    }
  }
}
