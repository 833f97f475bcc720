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

type Spin = 0 | 1;
/** Spins of (i1 i2 i3) and of (j1 j2 j3) of the up-up-down block. */
const SPINS: readonly Spin[] = [0, 0, 1];
const PERMUTATIONS: readonly { readonly order: readonly number[]; readonly sign: number }[] = [
  { order: [0, 1, 2], sign: 1 },
  { order: [0, 2, 1], sign: -1 },
  { order: [1, 2, 0], sign: 1 },
];

/** Delta2 in spin orbitals: same-spin, direct and exchange blocks from Delta_ab. */
function spinCumulant(delta: Tensor, sites: number[], spins: Spin[]): Complex {
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
export function nineTerms(m: number, delta: Tensor, s: Tensor): Tensor {
  const sum = new Tensor(m, 6);
  forEachIndex(m, 6, (indices) => {
    const at = sum.at(...indices);
    for (const upper of PERMUTATIONS) {
      for (const lower of PERMUTATIONS) {
        const [I, J, K] = upper.order;
        const [Q, R, P] = lower.order;
        const sign = upper.sign * lower.sign;
        for (const spin of [0, 1] as const) {
          forEachIndex(m, 2, ([t, u]) => {
            if (s.re(t, u) === 0 && s.im(t, u) === 0) return;
            const x = spinCumulant(
              delta,
              [indices[I], indices[J], indices[3 + P], t],
              [SPINS[I], SPINS[J], SPINS[P], spin],
            );
            const y = spinCumulant(
              delta,
              [u, indices[K], indices[3 + Q], indices[3 + R]],
              [spin, SPINS[K], SPINS[Q], SPINS[R]],
            );
            const [re, im] = product(x, y);
            sum.data[at] += sign * (re * s.re(t, u) - im * s.im(t, u));
            sum.data[at + 1] += sign * (re * s.im(t, u) + im * s.re(t, u));
          });
        }
      }
    }
  });
  return sum;
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
