import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";

/**
 * Plain M^6 reference of the reconstruction of the up-up-down three-particle matrix (PHYSICS.md sections
 * 3 to 5), written term by term in spin orbitals. Complex numbers are [re, im] pairs in flat arrays.
 */

/** A dense tensor over `rank` indices of extent `m`, complex interleaved, row-major. */
export class Tensor {
  readonly data: Float64Array;
  constructor(
    readonly m: number,
    readonly rank: number,
    data?: Float64Array,
  ) {
    this.data = data ?? new Float64Array(2 * m ** rank);
  }

  at(...indices: number[]): number {
    let offset = 0;
    for (const index of indices) offset = offset * this.m + index;
    return 2 * offset;
  }

  re(...indices: number[]): number {
    return this.data[this.at(...indices)];
  }

  im(...indices: number[]): number {
    return this.data[this.at(...indices) + 1];
  }
}

/** Calls `visit` with every tuple of `rank` indices below `m`. */
export function forEachIndex(m: number, rank: number, visit: (indices: number[]) => void): void {
  const indices = Array.from({ length: rank }, () => 0);
  for (let flat = 0; flat < m ** rank; flat++) {
    let rest = flat;
    for (let p = rank - 1; p >= 0; p--) {
      indices[p] = rest % m;
      rest = Math.floor(rest / m);
    }
    visit(indices);
  }
}

export function frobenius(x: Float64Array): number {
  return Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
}

export function maxDifference(x: Float64Array, y: Float64Array): number {
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y[i])), 0);
}

export function oneBody(m: number, n: number, dab: Float64Array): Tensor {
  const d = new Tensor(m, 4, dab);
  const g = new Tensor(m, 2);
  forEachIndex(m, 3, ([i, j, k]) => {
    g.data[g.at(i, j)] += d.re(i, k, j, k) / n;
    g.data[g.at(i, j) + 1] += d.im(i, k, j, k) / n;
  });
  return g;
}

export function secondCumulant(m: number, dab: Float64Array, g: Tensor): Tensor {
  const delta = new Tensor(m, 4, dab.slice());
  forEachIndex(m, 4, ([i, j, p, q]) => {
    const at = delta.at(i, j, p, q);
    delta.data[at] -= g.re(i, p) * g.re(j, q) - g.im(i, p) * g.im(j, q);
    delta.data[at + 1] -= g.re(i, p) * g.im(j, q) + g.im(i, p) * g.re(j, q);
  });
  return delta;
}

type Complex = readonly [number, number];

function element(t: Tensor, ...indices: number[]): Complex {
  return [t.re(...indices), t.im(...indices)];
}

function product(x: Complex, y: Complex): Complex {
  return [x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]];
}

/** Spins of (i1 i2 i3) and of (j1 j2 j3) of the up-up-down block. */
const SPINS: readonly number[] = [0, 0, 1];
const PERMUTATIONS: readonly { readonly order: readonly number[]; readonly sign: number }[] = [
  { order: [0, 1, 2], sign: 1 },
  { order: [0, 2, 1], sign: -1 },
  { order: [1, 2, 0], sign: 1 },
];

/** Delta2 in spin orbitals: same-spin, direct and exchange blocks from Delta_ab. */
function spinCumulant(delta: Tensor, sites: number[], spins: number[]): Complex {
  const [i, j, p, q] = sites;
  const [si, sj, sp, sq] = spins;
  if (si + sj !== sp + sq) return [0, 0];
  const direct = si === sp ? element(delta, i, j, p, q) : [0, 0];
  const swapped = si === sq ? element(delta, i, j, q, p) : [0, 0];
  return [direct[0] - swapped[0], direct[1] - swapped[1]];
}

