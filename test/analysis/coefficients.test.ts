import { describe, expect, it } from "vitest";
import {
  type CoefficientName,
  correlateAll,
  findCoefficient,
  type MethodCoefficients,
} from "../../src/analysis/coefficients.ts";
import { spearmanCoefficient } from "../../src/base/statistics.ts";
import { drain } from "../../src/base/steps.ts";
import type { MapTable } from "../../src/protocol/map.ts";
import { DELAY, MEASURED_POINTS, NEURAL, type RegimePoint, regimeTable } from "../support/regime-map.ts";

const resampling = { resamples: 200, seed: 1 };

function coefficientsOf(table: MapTable, label = NEURAL): MethodCoefficients {
  const found = drain(correlateAll(table, resampling)).find(({ method }) => method === label);
  if (found === undefined) throw new Error(`no coefficients of ${label}`);
  return found;
}

function coefficient(found: MethodCoefficients, name: CoefficientName) {
  const wanted = findCoefficient(found.coefficients, name);
  if (wanted === undefined) throw new Error(`no coefficient ${JSON.stringify(name)}`);
  return wanted;
}

const measured = MEASURED_POINTS.map((point, k) => ({ ...point, initial: 0.1 + 0.01 * ((7 * k) % 10) }));
/** One point left pending. */
const table = regimeTable(measured, 11, 1);

describe("coefficients of a map", () => {
  it("are there for every approximate method, from its computed points", () => {
    const all = drain(correlateAll(table, resampling));
    expect(all.map(({ method }) => method)).toEqual([NEURAL, DELAY]);
    expect(all[0]).toMatchObject({ points: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], diverged: 0, missing: 0 });
    expect(all[0].field).toBe(`extrapolationError:${NEURAL}`);
  });

  it("are those of the errors after the training window, with intervals around them", () => {
    const found = coefficientsOf(table);
    const errors = measured.map(({ neural }) => neural ?? Number.NaN);
    const ranks = { r: measured.map(({ r }) => r), b: measured.map(({ b }) => b) };
    const [er, eb, br] = [
      spearmanCoefficient(errors, ranks.r),
      spearmanCoefficient(errors, ranks.b),
      spearmanCoefficient(ranks.b, ranks.r),
    ];
    const b = coefficient(found, { kind: "spearman", predictor: "buildup" });
    expect(b.value).toBeCloseTo(eb, 12);
    expect(b.low).toBeLessThan(b.value);
    expect(b.high).toBeGreaterThanOrEqual(b.value);
    expect(b.because).toBeNull();
    const lead = coefficient(found, { kind: "lead", predictor: "buildup", over: "pearson" });
    expect(lead.value).toBeCloseTo(Math.abs(eb) - Math.abs(er), 12);
    const partial = coefficient(found, { kind: "partial", predictor: "buildup", given: ["pearson"] });
    expect(partial.value).toBeCloseTo((eb - er * br) / Math.sqrt((1 - er * er) * (1 - br * br)), 12);
    const orders = [["pearson", "unseenFraction"] as const, ["unseenFraction", "pearson"] as const];
    const [one, other] = orders.map((given) =>
      coefficient(found, { kind: "partial", predictor: "buildup", given }),
    );
    expect(one).toEqual(other);
  });

  it("count a divergence as the largest error, and leave it out of the logarithms", () => {
    const points = measured.map((point, k) => (k === 2 ? { ...point, neural: null } : point));
    const found = coefficientsOf(regimeTable(points, 11, 1));
    expect(found).toMatchObject({ diverged: 1, missing: 0 });
    const errors = points.map(({ neural }) => neural ?? 99);
    const r = points.map(({ r: each }) => each);
    const { value } = coefficient(found, { kind: "spearman", predictor: "pearson" });
    expect(value).toBeCloseTo(spearmanCoefficient(errors, r), 12);
    const without = coefficientsOf(
      regimeTable(
        points.filter((_, k) => k !== 2),
        11,
        1,
      ),
    );
    const log = (each: MethodCoefficients) =>
      coefficient(each, { kind: "pearson", predictor: "pearson" }).value;
    expect(log(found)).toBeCloseTo(log(without), 12);
  });

  it("say why they are undefined", () => {
    const because = (points: readonly RegimePoint[], name: CoefficientName) =>
      coefficient(coefficientsOf(regimeTable(points, 11, 1)), name);
    const r = { kind: "spearman", predictor: "pearson" } as const;
    const three = because(measured.slice(0, 3), r);
    expect(three).toMatchObject({ value: Number.NaN, because: "it needs at least 4 points" });
    const given = { kind: "partial", predictor: "pearson", given: ["buildup"] } as const;
    expect(because(measured.slice(0, 4), given).because).toBe("it needs at least 5 points");
    expect(because(measured.slice(0, 4), r).value).not.toBeNaN();
    const still = measured.map((point) => ({ ...point, neural: 0.1 }));
    expect(because(still, r).because).toBe("the error is the same at all points");
    const same = measured.map((point) => ({ ...point, r: 0.5 }));
    expect(because(same, r).because).toBe("the predictor is the same at all points");
    const tied = measured.map((point) => ({ ...point, unseen: 2 * point.b }));
    const fixed = { kind: "partial", predictor: "buildup", given: ["unseenFraction"] } as const;
    expect(because(tied, fixed).because).toBe("the given predictors leave nothing to correlate");
  });

  it("take the errors over the whole window where there is nothing after the training", () => {
    const old = regimeTable(measured, 11, 1);
    const names = Object.keys(old.fields).filter(
      (name) => !/unseen|mean(?!Delta)|training|extrapolation|skill/.test(name),
    );
    const fields = Object.fromEntries(names.map((name) => [name, old.fields[name]]));
    const found = coefficientsOf({ ...old, fields });
    expect(found.field).toBe(`relativeError:${NEURAL}`);
    expect(new Set(found.coefficients.map(({ predictor }) => predictor))).toEqual(
      new Set(["pearson", "buildup", "initialDelta3"]),
    );
  });
});
