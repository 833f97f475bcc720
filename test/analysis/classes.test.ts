import { describe, expect, it } from "vitest";
import { classifyAll } from "../../src/analysis/analyse.ts";
import { classify, countClasses } from "../../src/analysis/classes.ts";
import { type AnalysisSettings, checkSettings, defaultSettings } from "../../src/analysis/settings.ts";
import { drain } from "../../src/base/steps.ts";
import { DELAY, NEURAL, type RegimePoint, regimeTable } from "../support/regime-map.ts";

const base = { r: 0.9, b: 0.1, unseen: 0.1, mean: 1 };
/** Skills are errors here, as the training mean is off by 1. */
const POINTS: readonly RegimePoint[] = [
  { ...base, neural: 0.49, delay: 0.9 }, // local: skill below 0.5
  { ...base, neural: 0.6, delay: 0.05, b: 0.5 }, // memory: error below 0.1
  { ...base, neural: 0.6, delay: 0.3 }, // memory: better by a factor of 2
  { ...base, neural: 0.6, delay: 0.31, r: 0.2 }, // none
  { ...base, neural: null, delay: 0.99, r: 0.2 }, // memory: any factor better than a divergence
  { ...base, neural: 9, delay: 1.1 }, // none: better by far, and no better than the mean
  { ...base, neural: 0.01, delay: null, r: 0.2 }, // local
  { ...base, neural: null, delay: null }, // none
];
const EXPECTED = ["local", "memory", "memory", "none", "memory", "none", "local", "none", null];
const table = regimeTable(POINTS, 9, 1);
const settings = defaultSettings(table);
const classes = (change: Partial<AnalysisSettings> = {}) => classify(table, { ...settings, ...change });

describe("classes of points", () => {
  it("begin with the neural ODE as the local and delay-DMD as the closure with memory", () => {
    expect(settings).toMatchObject({ method: NEURAL, local: [NEURAL], memory: [DELAY], localBelow: 0.5 });
  });

  it("follow the thresholds", () => {
    expect(classes()).toEqual(EXPECTED);
    expect(countClasses(table, classes())).toEqual({ local: 2, memory: 3, none: 3, open: 0, pending: 1 });
    expect(classes({ localBelow: 0.61 }).slice(0, 4)).toEqual(["local", "local", "local", "local"]);
    expect(classes({ memoryBelow: 0.4 })[3]).toBe("memory");
    expect(classes({ memoryFactor: 3 })[2]).toBe("none");
  });

  it("follow the parts that the methods play", () => {
    expect(classes({ local: [NEURAL, DELAY], memory: [] })).toEqual([
      "local",
      "local",
      "local",
      "local",
      "none",
      "none",
      "local",
      "none",
      null,
    ]);
    expect(classes({ memory: [] })[1]).toBe("none");
    // Without a local closure nothing can be said.
    expect(classes({ local: [] })).toEqual(EXPECTED.map(() => null));
  });

  it("are open where a value is missing", () => {
    const failed = regimeTable(POINTS.slice(0, 2), 2, 1);
    failed.status[1] = "failed";
    failed.fields[`extrapolationError:${DELAY}`][1] = Number.NaN;
    expect(classify(failed, settings)).toEqual(["local", null]);
    failed.fields[`skill:${NEURAL}`].fill(Number.NaN);
    const found = classify(failed, settings);
    expect(found).toEqual([null, null]);
    expect(countClasses(failed, found)).toMatchObject({ open: 2, pending: 0 });
  });
});

describe("the criterion", () => {
  it("is held against the classes", () => {
    const { criterion } = drain(classifyAll(table, settings));
    expect(criterion).toMatchObject({
      rightlyHopeful: [0],
      wronglyHopeful: [2, 5, 7],
      wronglyDoubtful: [6],
      rightlyDoubtful: [1, 3, 4],
    });
    // (1 * 3 - 3 * 1) / ... of the 2 x 2 table
    expect(criterion.phi.value).toBeCloseTo(0, 12);
    const strict = drain(classifyAll(table, { ...settings, pearsonAbove: 1 }));
    expect(strict.criterion.rightlyHopeful).toEqual([]);
    expect(strict.criterion.phi.value).toBeNaN();
  });

  it("agrees by (ad - bc) / sqrt of the products of the sums", () => {
    const { criterion } = drain(classifyAll(table, { ...settings, localBelow: 0.61 }));
    const [a, b, c, d] = [
      criterion.rightlyHopeful,
      criterion.wronglyHopeful,
      criterion.wronglyDoubtful,
      criterion.rightlyDoubtful,
    ].map(({ length }) => length);
    const phi = (a * d - b * c) / Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
    expect(criterion.phi.value).toBeCloseTo(phi, 12);
    expect(criterion.phi.low).toBeLessThan(phi);
  });
});

it("settings that do not fit are refused by name", () => {
  const check = (change: Partial<AnalysisSettings>) => () =>
    checkSettings(table.config, { ...settings, ...change });
  expect(check({})).not.toThrow();
  expect(check({ method: "Exact" })).toThrow('method: found "Exact", expected one of Neural ODE, Delay-DMD');
  expect(check({ local: [DELAY] })).toThrow("memory");
  expect(check({ resamples: 10 })).toThrow("resamples: found 10, expected a whole number from 100");
  expect(check({ memoryFactor: Number.NaN })).toThrow("memoryFactor: found NaN");
  expect(check({ seed: 0.5 })).toThrow("seed");
});