/** A(g g g) + A(Delta2 g), up-up-down block, from the listed terms of section 3. */
export function valdemoro(m: number, g: Tensor, delta: Tensor): Tensor {
  const d3 = new Tensor(m, 6);
  const aa = new Tensor(m, 4);
  forEachIndex(m, 4, ([i, j, p, q]) => {
    aa.data[aa.at(i, j, p, q)] = delta.re(i, j, p, q) - delta.re(j, i, p, q);
    aa.data[aa.at(i, j, p, q) + 1] = delta.im(i, j, p, q) - delta.im(j, i, p, q);
  });
  forEachIndex(m, 6, ([i1, i2, i3, j1, j2, j3]) => {
    const at = d3.at(i1, i2, i3, j1, j2, j3);
    const add = (sign: number, x: Complex, y: Complex): void => {
      const [re, im] = product(x, y);
      d3.data[at] += sign * re;
      d3.data[at + 1] += sign * im;
    };
    add(1, product(element(g, i1, j1), element(g, i2, j2)), element(g, i3, j3));
    add(-1, product(element(g, i1, j2), element(g, i2, j1)), element(g, i3, j3));
    add(1, element(aa, i1, i2, j1, j2), element(g, i3, j3));
    add(1, element(delta, i1, i3, j1, j3), element(g, i2, j2));
    add(-1, element(delta, i1, i3, j2, j3), element(g, i2, j1));
    add(-1, element(delta, i2, i3, j1, j3), element(g, i1, j2));
    add(1, element(delta, i2, i3, j2, j3), element(g, i1, j1));
  });
  return d3;
}

/** The sum over nine ways of section 5 with the one-body matrix S between the two cumulants. */
export function nineTerms(m: number, delta: Tensor, s: Tensor, weight: Weight = () => 1): Tensor {
  const sum = new Tensor(m, 6);
  const between = new Tensor(m, 4);
  forEachIndex(m, 5, ([i, j, q, t, u]) => {
    const [re, im] = product(element(delta, i, j, q, t), element(s, t, u));
    between.data[between.at(i, j, q, u)] += re;
    between.data[between.at(i, j, q, u) + 1] += im;
  });
  const swapped = new Tensor(m, 4);
  forEachIndex(m, 5, ([i, j, p, t, u]) => {
    const [re, im] = product(element(delta, i, j, t, p), element(s, t, u));
    swapped.data[swapped.at(i, j, p, u)] += re;
    swapped.data[swapped.at(i, j, p, u) + 1] += im;
  });
  forEachIndex(m, 6, (x) => {
    if (x[0] >= x[1] || x[3] >= x[4]) return;
    const [re, im] = nineTermsAt(m, x, between, swapped, delta);
    const scale = weight(x);
    for (const [i, j, p, q, sign] of [
      [x[0], x[1], x[3], x[4], 1],
      [x[1], x[0], x[3], x[4], -1],
      [x[0], x[1], x[4], x[3], -1],
      [x[1], x[0], x[4], x[3], 1],
    ]) {
      const at = sum.at(i, j, x[2], p, q, x[5]);
      sum.data[at] = sign * scale * re;
      sum.data[at + 1] = sign * scale * im;
    }
  });
  return sum;
}

/** A factor of each element of Delta3, by its six indices. */
type Weight = (indices: readonly number[]) => number;

/** One element; `between` and `swapped` are Delta S with t as the last or the first lower index of Delta. */
function nineTermsAt(m: number, x: number[], between: Tensor, swapped: Tensor, delta: Tensor): Complex {
  let sumR = 0;
  let sumI = 0;
  for (const upper of PERMUTATIONS) {
    for (const lower of PERMUTATIONS) {
      const [I, J, K] = upper.order;
      const [Q, R, P] = lower.order;
      const sign = upper.sign * lower.sign;
      const spin = SPINS[I] + SPINS[J] - SPINS[P];
      for (let u = 0; u < m; u++) {
        const direct = SPINS[I] === SPINS[P] ? element(between, x[I], x[J], x[3 + P], u) : [0, 0];
        const crossed = SPINS[I] === spin ? element(swapped, x[I], x[J], x[3 + P], u) : [0, 0];
        const right = spinCumulant(
          delta,
          [u, x[K], x[3 + Q], x[3 + R]],
          [spin, SPINS[K], SPINS[Q], SPINS[R]],
        );
        if (spin !== 0 && spin !== 1) continue;
        const [re, im] = product([direct[0] - crossed[0], direct[1] - crossed[1]], right);
        sumR += sign * re;
        sumI += sign * im;
      }
    }
  }
  return [sumR, sumI];
}

export type ClosureName = "nakatsuji-yasuda" | "nakatsuji-yasuda-smooth" | "mazziotti";

