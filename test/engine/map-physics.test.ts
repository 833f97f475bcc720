import { describe, expect, it } from "vitest";
import { createInProcessEngine } from "../../src/engine/in-process-engine.ts";
import { computeMapPoint } from "../../src/engine/map-backend.ts";
import { defaultConfig } from "../../src/protocol/config.ts";
import { configAt } from "../../src/protocol/map.ts";
import { TRAINING_MEAN } from "../../src/protocol/results.ts";
import { smallConfig } from "../worker/fakes.ts";

const config = { ...defaultConfig(), methods: [{ kind: "exact" as const }] };
const at = (interaction: number, trap: number) =>
  computeMapPoint({ config, point: { index: 0, interaction, trap } });

/** Half a unit in the last digit of the table. */
const ROUNDING = 0.005;

describe("the map of the default system", () => {
  it.each([
    { u: 0.1, v: 4, r: 0.96, b: 0.08 },
    { u: 0.25, v: 0.4, r: 0.98, b: 0.16 },
    { u: 1, v: 0.1, r: 0.97, b: 0.01 },
    { u: 1, v: 1, r: 0.41, b: 0.83 },
    { u: 1, v: 4, r: -0.52, b: 1.1 },
    { u: 3, v: 1.5, r: -0.33, b: 1.02 },
    { u: 8, v: 0.2, r: -0.31, b: 0 },
    { u: 8, v: 2.5, r: -0.46, b: 1.19 },
  ])("has r and b of PHYSICS.md section 7 at U = $u, V = $v", ({ u, v, r, b }) => {
    const { pearson, buildup } = at(u, v).values;
    expect(Math.abs(pearson - r)).toBeLessThan((v >= 2.5 ? 0.05 : 0.02) + ROUNDING);
    expect(Math.abs(buildup - b)).toBeLessThan(0.01 + ROUNDING);
  });

  it.each([
    [3, 2.5, 0.05],
    [3, 4, 0.01],
  ])("has nearly degenerate ground states at U = %f, V = %f", (u, v, largest) => {
    expect(at(u, v).values.gap).toBeGreaterThan(0);
    expect(at(u, v).values.gap).toBeLessThan(largest);
  });

  it.each([
    [0, 0],
    [0, 1],
    [2, 0],
  ])("leaves r undefined where nothing changes: U = %f, V = %f", (u, v) => {
    const { status, values } = at(u, v);
    expect(status).toBe("done");
    expect(values).not.toHaveProperty("pearson");
    expect(Math.abs(values.buildup)).toBeLessThan(1e-9);
  });
});

describe("a point of a map", () => {
  it("agrees with a whole run of the same config", async () => {
    const four = smallConfig({
      lattice: { kind: "chain", sites: 4 },
      electrons: { up: 2, down: 2 },
      methods: [{ kind: "mean-field" }, { kind: "exact" }, { kind: "td2rdm", closure: "valdemoro" }],
    });
    const { values } = computeMapPoint({ config: four, point: { index: 0, interaction: 2, trap: 0.5 } });
    const { methods, diagnostics, times } = await createInProcessEngine().run(
      { config: configAt(four, 2, 0.5), fields: ["delta2", "delta3", "dab"] },
      { signal: new AbortController().signal, onUpdate: () => undefined },
    );
    const [meanField, exact, td2rdm] = methods;
    const { pearson, meanDelta3, initialDelta3, buildup } = diagnostics;
    const gap = exact.outcome?.groundState?.gap;
    expect(values).toMatchObject({ pearson, meanDelta3, initialDelta3, buildup, gap });
    for (const { label, data } of [meanField, td2rdm]) {
      expect(values[`relativeErrorAtEnd:${label}`]).toBeCloseTo(data.relativeError?.at(-1) ?? 0, 12);
      expect(values[`relativeErrorAtEnd:${label}`]).toBeGreaterThan(0);
      const expected = windowError(data.dab, exact.data.dab);
      expect(values[`relativeError:${label}`]).toBeCloseTo(expected, 12);
    }
    expect(times).toHaveLength(21);
  });

  it("has the extrapolation errors of a whole run, learned methods among them", async () => {
    const four = smallConfig({
      lattice: { kind: "chain", sites: 4 },
      electrons: { up: 2, down: 2 },
      time: { end: 4, sample: 0.1 },
      methods: [
        { kind: "dmd", trainUntil: 2, delays: 4 },
        { kind: "mean-field" },
        { kind: "exact" },
        { kind: "td2rdm" },
        { kind: "neural-ode", trainUntil: 2, hidden: [8], stages: [{ kind: "derivative", steps: 20 }] },
      ],
    });
    const { status, values } = computeMapPoint({
      config: four,
      point: { index: 0, interaction: 2, trap: 0.5 },
    });
    const { methods, diagnostics } = await createInProcessEngine().run(
      { config: configAt(four, 2, 0.5), fields: ["delta2", "delta3", "dab"] },
      { signal: new AbortController().signal, onUpdate: () => undefined },
    );
    const { extrapolation, unseenFraction } = diagnostics;
    expect(status).toBe("done");
    expect(unseenFraction).toBeGreaterThan(0);
    expect(values.unseenFraction).toBe(unseenFraction);
    expect(values.meanError).toBe(extrapolation?.errors[TRAINING_MEAN].extrapolation);
    for (const { label } of methods.filter(({ method }) => method.kind !== "exact")) {
      const errors = extrapolation?.errors[label];
      expect(errors?.extrapolation).toBeGreaterThan(0);
      expect(values[`trainingError:${label}`]).toBe(errors?.training);
      expect(values[`extrapolationError:${label}`]).toBe(errors?.extrapolation);
      expect(values[`skill:${label}`]).toBe(errors?.skill);
    }
  });
});

function windowError(a: Float64Array = new Float64Array(), b: Float64Array = new Float64Array()): number {
  const difference = Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
  return difference / Math.hypot(...b);
}
