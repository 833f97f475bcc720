import { describe, expect, it } from "vitest";
import { bootstrap, percentile } from "../../src/base/bootstrap.ts";
import { uniformStream } from "../../src/base/random.ts";
import { drain } from "../../src/base/steps.ts";

const values = Float64Array.from({ length: 60 }, (_, k) => Math.sin(7 * k) + k / 30);
const meanOf = (weights: Float64Array) =>
  values.reduce((sum, value, k) => sum + weights[k] * value, 0) / values.length;
const settings = { resamples: 2000, seed: 3 };

describe("a bootstrap", () => {
  it("gives the mean an interval of 1.96 standard errors to either side", () => {
    const [{ value, low, high }] = drain(bootstrap(values.length, (weights) => [meanOf(weights)], settings));
    const center = values.reduce((sum, each) => sum + each, 0) / values.length;
    const error = Math.sqrt(values.reduce((sum, each) => sum + (each - center) ** 2, 0)) / values.length;
    expect(value).toBeCloseTo(center, 12);
    // The quantiles of 2000 draws have a standard deviation of 6 % of a standard error.
    expect(Math.abs((high - center) / error - 1.96)).toBeLessThan(0.2);
    expect(Math.abs((low - center) / error + 1.96)).toBeLessThan(0.2);
  });

  it("draws as many values as there are, the same ones for the same seed", () => {
    const drawn = (seed: number) => {
      const seen: number[][] = [];
      drain(bootstrap(5, (weights) => [seen.push([...weights])], { resamples: 3, seed }));
      return seen;
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(drawn(1)[0]).toEqual([1, 1, 1, 1, 1]);
    for (const weights of drawn(1)) expect(weights.reduce((sum, each) => sum + each)).toBe(5);
  });

  it("leaves resamples without a value out, and gives no interval where they are the majority", () => {
    const uniform = uniformStream(1);
    const within =
      (share: number) =>
      (
        weights: Float64Array, // The data themselves come first, with all weights equal.
      ) => [weights.every((weight) => weight === 1) || uniform() < share ? meanOf(weights) : Number.NaN];
    const estimates = [0.8, 0.3].map((share) => drain(bootstrap(values.length, within(share), settings))[0]);
    expect(estimates[0].low).toBeLessThan(estimates[0].value);
    expect(estimates[1]).toEqual({ value: estimates[0].value, low: Number.NaN, high: Number.NaN });
  });
});

it("percentiles lie between neighbours, as numpy.percentile puts them", () => {
  expect([0.025, 0.5, 0.975, 1].map((share) => percentile([1, 2, 4, 8], share))).toEqual([
    expect.closeTo(1.075, 12),
    3,
    expect.closeTo(7.7, 12),
    8,
  ]);
});
