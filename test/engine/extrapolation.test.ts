import { describe, expect, it } from "vitest";
import { createInProcessEngine } from "../../src/engine/in-process-engine.ts";
import type { MethodResult, ResultSet } from "../../src/protocol/results.ts";
import { smallConfig } from "../worker/fakes.ts";

function run(changes: Record<string, unknown> = {}): Promise<ResultSet> {
  const config = smallConfig({
    lattice: { kind: "chain", sites: 4 },
    electrons: { up: 2, down: 2 },
    time: { end: 6, sample: 0.1 },
    methods: [
      { kind: "mean-field" },
      { kind: "dmd", trainUntil: 3, delays: 5 },
      { kind: "dmd", trainUntil: 3, delays: 1, rank: 4 },
      { kind: "exact" },
    ],
    ...changes,
  });
  return createInProcessEngine().run(
    { config, fields: ["dab"] },
    { signal: new AbortController().signal, onUpdate: () => undefined },
  );
}

/** |a - b| / |b| over the samples `begin` ... `end - 1`. */
function error(a: MethodResult, b: MethodResult, begin: number, end: number): number {
  const width = 2 * 4 ** 4;
  let [difference, norm] = [0, 0];
  for (let i = begin * width; i < end * width; i++) {
    const exact = b.data.dab?.[i] ?? 0;
    difference += ((a.data.dab?.[i] ?? 0) - exact) ** 2;
    norm += exact ** 2;
  }
  return Math.sqrt(difference / norm);
}

describe("extrapolation of a run", () => {
  it("is judged on both sides of the end of training, against constants", async () => {
    const { methods, diagnostics } = await run();
    const { extrapolation, unseenFraction } = diagnostics;
    expect(unseenFraction).toBeGreaterThan(0);
    expect(unseenFraction).toBeLessThan(1);
    expect(extrapolation?.trainUntil).toBe(3);
    const errors = extrapolation?.errors ?? {};
    expect(Object.keys(errors)).toEqual([
      "Frozen",
      "Training mean",
      "Mean field",
      "Delay-DMD · 5 delays · to 3",
      "DMD · rank 4 · to 3",
    ]);
    const mean = errors["Training mean"].extrapolation ?? 0;
    expect(errors["Training mean"].skill).toBe(1);
    expect(errors.Frozen.extrapolation).toBeGreaterThan(mean);
    for (const method of methods.slice(0, 3)) {
      const found = errors[method.label];
      const extrapolated = error(method, methods[3], 31, 61);
      expect(found.training).toBeCloseTo(error(method, methods[3], 0, 31), 12);
      expect(found.extrapolation).toBeCloseTo(extrapolated, 12);
      expect(found.skill).toBeCloseTo(extrapolated / mean, 10);
    }
  });

  it("has no errors where a prediction ends early, and no skill where nothing moves", async () => {
    const quench = { protocol: "trap-release", interaction: 8, trap: 1 };
    const exploding = [{ kind: "exact" }, { kind: "dmd", trainUntil: 3, delays: 1, stride: 0.1 }];
    const { methods, diagnostics } = await run({
      quench,
      methods: exploding,
      time: { end: 40, sample: 0.1 },
    });
    expect(methods[1].status).toBe("diverged");
    expect(diagnostics.extrapolation?.errors[methods[1].label]).toMatchObject({
      extrapolation: null,
      skill: null,
    });
    const still = await run({ quench: { ...quench, trap: 0 } });
    expect(still.diagnostics.extrapolation?.errors.Frozen.skill).toBeNull();
  });

  it("needs an exact and a learned method", async () => {
    const dmd = { kind: "dmd", trainUntil: 3, delays: 5 };
    for (const methods of [[dmd], [{ kind: "exact" }, { kind: "mean-field" }]]) {
      const { diagnostics } = await run({ methods });
      expect(diagnostics.unseenFraction).toBeNull();
      expect(diagnostics.extrapolation).toBeNull();
    }
  });
});
