import { expect, test } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import { estimateMethod } from "../../src/protocol/estimate.ts";
import { mapSeconds, runCost } from "../../src/state/cost.ts";

test("the cost of a run: the dimension of the wave function, all memory, time on so many cores", () => {
  const config = defaultConfig();
  const estimates = config.methods.map((method) => estimateMethod(config, method));
  const seconds = estimates.map((estimate) => estimate.seconds);
  const total = seconds.reduce((sum, value) => sum + value, 0);
  const one = runCost(config, 1);
  expect(one.dimension).toBe(400);
  expect(one.bytes).toBeCloseTo(
    estimates.reduce((sum, estimate) => sum + estimate.bytes, 0),
    6,
  );
  expect(one.seconds).toBeCloseTo(total, 12);
  expect(runCost(config, 100).seconds).toBe(Math.max(...seconds));
});

test("a map costs its points one after the other, shared by the cores", () => {
  const config = defaultConfig();
  const one = mapSeconds(config, 1, 1);
  expect(one).toBeGreaterThan(0);
  expect(mapSeconds(config, 64, 4)).toBeCloseTo(16 * one, 9);
  expect(mapSeconds({ ...config, methods: [{ kind: "exact" }] }, 1, 1)).toBeLessThan(one);
});
