import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  buildup,
  initialDelta3,
  meanDelta3,
  pearson,
  relativeErrors,
} from "../../src/physics/diagnostics.ts";

describe("diagnostics", () => {
  it.each(["exact-m4-u1-v1", "exact-m6-u1-v1", "exact-m6-periodic-u2-v1"])("agree with %s", (name) => {
    const golden = JSON.parse(readFileSync(`test/golden/${name}.json`, "utf8"));
    expect(pearson(golden.delta2, golden.delta3)).toBeCloseTo(golden.pearsonNorms, 12);
    expect(meanDelta3(golden.delta3)).toBeCloseTo(golden.meanDelta3, 12);
    expect(buildup(golden.delta3)).toBeCloseTo(golden.buildup, 12);
    expect(initialDelta3(golden.delta3)).toBe(golden.delta3[0]);
  });

  it("correlate perfectly in either direction, and not at all with a constant", () => {
    expect(pearson([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 15);
    expect(pearson([1, 2, 4], [-1, -2, -4])).toBeCloseTo(-1, 15);
    expect(pearson([1, 2, 4], [5, 5, 5])).toBeNull();
  });

  it("measure Dab sample by sample, as far as both series go", () => {
    const exact = Float64Array.of(3, 4, 0, 5, 1, 1);
    const other = Float64Array.of(3, 4, 3, 1);
    expect([...relativeErrors(other, exact, 2)]).toEqual([0, 1]);
    expect([...relativeErrors(Float64Array.of(1), Float64Array.of(0), 1)]).toEqual([0]);
  });
});