/** Delta3 of a closure, in sites. */
export function thirdCumulant(m: number, n: number, closure: ClosureName, g: Tensor, delta: Tensor): Tensor {
  const solver = new HermitianEigensolver(m);
  solver.eigen(g.data);
  const s = new Tensor(m, 2);
  if (closure === "nakatsuji-yasuda-smooth") s.data.set(g.data.map((value) => 2 * value));
  for (let i = 0; i < m; i++) s.data[s.at(i, i)] += closure === "mazziotti" ? 1 : -1;
  if (closure === "nakatsuji-yasuda") {
    forEachIndex(m, 3, ([k, i, j]) => {
      if (k < m - n) return;
      const v = new Tensor(m, 2, solver.vectors);
      s.data[s.at(i, j)] += 2 * (v.re(k, i) * v.re(k, j) + v.im(k, i) * v.im(k, j));
      s.data[s.at(i, j) + 1] += 2 * (v.im(k, i) * v.re(k, j) - v.re(k, i) * v.im(k, j));
    });
  }
  if (closure !== "mazziotti") return nineTerms(m, delta, s);
  const conjugate = solver.vectors.map((value, i) => (i % 2 === 0 ? value : -value));
  const natural = changeBasis(delta, conjugate, solver.vectors);
  const occupations = solver.values;
  const sum = nineTerms(m, natural, s, (x) => {
    const denominator = x.reduce((rest, orbital) => rest - occupations[orbital], 3);
    return Math.abs(denominator) < 0.05 ? 0 : 1 / denominator;
  });
  return changeBasis(sum, transposed(m, solver.vectors), transposed(m, conjugate));
}

/** Each upper index through x'[k] = sum_a upper[k a] x[a], each lower one with `lower`. */
export function changeBasis(t: Tensor, upper: Float64Array, lower: Float64Array): Tensor {
  const { m, rank } = t;
  let from = t;
  for (let step = 0; step < rank; step++) {
    const w = new Tensor(m, 2, step < rank / 2 ? upper : lower);
    const to = new Tensor(m, rank);
    const rest = m ** (rank - 1);
    for (let i = 0; i < m; i++) {
      for (let other = 0; other < rest; other++) {
        const at = 2 * (i * rest + other);
        for (let k = 0; k < m; k++) {
          const [re, im] = product([from.data[at], from.data[at + 1]], element(w, k, i));
          to.data[2 * (other * m + k)] += re;
          to.data[2 * (other * m + k) + 1] += im;
        }
      }
    }
    from = to;
  }
  return from;
}

function transposed(m: number, w: Float64Array): Float64Array {
  const result = new Tensor(m, 2);
  forEachIndex(m, 2, ([i, j]) => {
    result.data[result.at(i, j)] = w[2 * (j * m + i)];
    result.data[result.at(i, j) + 1] = w[2 * (j * m + i) + 1];
  });
  return result.data;
}

export function addTensors(x: Tensor, y: Tensor, factor = 1): Tensor {
  return new Tensor(
    x.m,
    x.rank,
    x.data.map((value, i) => value + factor * y.data[i]),
  );
}

/** i d/dt Dab from a given three-particle block, exactly as section 4 is written. */
export function equationOfMotion(
  m: number,
  h: Float64Array,
  interaction: number,
  dab: Float64Array,
  d3: Tensor,
): Float64Array {
  const d = new Tensor(m, 4, dab);
  const out = new Tensor(m, 4);
  forEachIndex(m, 4, ([a, b, c, e]) => {
    for (const part of [0, 1]) {
      const D = (...x: number[]): number => d.data[d.at(...x) + part];
      const T = (...x: number[]): number => d3.data[d3.at(...x) + part];
      let value = interaction * (Number(a === b) - Number(c === e)) * D(a, b, c, e);
      for (let k = 0; k < m; k++) {
        value += h[a * m + k] * D(k, b, c, e) + h[b * m + k] * D(a, k, c, e);
        value -= D(a, b, k, e) * h[k * m + c] + D(a, b, c, k) * h[k * m + e];
      }
      value += interaction * (T(b, a, a, e, a, c) + T(a, b, b, c, b, e));
      value -= interaction * (T(b, c, a, e, c, c) + T(a, e, b, c, e, e));
      out.data[out.at(a, b, c, e) + part] = value;
    }
  });
  return out.data;
}
