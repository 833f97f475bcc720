import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SampledField } from "../../../src/base/fields.ts";
import { td2rdmRun } from "../../../src/methods/td2rdm/run.ts";
import type { ClosureName, Td2rdmSpec } from "../../../src/methods/types.ts";
import { buildLattice, oneBodyMatrix } from "../../../src/physics/lattice.ts";
import { frobenius } from "../../support/brute-force.ts";
import { denseGroundState, ExactOracle, reducedDensityMatrix } from "../../support/exact-oracle.ts";
import { collect, trapQuench } from "../../support/runs.ts";

interface Golden {
  sites: number;
  U: number;
  trap: number;
  dt: number;
  reconstruction: ClosureName;
  contractionConsistent: boolean;
  purification: Td2rdmSpec["purification"];
  times: number[];
  density: number[][];
  doublons: number[][];
  energy: number[];
  relativeError: number[];
  minEigenvalueD: number[];
}

describe.each([
  ["v-m4", 1e-8],
  ["v-cc-m4", 1e-8],
  ["ny-m4", 1e-8],
  ["ny-cc-m4", 1e-8],
  ["m-cc-m4", 1e-8],
  ["v-cc-pur-m4", 1e-5],
])("reference result %s", (name, tolerance) => {
  const golden = JSON.parse(readFileSync(`test/golden/${name}.json`, "utf8")) as Golden;
  const { sites, U, trap, dt, times } = golden;
  const fields = new Set<SampledField>(["density", "doublons", "energy", "minEigenvalueD", "dab", "delta3"]);
  const system = trapQuench(sites, U, trap, { time: { end: times[times.length - 1], sample: times[1] } });
  const { samples, outcome, count } = collect(
    td2rdmRun(
      system,
      {
        kind: "td2rdm",
        closure: golden.reconstruction,
        contractionConsistent: golden.contractionConsistent,
        purification: golden.purification,
        integrator: { kind: "rk4", dt },
      },
      fields,
    ),
  );

  test("covers every sample time and leaves out delta3", () => {
    expect(count).toBe(times.length);
    expect(samples.delta3).toBeUndefined();
    expect(outcome.status).toBe("completed");
    expect(outcome.steps).toEqual({ accepted: Math.round(times[times.length - 1] / dt), rejected: 0 });
  });

  test.each(["density", "doublons", "energy", "minEigenvalueD"] as const)("%s", (field) => {
    for (const [k, expected] of golden[field].entries()) {
      for (const [i, value] of [expected].flat().entries()) {
        expect(Math.abs((samples[field]?.[k][i] ?? Number.NaN) - value)).toBeLessThan(tolerance);
      }
    }
  });

  test("relative error against exact dynamics", () => {
    const lattice = buildLattice(system.lattice);
    const initial = denseGroundState(sites, system.electrons, oneBodyMatrix(lattice, 1, trap), U);
    const exact = new ExactOracle(sites, system.electrons, initial, oneBodyMatrix(lattice, 1, 0), U);
    for (const [k, expected] of golden.relativeError.entries()) {
      const reference = reducedDensityMatrix(exact.at(times[k]), "ud");
      const difference = reference.map((value, i) => value - (samples.dab?.[k][i] ?? Number.NaN));
      expect(Math.abs(frobenius(difference) / frobenius(reference) - expected)).toBeLessThan(tolerance);
    }
  });
});
