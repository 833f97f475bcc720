import { describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { isWindowField } from "../../src/protocol/map-fields.ts";
import type { StartMethod } from "../../src/worker/job-runner.ts";
import { mapPoint } from "../../src/worker/map-point.ts";
import { byKind, COMPLETED, diverging, fakeMethod, refusing, smallConfig, throwing } from "./fakes.ts";

const point = { index: 5, interaction: 2.5, trap: 0.25 };
const methods = [{ kind: "mean-field" }, { kind: "exact" }];
const twice = fakeMethod({ value: (k) => 2 * k, perBatch: 4 });
const exact = fakeMethod({
  perBatch: 3,
  after: 21,
});

const compute = (start: StartMethod, config = smallConfig({ methods })) =>
  drain(mapPoint(start, config, point));

describe("mapPoint", () => {
  it("derives the scalars of the exact run", () => {
    const { index, status, values, message } = compute(exact, smallConfig({ methods: [{ kind: "exact" }] }));
    expect({ index, status, message }).toEqual({ index: 5, status: "done", message: null });
    expect(values.pearson).toBeCloseTo(1, 12);
    expect(values).toMatchObject({ meanDelta3: 10, initialDelta3: 0, buildup: 10 });
  });

  it("compares other methods with it over the window and at its end, whatever the batches", () => {
    const { status, values } = compute(byKind({ exact, "mean-field": twice, td2rdm: refusing }));
    expect(status).toBe("done");
    expect(values["relativeError:Mean field"]).toBeCloseTo(1, 12);
    expect(values["relativeErrorAtEnd:Mean field"]).toBeCloseTo(1, 12);
    expect(values).not.toHaveProperty("divergedAt:Mean field");
  });

  it("weighs the samples of the window by the norm of the exact ones", () => {
    const offset = fakeMethod({ value: (k) => k + 1 });
    const { values } = compute(byKind({ exact, "mean-field": offset, td2rdm: refusing }));
    expect(values["relativeError:Mean field"]).toBeCloseTo(Math.sqrt(21 / 2870), 12);
    expect(values["relativeErrorAtEnd:Mean field"]).toBeCloseTo(1 / 20, 12);
  });

  it("asks for Dab only when there is something to compare", () => {
    const asked: string[][] = [];
    const spy: StartMethod = (system, method, fields) => {
      asked.push([method.kind, ...fields]);
      return exact(system, method, fields);
    };
    compute(spy, smallConfig({ methods: [{ kind: "exact" }] }));
    compute(spy);
    expect(asked).toEqual([
      ["exact", "delta2", "delta3"],
      ["exact", "delta2", "delta3", "dab"],
      ["mean-field", "dab"],
    ]);
  });

  it("runs every method at the point's interaction and trap", () => {
    const seen: unknown[] = [];
    const spy: StartMethod = (system, method, fields) => {
      seen.push(system.quench);
      return exact(system, method, fields);
    };
    compute(spy);
    const here = { protocol: "trap-release", interaction: 2.5, trap: 0.25 };
    expect(seen).toEqual([here, here]);
  });

  it("notes when a method diverges, and leaves its errors undefined", () => {
    const { status, values, message } = compute(byKind({ exact, "mean-field": diverging, td2rdm: refusing }));
    expect({ status, message }).toEqual({ status: "diverged", message: null });
    expect(values["divergedAt:Mean field"]).toBe(0.5);
    expect(values).not.toHaveProperty("relativeError:Mean field");
  });

  it("keeps the exact scalars where another method refuses", () => {
    const { status, values, message } = compute(byKind({ exact, "mean-field": refusing, td2rdm: refusing }));
    expect(status).toBe("failed");
    expect(message).toMatch(/^Mean field: electrons: found .*, expected a closed shell$/);
    expect(values.meanDelta3).toBe(10);
    expect(values).not.toHaveProperty("relativeError:Mean field");
  });

  it("fails where the exact run fails, without trying the others", () => {
    const { status, values, message } = compute(
      byKind({ exact: refusing, "mean-field": twice, td2rdm: refusing }),
    );
    expect(status).toBe("failed");
    expect(message).toMatch(/^Exact: electrons/);
    expect(values).toEqual({});
  });

  it("takes samples that are not finite for a failure", () => {
    const broken = fakeMethod({ value: (k) => (k === 7 ? Number.NaN : k) });
    expect(compute(broken).message).toMatch(/^Exact: a sample is not finite/);
    const other = compute(byKind({ exact, "mean-field": broken, td2rdm: refusing }));
    expect(other.message).toMatch(/^Mean field: a sample is not finite/);
  });

  const learned = [...methods, { kind: "dmd", trainUntil: 1, delays: 1, rank: 2 }];
  const DMD = "DMD · rank 2 · to 1";
  /** Every element of the exact Dab is 1 up to t = 1 and 2 after it. */
  const step = fakeMethod({ value: (k) => (k <= 10 ? 1 : 2) });

  it("judges every method on either side of the training of a learned one, against its mean", () => {
    const start = byKind({ exact: step, "mean-field": fakeMethod({ value: () => 1.5 }), td2rdm: step });
    const { status, values } = compute(start, smallConfig({ methods: learned }));
    expect(status).toBe("done");
    expect(values.unseenFraction).toBeCloseTo(0.5, 12);
    expect(values.meanError).toBeCloseTo(0.5, 12);
    expect(values["trainingError:Mean field"]).toBeCloseTo(0.5, 12);
    expect(values["extrapolationError:Mean field"]).toBeCloseTo(0.25, 12);
    expect(values["skill:Mean field"]).toBeCloseTo(0.5, 12);
    expect(values).toMatchObject({
      [`trainingError:${DMD}`]: 0,
      [`extrapolationError:${DMD}`]: 0,
      [`skill:${DMD}`]: 0,
    });
  });

  it("keeps the training error of a method that diverges later, and no skill against what stands still", () => {
    const ending = () => ({ ...COMPLETED, status: "diverged" as const, divergedAt: 1.5 });
    const late = fakeMethod({ value: () => 1, after: 15, ending });
    const start = byKind({ exact: fakeMethod({ value: () => 1 }), "mean-field": late, td2rdm: exact });
    const { status, values } = compute(start, smallConfig({ methods: learned }));
    expect(status).toBe("diverged");
    expect(values).toMatchObject({ "divergedAt:Mean field": 1.5, "trainingError:Mean field": 0 });
    expect(values).not.toHaveProperty("extrapolationError:Mean field");
    expect(values).not.toHaveProperty("skill:Mean field");
    expect(values).toHaveProperty(`extrapolationError:${DMD}`);
    expect(values).not.toHaveProperty(`skill:${DMD}`);
  });

  it("has nothing to judge where the window ends with the training", () => {
    const whole = [...methods, { kind: "dmd", trainUntil: 2.02, delays: 1 }];
    const start = byKind({ exact: step, "mean-field": step, td2rdm: step });
    const { status, values } = compute(
      start,
      smallConfig({ methods: whole, time: { end: 2.05, sample: 0.1 } }),
    );
    expect(status).toBe("done");
    expect(Object.keys(values).filter(isWindowField)).toEqual([]);
    expect(values["relativeError:Mean field"]).toBe(0);
  });

  it("keeps everything else where a training fails", () => {
    const broken = throwing(new Error("the loss is not finite"));
    const start = byKind({ exact: step, "mean-field": step, td2rdm: step, dmd: broken });
    const { status, values, message } = compute(start, smallConfig({ methods: learned }));
    expect({ status, message }).toEqual({ status: "failed", message: `${DMD}: the loss is not finite` });
    expect(values).toMatchObject({ "extrapolationError:Mean field": 0 });
    expect(values.unseenFraction).toBeCloseTo(0.5, 12);
    expect(values).not.toHaveProperty(`trainingError:${DMD}`);
  });

  it("leaves r undefined for norms that do not change, and an infinite gap out", () => {
    const constant = fakeMethod({
      value: () => 1,
      after: 20,
      ending: () => ({
        ...COMPLETED,
        groundState: { energy: -1, gap: Number.POSITIVE_INFINITY, residual: 0 },
      }),
    });
    const { values } = compute(
      constant,
      smallConfig({ methods: [{ kind: "exact" }], time: { end: 1.9, sample: 0.1 } }),
    );
    expect(values).toEqual({ meanDelta3: 1, initialDelta3: 1, buildup: 0 });
  });
});
