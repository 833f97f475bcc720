/**
 * Contraction consistency (PHYSICS.md section 5) as it is defined: the minimal-norm Hermitian, antisymmetric X
 * with given contractions, by conjugate gradients on the explicit M^6 problem.
 */
import { forEachIndex, Tensor } from "./brute-force.ts";

/** The three contractions; the Hermitian partner of the third is implied. */
export interface Contractions {
  readonly down: Tensor;
  readonly up: Tensor;
  readonly mixed: Tensor;
}

/** down = sum_k X[i j k;a b k], up = sum_k X[a k c;d k f], mixed = sum_k X[i j k;a k b] */
export function contract(x: Tensor): Contractions {
  const { m } = x;
  const result = { down: new Tensor(m, 4), up: new Tensor(m, 4), mixed: new Tensor(m, 4) };
  forEachIndex(m, 5, ([i, j, a, b, k]) => {
    for (const part of [0, 1]) {
      result.down.data[result.down.at(i, j, a, b) + part] += x.data[x.at(i, j, k, a, b, k) + part];
      result.up.data[result.up.at(i, j, a, b) + part] += x.data[x.at(i, k, j, a, k, b) + part];
      result.mixed.data[result.mixed.at(i, j, a, b) + part] += x.data[x.at(i, j, k, a, k, b) + part];
    }
  });
  return result;
}

/** What the contractions of D3 must be: n Daa, (n-1) Dab and Daa. */
export function targets(m: number, n: number, dab: Float64Array): Contractions {
  const d = new Tensor(m, 4, dab);
  const result = { down: new Tensor(m, 4), up: new Tensor(m, 4), mixed: new Tensor(m, 4) };
  forEachIndex(m, 4, ([i, j, a, b]) => {
    for (const part of [0, 1]) {
      const at = d.at(i, j, a, b) + part;
      const same = dab[at] - dab[d.at(j, i, a, b) + part];
      result.down.data[at] = n * same;
      result.up.data[at] = (n - 1) * dab[at];
      result.mixed.data[at] = same;
    }
  });
  return result;
}

export function residualOf(d3: Tensor, target: Contractions): Contractions {
  return combine(target, -1, contract(d3));
}

/** Norm over all three contractions and the partner of the third. */
export function contractionNorm(r: Contractions): number {
  return Math.sqrt(inner(r, r));
}

/**
 * The correction X for a residual that is consistent, to a relative residual of 1e-12: rounding leaves no less, and
 * steps beyond it would lead away again.
 */
export function minimalCorrection(residual: Contractions): Tensor {
  const m = residual.up.m;
  let y = combine(residual, -1, residual);
  let r = residual;
  let p = residual;
  let rr = inner(r, r);
  const stop = 1e-24 * rr;
  for (let iteration = 0; iteration < 100 && rr > stop; iteration++) {
    const image = contract(adjoint(m, p));
    const step = rr / inner(p, image);
    y = combine(y, step, p);
    r = combine(r, -step, image);
    const next = inner(r, r);
    p = combine(r, next / rr, p);
    rr = next;
  }
  return adjoint(m, y);
}

/** L^dagger y with Hermitian, antisymmetric result. */
function adjoint(m: number, y: Contractions): Tensor {
  const raw = new Tensor(m, 6);
  forEachIndex(m, 5, ([i, j, a, b, k]) => {
    for (const part of [0, 1]) {
      raw.data[raw.at(i, j, k, a, b, k) + part] += y.down.data[y.down.at(i, j, a, b) + part];
      raw.data[raw.at(i, k, j, a, k, b) + part] += y.up.data[y.up.at(i, j, a, b) + part];
      raw.data[raw.at(i, j, k, a, k, b) + part] += 2 * y.mixed.data[y.mixed.at(i, j, a, b) + part];
    }
  });
  const x = new Tensor(m, 6);
  forEachIndex(m, 6, ([i, j, k, a, b, c]) => {
    for (const part of [0, 1]) {
      const element = (...indices: number[]): number => raw.data[raw.at(...indices) + part];
      const half = (p: number, q: number, r: number, s: number, t: number, u: number): number =>
        element(p, q, r, s, t, u) -
        element(q, p, r, s, t, u) -
        element(p, q, r, t, s, u) +
        element(q, p, r, t, s, u);
      const sign = part === 0 ? 1 : -1;
      x.data[x.at(i, j, k, a, b, c) + part] = (half(i, j, k, a, b, c) + sign * half(a, b, c, i, j, k)) / 8;
    }
  });
  return x;
}

/** x + factor y */
function combine(x: Contractions, factor: number, y: Contractions): Contractions {
  const add = (s: Tensor, t: Tensor): Tensor =>
    new Tensor(
      s.m,
      4,
      s.data.map((value, i) => value + factor * t.data[i]),
    );
  return { down: add(x.down, y.down), up: add(x.up, y.up), mixed: add(x.mixed, y.mixed) };
}

function inner(x: Contractions, y: Contractions): number {
  const dot = (s: Tensor, t: Tensor): number => s.data.reduce((sum, value, i) => sum + value * t.data[i], 0);
  return dot(x.down, y.down) + dot(x.up, y.up) + 2 * dot(x.mixed, y.mixed);
}
