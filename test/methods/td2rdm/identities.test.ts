import { describe, expect, test } from "vitest";
import { drain } from "../../../src/base/steps.ts";
import { createTd2rdmRhs } from "../../../src/methods/td2rdm/rhs.ts";
import { FixedStepper } from "../../../src/ode/stepper.ts";
import { uncorrelatedDab } from "../../../src/physics/determinant.ts";
import { buildLattice, oneBodyMatrix } from "../../../src/physics/lattice.ts";
import {
  addTensors,
  equationOfMotion,
  frobenius,
  maxDifference,
  oneBody,
  secondCumulant,
  Tensor,
  thirdCumulant,
  valdemoro,
} from "../../support/brute-force.ts";
import { contractionNorm, residualOf, targets } from "../../support/contraction-reference.ts";
import { denseGroundState, ExactOracle, reducedDensityMatrix } from "../../support/exact-oracle.ts";
import { randomNumbers, randomOneBody, randomProjector } from "../../support/random-singlet.ts";

const CLOSURES = ["nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"] as const;

/** A trap quench at half filling from the exact ground state. */
function oracle(sites: number, interaction: number, boundary: "open" | "periodic" = "open"): ExactOracle {
  const lattice = buildLattice({ kind: "chain", sites, boundary });
  const electrons = { up: sites / 2, down: sites / 2 };
  const initial = denseGroundState(sites, electrons, oneBodyMatrix(lattice, 1, 1), interaction);
  return new ExactOracle(sites, electrons, initial, oneBodyMatrix(lattice, 1, 0), interaction);
}

describe("the exact three-particle matrix", () => {
  test.each(["open", "periodic"] as const)(
    "gives the exact time derivative of Dab (%s chain)",
    (boundary) => {
      const h = oneBodyMatrix(buildLattice({ kind: "chain", sites: 4, boundary }), 1, 0);
      const exact = oracle(4, 1.5, boundary);
      const time = 1.3;
      const step = 1e-4;
      const later = reducedDensityMatrix(exact.at(time + step), "ud");
      const earlier = reducedDensityMatrix(exact.at(time - step), "ud");
      const state = exact.at(time);
      const d3 = new Tensor(4, 6, reducedDensityMatrix(state, "uud"));
      const slope = equationOfMotion(4, h, 1.5, reducedDensityMatrix(state, "ud"), d3);
      const expected = slope.map((_, i) => {
        const partner = i % 2 === 0 ? i + 1 : i - 1;
        const difference = (later[partner] - earlier[partner]) / (2 * step);
        return i % 2 === 0 ? -difference : difference;
      });
      expect(frobenius(slope)).toBeGreaterThan(1);
      expect(maxDifference(slope, expected)).toBeLessThan(1e-7);
    },
  );

  test("has the contractions that contraction consistency asks for", () => {
    const state = oracle(4, 2).at(0.9);
    const dab = reducedDensityMatrix(state, "ud");
    const d3 = new Tensor(4, 6, reducedDensityMatrix(state, "uud"));
    expect(contractionNorm(residualOf(d3, targets(4, 2, dab)))).toBeLessThan(1e-12);
  });
});

test.each([
  [3, 2],
  [4, 2],
  [5, 3],
])("all cumulants of a determinant vanish, M = %i, n = %i", (m, n) => {
  const projector = randomProjector(m, n, randomNumbers(m));
  const dab = uncorrelatedDab(projector, projector, m);
  const g = oneBody(m, n, dab);
  const delta = secondCumulant(m, dab, g);
  expect(frobenius(delta.data)).toBeLessThan(1e-12);
  for (const closure of CLOSURES) {
    expect(frobenius(thirdCumulant(m, n, closure, g, delta).data)).toBeLessThan(1e-12);
  }
});

/* |Delta3 exact - Delta3 closure| / |Delta3 exact| of PHYSICS.md section 5: NY, NY smooth, Mazziotti. */
const RESIDUALS = [
  [6, 0.05, 0, "0.001151", "0.0188", "0.0189", "0.0197"],
  [6, 0.2, 0, "0.01609", "0.0314", "0.0404", "0.0467"],
  [6, 0.5, 3, "0.2309", "0.5676", "0.5867", "0.8287"],
  [6, 1, 3, "0.5942", "0.8519", "0.8872", "2.5104"],
  [4, 1, 3, "0.1226", "0.6972", "0.6983", "0.6967"],
] as const;

describe("residuals against the exact three-particle cumulant", () => {
  test.each(RESIDUALS)("M = %i, U = %d, t = %i", (m, interaction, time, norm, ...residuals) => {
    const state = oracle(m, interaction).at(time);
    const dab = reducedDensityMatrix(state, "ud");
    const g = oneBody(m, m / 2, dab);
    const delta = secondCumulant(m, dab, g);
    const exact = addTensors(
      new Tensor(m, 6, reducedDensityMatrix(state, "uud")),
      valdemoro(m, g, delta),
      -1,
    );
    const size = frobenius(exact.data);
    expect(round(size, norm)).toBe(norm);
    const found = CLOSURES.map((closure, k) => {
      const difference = addTensors(exact, thirdCumulant(m, m / 2, closure, g, delta), -1);
      return round(frobenius(difference.data) / size, residuals[k]);
    });
    expect(found).toEqual(residuals);
  });
});

/** `value` with as many decimals as `like` has. */
function round(value: number, like: string): string {
  return value.toFixed(like.length - 2);
}

test.each(["valdemoro", ...CLOSURES] as const)("%s forward and back in time", (closure) => {
  const m = 4;
  const dab = reducedDensityMatrix(oracle(m, 1).at(0), "ud");
  const rhs = createTd2rdmRhs(m, 2, randomOneBody(m, 3), 1, { closure, contractionConsistent: true });
  const forward = new FixedStepper((_t, y, out) => rhs.evaluate(y, out), dab.slice(), 0.005);
  while (forward.time < 1) drain(forward.step(1));
  expect(maxDifference(forward.state, dab)).toBeGreaterThan(0.1);
  const back = new FixedStepper(
    (_t, y, out) => {
      rhs.evaluate(y, out);
      for (let i = 0; i < out.length; i++) out[i] = -out[i];
    },
    forward.state,
    0.005,
  );
  while (back.time < 1) drain(back.step(1));
  expect(maxDifference(back.state, dab)).toBeLessThan(1e-8);
});
