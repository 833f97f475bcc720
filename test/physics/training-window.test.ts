import { describe, expect, it } from "vitest";
import { exactRun } from "../../src/methods/exact.ts";
import { TrainingWindow, type WindowReference } from "../../src/physics/training-window.ts";
import { collect, trapQuench } from "../support/runs.ts";

function reference(series: readonly Float64Array[], split: number): WindowReference | null {
  const window = new TrainingWindow(series.length, split);
  series.forEach((sample, index) => window.add(index, sample));
  return window.reference();
}

/** Unseen fraction and error of the training mean on (10, 20]: PHYSICS.md section 8. */
const TABLE = [
  [8, 0.4, 0.003, 0.06],
  [0.25, 0.2, 0.022, 0.33],
  [2, 0.2, 0.021, 0.21],
  [8, 1, 0.026, 0.24],
  [1, 0.2, 0.023, 0.27],
  [3, 0.4, 0.052, 0.32],
  [0.25, 1, 0.24, 0.62],
  [1, 1, 0.26, 0.42],
  [1, 1.5, 0.33, 0.44],
  [3, 2.5, 0.34, 0.48],
] as const;

describe("training window", () => {
  it.each(TABLE)("U = %d, V = %d on 6 sites: unseen fraction %d, training mean %d", (u, v, unseen, mean) => {
    const { samples } = collect(exactRun(trapQuench(6, u, v), new Set(["dab"])));
    const found = reference(samples.dab ?? [], 101);
    // Two digits are printed; the fraction depends a little on which samples are looked at.
    expect(Math.abs((found?.unseenFraction ?? 0) - unseen)).toBeLessThan(0.03 * unseen + 0.0005);
    expect(found?.trainingMean.extrapolation).toBeCloseTo(mean, 1);
    expect(Math.abs((found?.trainingMean.extrapolation ?? 0) - mean)).toBeLessThan(0.0065);
  });

  const at = (x: number, y: number, z: number): Float64Array => Float64Array.of(x, y, z);

  it("measures what leaves the plane of the training samples, around their mean", () => {
    const series = [at(1, 0, 5), at(-1, 0, 5), at(0, 1, 5), at(0, -1, 5), at(0, 0, 8), at(3, 0, 9)];
    const found = reference(series, 4);
    expect(found?.unseenFraction).toBeCloseTo(Math.sqrt((9 + 16) / (64 + 90)), 12);
    expect(found?.trainingMean.training).toBeCloseTo(Math.sqrt(4 / 104), 12);
    expect(found?.trainingMean.extrapolation).toBeCloseTo(Math.sqrt((9 + 9 + 16) / 154), 12);
    expect(found?.frozen.training).toBeCloseTo(Math.sqrt((0 + 4 + 2 + 2) / 104), 12);
    expect(found?.frozen.extrapolation).toBeCloseTo(Math.sqrt((1 + 9 + 4 + 16) / 154), 12);
  });

  it("does not count directions in which the training hardly moves", () => {
    const series = (tilt: number) => [at(1, tilt, 5), at(-1, 0, 5), at(0, 0, 5), at(0, 2, 5)];
    expect(reference(series(1e-2), 3)?.unseenFraction).toBeLessThan(0.02);
    expect(reference(series(1e-6), 3)?.unseenFraction).toBeCloseTo(2 / Math.sqrt(29), 5);
  });

  it("is 0 where the rest repeats the training, and where nothing moves", () => {
    const circle = Array.from({ length: 40 }, (_, k) => at(Math.cos(k / 3), Math.sin(k / 3), 1));
    expect(reference(circle, 20)?.unseenFraction).toBeLessThan(1e-7);
    expect(
      reference(
        Array.from({ length: 6 }, () => at(1, 2, 3)),
        3,
      ),
    ).toEqual({
      unseenFraction: 0,
      frozen: { training: 0, extrapolation: 0 },
      trainingMean: { training: 0, extrapolation: 0 },
    });
  });

  it("needs samples on both sides", () => {
    expect(reference([at(1, 0, 0), at(0, 1, 0)], 2)).toBeNull();
  });

  it("takes long series, of which it looks at a part", () => {
    const long = Array.from({ length: 1000 }, (_, k) => at(Math.cos(k / 50), Math.sin(k / 50), 2));
    const found = reference(long, 500);
    expect(found?.trainingMean.training).toBeCloseTo(1 / Math.sqrt(5), 1);
  });
});
