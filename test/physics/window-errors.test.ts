import { describe, expect, it } from "vitest";
import { PredictionJudge } from "../../src/physics/window-errors.ts";

/** Two samples of training, two after it. */
const SERIES = [
  [3, 4],
  [3, 4],
  [6, 8],
  [0, 5],
] as const;

function judge(series: readonly (readonly number[])[], split = 2): PredictionJudge {
  const made = new PredictionJudge(series.length, split);
  for (const sample of series) made.add(Float64Array.from(sample));
  return made;
}

function errors(relative: readonly number[], series: readonly (readonly number[])[] = SERIES) {
  const judged = judge(series);
  const reference = judged.reference();
  return reference === null ? null : judged.errors(Float64Array.from(relative), reference);
}

describe("errors on either side of the end of training", () => {
  it("weigh the samples by the norm of the exact ones", () => {
    const found = errors([0.1, 0.3, 0.1, 0.2]);
    expect(found?.training).toBeCloseTo(Math.sqrt((0.01 * 25 + 0.09 * 25) / 50), 14);
    const extrapolation = Math.sqrt((0.01 * 100 + 0.04 * 25) / 125);
    expect(found?.extrapolation).toBeCloseTo(extrapolation, 14);
    // The training mean (3, 4) is off by (3, 4) and by (-3, 1).
    expect(found?.skill).toBeCloseTo(extrapolation / Math.sqrt((25 + 10) / 125), 14);
  });

  it("are undefined where the prediction ends before the window does", () => {
    expect(errors([0.1, 0.3, 0.1, Number.NaN])).toMatchObject({ extrapolation: null, skill: null });
    expect(errors([0.1, 0.3, 0.1])?.training).toBeGreaterThan(0);
    expect(errors([0.1])?.training).toBeNull();
  });

  it("have no skill against what stands still, and no reference without samples after the training", () => {
    const still = SERIES.map(() => [3, 4]);
    expect(errors([0, 0, 0.1, 0.1], still)).toMatchObject({ training: 0, skill: null });
    expect(judge(SERIES, 4).reference()).toBeNull();
  });
});
