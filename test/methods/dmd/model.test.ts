import { describe, expect, it } from "vitest";
import { drain } from "../../../src/base/steps.ts";
import { stateBasis } from "../../../src/methods/dmd/basis.ts";
import { Forecast } from "../../../src/methods/dmd/forecast.ts";
import { type DmdModel, fitDmd } from "../../../src/methods/dmd/model.ts";

const ROOT = 1 / Math.SQRT2;

/** Three reals at time t: two damped oscillations of different frequency, seen through orthonormal vectors. */
function spiral(t: number): Float64Array {
  const [a, b] = [Math.exp(-0.05 * t) * Math.cos(1.3 * t), Math.exp(-0.05 * t) * Math.sin(1.3 * t)];
  return Float64Array.of(ROOT * (a + b), ROOT * (a - b), 0);
}

/** One real whose next value no function of itself gives. */
function beat(t: number): Float64Array {
  return Float64Array.of(Math.cos(t) + 0.5 * Math.sin(2.3 * t));
}

function series(state: (t: number) => Float64Array, count: number, step: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) => state(k * step));
}

function fit(states: readonly Float64Array[], delays: number, rank: number | "auto" = "auto"): DmdModel {
  return drain(fitDmd(states, delays, rank, 1));
}

describe("dynamic mode decomposition", () => {
  it("finds the map of a linear system and its rank", () => {
    const model = fit(series(spiral, 30, 0.2), 1);
    expect(model).toMatchObject({ rank: 2, mostRank: 2 });
    expect(model.trainingError).toBeLessThan(1e-13);
    const [a, b, c, d] = model.step;
    expect(a + d).toBeCloseTo(2 * Math.exp(-0.01) * Math.cos(0.26), 12);
    expect(a * d - b * c).toBeCloseTo(Math.exp(-0.02), 12);
  });

  it("needs as many delays as there are hidden frequencies", () => {
    const states = series(beat, 60, 0.2);
    expect(fit(states, 1).trainingError).toBeGreaterThan(1);
    expect(fit(states, 3).trainingError).toBeGreaterThan(1e-2);
    expect(fit(states, 4)).toMatchObject({ rank: 4, mostRank: 4 });
    expect(fit(states, 4).trainingError).toBeLessThan(1e-11);
  });

  it("chooses the rank by the training error alone", () => {
    const noise = (k: number): number => 1e-3 * Math.sin(12.9898 * k * k);
    const states = series(beat, 60, 0.2).map((state, k) => state.map((value) => value + noise(k)));
    const chosen = fit(states, 8);
    const all = Array.from({ length: chosen.mostRank + 1 }, (_, r) => fit(states, 8, r).trainingError);
    expect(chosen.mostRank).toBe(8);
    expect(chosen.trainingError).toBe(Math.min(...all));
    expect(all.indexOf(chosen.trainingError)).toBe(chosen.rank);
  });

  it("takes a rank that is given, as far as the data allow", () => {
    const states = series(beat, 60, 0.2);
    expect(fit(states, 6, 2).rank).toBe(2);
    expect(fit(states, 6, 50).rank).toBe(4);
  });

  it("divides the training error by the norm", () => {
    const states = series(beat, 60, 0.2);
    const once = drain(fitDmd(states, 2, 2, 1)).trainingError;
    expect(drain(fitDmd(states, 2, 2, 4)).trainingError).toBeCloseTo(once / 4, 14);
  });

  it("predicts 0 where nothing moves", () => {
    const model = fit(
      series(() => new Float64Array(3), 10, 0.2),
      2,
    );
    expect(model).toMatchObject({ rank: 0, mostRank: 0, trainingError: 0 });
  });
});

describe("forecast", () => {
  const interval = 0.05;
  const lag = 4;
  const delays = 5;
  const shifted = (t: number): Float64Array => Float64Array.of(3 + (beat(t)[0] ?? 0), 2);
  const rows = series(shifted, 241, interval);
  const forecast = (): Forecast => {
    const basis = drain(stateBasis(rows, lag));
    const strided = rows.filter((_, row) => row % lag === 0).map((row) => basis.coordinates(row));
    return new Forecast(basis, fit(strided, delays), rows, delays, lag);
  };

  it("continues the data beyond their end, also between strides", () => {
    const found = forecast();
    const out = new Float64Array(2);
    for (const row of [0, 15, 16, 17, 100, 240, 301, 402, 403]) {
      found.state(row, out);
      const expected = shifted(row * interval);
      const accuracy = row < delays * lag ? 1e-15 : 1e-9;
      out.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(accuracy));
    }
  });

  it("goes through the rows around a time that is none", () => {
    const found = forecast();
    const out = new Float64Array(2);
    for (const position of [0.3, 1.5, 15.9, 77.77, 300.5]) {
      found.state(position, out);
      const expected = shifted(position * interval);
      out.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-8));
    }
  });
});
