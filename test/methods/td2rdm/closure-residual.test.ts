import { describe, expect, test } from "vitest";
import { exactRun } from "../../../src/methods/exact.ts";
import { meanFieldRun } from "../../../src/methods/mean-field.ts";
import { td2rdmRun } from "../../../src/methods/td2rdm/run.ts";
import type { SystemSpec, Td2rdmSpec } from "../../../src/methods/types.ts";
import { buildLattice, oneBodyMatrix } from "../../../src/physics/lattice.ts";
import {
  addTensors,
  frobenius,
  oneBody,
  secondCumulant,
  Tensor,
  thirdCumulant,
  valdemoro,
} from "../../support/brute-force.ts";
import {
  contractionNorm,
  minimalCorrection,
  residualOf,
  targets,
} from "../../support/contraction-reference.ts";
import { denseGroundState, ExactOracle, reducedDensityMatrix } from "../../support/exact-oracle.ts";
import { type CollectedRun, collect, trapQuench } from "../../support/runs.ts";

const CLOSURES = ["valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"] as const;

function method(closure: Td2rdmSpec["closure"], contractionConsistent: boolean): Td2rdmSpec {
  return {
    kind: "td2rdm",
    closure,
    contractionConsistent,
    purification: "none",
    integrator: { kind: "rk4", dt: 0.05 },
  };
}

/** The field `closureResidual` of a run. */
function residuals(system: SystemSpec, closure: Td2rdmSpec["closure"], consistent = false): number[] {
  const run = collect(td2rdmRun(system, method(closure, consistent), new Set(["closureResidual"])));
  return run.data.closureResidual ?? [];
}

/* PHYSICS.md section 5, trap quench from V = 1: NY, NY smooth, Mazziotti. */
const TABLE = [
  [6, 0.05, 0, "0.0188", "0.0189", "0.0197"],
  [6, 0.2, 0, "0.0314", "0.0404", "0.0467"],
  [6, 0.5, 3, "0.5676", "0.5867", "0.8287"],
  [6, 1, 3, "0.8519", "0.8872", "2.5104"],
  [4, 1, 3, "0.6972", "0.6983", "0.6967"],
] as const;

test.each(TABLE)("has the values known for M = %i, U = %d, t = %i", (sites, u, time, ...known) => {
  const system = trapQuench(sites, u, 1, { time: { end: Math.max(time, 0.5), sample: Math.max(time, 0.5) } });
  const found = CLOSURES.slice(1).map((closure, k) => {
    const value = residuals(system, closure)[time === 0 ? 0 : 1];
    return value.toFixed(known[k].length - 2);
  });
  expect(found).toEqual(known);
});

describe("with contraction consistency", () => {
  const sites = 4;
  const times = [0, 0.7, 1.4];
  const system = trapQuench(sites, 2, 1, { time: { end: 1.4, sample: 0.7 } });

  test.each(CLOSURES)("%s is compared with its minimal-norm correction included", (closure) => {
    const found = residuals(system, closure, true);
    const lattice = buildLattice(system.lattice);
    const initial = denseGroundState(sites, system.electrons, oneBodyMatrix(lattice, 1, 1), 2);
    const oracle = new ExactOracle(sites, system.electrons, initial, oneBodyMatrix(lattice, 1, 0), 2);
    for (const [k, time] of times.entries()) {
      const state = oracle.at(time);
      const dab = reducedDensityMatrix(state, "ud");
      const g = oneBody(sites, 2, dab);
      const delta = secondCumulant(sites, dab, g);
      const products = valdemoro(sites, g, delta);
      const d3 = new Tensor(sites, 6, reducedDensityMatrix(state, "uud"));
      const whole = addTensors(d3, products, -1);
      const guess =
        closure === "valdemoro"
          ? products
          : addTensors(products, thirdCumulant(sites, 2, closure, g, delta), 1);
      const correction = minimalCorrection(residualOf(guess, targets(sites, 2, dab)));
      const corrected = addTensors(guess, correction, 1);
      expect(contractionNorm(residualOf(corrected, targets(sites, 2, dab)))).toBeLessThan(1e-12);
      const missed = addTensors(d3, corrected, -1);
      expect(found[k]).toBeCloseTo(frobenius(missed.data) / frobenius(whole.data), 10);
    }
  });

  test.each(CLOSURES)("%s misses less than without", (closure) => {
    const corrected = residuals(system, closure, true);
    residuals(system, closure).forEach((value, k) => expect(corrected[k]).toBeLessThan(value - 0.01));
  });
});

test("is 1 for Valdemoro alone, which has no Delta3", () => {
  const found = residuals(trapQuench(6, 1, 1, { time: { end: 1, sample: 0.5 } }), "valdemoro");
  expect(found).toHaveLength(3);
  for (const value of found) expect(value).toBeCloseTo(1, 12);
});

test.each(CLOSURES)(
  "%s: is undefined while the state is a determinant, and defined from then on",
  (closure) => {
    const system = trapQuench(4, 1, 0, {
      quench: { protocol: "product-state", interaction: 1, sites: ["ud", "ud", "0", "0"] },
      time: { end: 1, sample: 0.5 },
    });
    const [start, ...later] = residuals(system, closure, true);
    expect(start).toBeNaN();
    for (const value of later) expect(value).toBeGreaterThan(0);
  },
);

test("is undefined throughout without interaction", () => {
  const found = residuals(trapQuench(4, 0, 1, { time: { end: 1, sample: 0.5 } }), "mazziotti");
  expect(found).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test("does not depend on what the propagation makes of Dab", () => {
  const system = trapQuench(4, 4, 1, { time: { end: 2, sample: 0.5 } });
  const fields = new Set(["closureResidual", "dab"] as const);
  const plain = collect(td2rdmRun(system, method("nakatsuji-yasuda-smooth", true), fields));
  const purified = { ...method("nakatsuji-yasuda-smooth", true), purification: "energy-conserving" as const };
  const other = collect(td2rdmRun(system, purified, fields));
  expect(other.data.dab).not.toEqual(plain.data.dab);
  expect(other.data.closureResidual).toEqual(plain.data.closureResidual);
});

test("has one electron pair on two sites", () => {
  const system = trapQuench(2, 2, 1, {
    quench: { protocol: "interaction-quench", interactionBefore: 1, interaction: 4, trap: 0 },
    time: { end: 1, sample: 0.5 },
  });
  for (const closure of CLOSURES) {
    for (const value of residuals(system, closure, true)) expect(value).toBeLessThan(1e-6);
  }
});

test("only TD2RDM runs that are asked for it bring it", () => {
  const system = trapQuench(4, 1, 1, { time: { end: 1, sample: 0.5 } });
  const fields = new Set(["delta2", "closureResidual"] as const);
  const names = (run: CollectedRun): string[] => Object.keys(run.data);
  expect(names(collect(td2rdmRun(system, method("valdemoro", true), fields)))).toEqual([...fields]);
  expect(names(collect(td2rdmRun(system, method("valdemoro", true), new Set(["delta2"]))))).toEqual([
    "delta2",
  ]);
  expect(names(collect(exactRun(system, fields)))).toEqual(["delta2"]);
  expect(names(collect(meanFieldRun(system, fields)))).toEqual(["delta2"]);
});
