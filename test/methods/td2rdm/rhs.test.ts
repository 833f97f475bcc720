import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTd2rdmRhs } from "../../../src/methods/td2rdm/rhs.ts";
import type { ClosureName } from "../../../src/methods/types.ts";
import {
  addTensors,
  equationOfMotion,
  maxDifference,
  oneBody,
  secondCumulant,
  type Tensor,
  thirdCumulant,
  valdemoro,
} from "../../support/brute-force.ts";
import {
  contractionNorm,
  minimalCorrection,
  residualOf,
  targets,
} from "../../support/contraction-reference.ts";
import { randomOneBody, randomSingletDab } from "../../support/random-singlet.ts";

const CLOSURES: readonly ClosureName[] = [
  "valdemoro",
  "nakatsuji-yasuda",
  "nakatsuji-yasuda-smooth",
  "mazziotti",
];
const INTERACTION = 1.7;

/** D3 of a closure in full, from the plain reference. */
function reconstruct(m: number, n: number, closure: ClosureName, dab: Float64Array): Tensor {
  const g = oneBody(m, n, dab);
  const delta = secondCumulant(m, dab, g);
  const d3 = valdemoro(m, g, delta);
  return closure === "valdemoro" ? d3 : addTensors(d3, thirdCumulant(m, n, closure, g, delta));
}

/** The reference right-hand side times -i. */
function reference(m: number, h: Float64Array, dab: Float64Array, d3: Tensor): Float64Array {
  const x = equationOfMotion(m, h, INTERACTION, dab, d3);
  return x.map((_, i) => (i % 2 === 0 ? x[i + 1] : -x[i - 1]));
}

function evaluate(
  m: number,
  n: number,
  h: Float64Array,
  closure: ClosureName,
  contractionConsistent: boolean,
  dab: Float64Array,
): Float64Array {
  const out = new Float64Array(dab.length).fill(Number.NaN);
  createTd2rdmRhs(m, n, h, INTERACTION, { closure, contractionConsistent }).evaluate(dab, out);
  return out;
}

describe.each(CLOSURES)("%s", (closure) => {
  test.each([
    [2, 1],
    [3, 1],
    [3, 2],
    [4, 2],
    [5, 2],
  ])("agrees with the full three-particle block, M = %i, n = %i", (m, n) => {
    const dab = randomSingletDab(m, n, 10 * m + n);
    const h = randomOneBody(m, m);
    const expected = reference(m, h, dab, reconstruct(m, n, closure, dab));
    expect(maxDifference(evaluate(m, n, h, closure, false, dab), expected)).toBeLessThan(1e-12);
  });

  test.each([
    [2, 1],
    [3, 1],
    [3, 2],
    [4, 1],
    [4, 2],
    [4, 3],
    [5, 2],
  ])("contraction consistency agrees with conjugate gradients, M = %i, n = %i", (m, n) => {
    const dab = randomSingletDab(m, n, 100 + 10 * m + n);
    const h = randomOneBody(m, m);
    const d3 = reconstruct(m, n, closure, dab);
    const target = targets(m, n, dab);
    const corrected = addTensors(d3, minimalCorrection(residualOf(d3, target)));
    expect(contractionNorm(residualOf(corrected, target))).toBeLessThan(1e-12);
    const expected = reference(m, h, dab, corrected);
    expect(maxDifference(evaluate(m, n, h, closure, true, dab), expected)).toBeLessThan(1e-10);
  });

  test.each([false, true])("keeps trace, Hermiticity and exchange symmetry, consistent: %s", (consistent) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer(), (m, seed) => {
        const n = 1 + (Math.abs(seed) % (m - 1));
        const out = evaluate(m, n, randomOneBody(m, seed), closure, consistent, randomSingletDab(m, n, seed));
        let trace = 0;
        for (let pair = 0; pair < m * m; pair++) trace += out[2 * pair * (m * m + 1)];
        expect(Math.abs(trace)).toBeLessThan(1e-11);
        expect(symmetryViolation(m, out)).toBeLessThan(1e-12);
      }),
      { numRuns: 15 },
    );
  });
});

/** Largest violation of x = x^+ and of x[a b;c d] = x[b a;d c]. */
function symmetryViolation(m: number, x: Float64Array): number {
  let worst = 0;
  for (let row = 0; row < m * m; row++) {
    const exchangedRow = (row % m) * m + Math.floor(row / m);
    for (let column = 0; column < m * m; column++) {
      const exchangedColumn = (column % m) * m + Math.floor(column / m);
      const here = 2 * (row * m * m + column);
      const adjoint = 2 * (column * m * m + row);
      const exchanged = 2 * (exchangedRow * m * m + exchangedColumn);
      worst = Math.max(
        worst,
        Math.abs(x[here] - x[adjoint]),
        Math.abs(x[here + 1] + x[adjoint + 1]),
        Math.abs(x[here] - x[exchanged]),
        Math.abs(x[here + 1] - x[exchanged + 1]),
      );
    }
  }
  return worst;
}
