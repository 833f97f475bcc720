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

test("a map that was computed tells how fast this machine is", () => {
  const config = defaultConfig();
  const pace = { config, secondsPerPoint: 0.2 };
  expect(mapSeconds(config, 50, 4, pace)).toBeCloseTo(10, 9);
  const half = { ...config, time: { ...config.time, end: config.time.end / 2 } };
  const plain = mapSeconds(half, 1, 4) / mapSeconds(config, 1, 4);
  expect(mapSeconds(half, 50, 4, pace)).toBeCloseTo(10 * plain, 9);
});
