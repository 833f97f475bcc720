import { expect, it } from "vitest";
import { hasMemory, measureOf, valueAt } from "../../src/analysis/measure.ts";
import { defaultSettings } from "../../src/analysis/settings.ts";
import { parseConfig } from "../../src/protocol/config.ts";
import { MEASURED_POINTS, NEURAL, regimeTable } from "../support/regime-map.ts";

const table = regimeTable(MEASURED_POINTS, 4, 3);

it("delays and the memory of a neural ODE are memory; it plays that part at first", () => {
  const { methods } = parseConfig({
    ...table.config,
    methods: [
      { kind: "mean-field" },
      { kind: "dmd", delays: 1, trainUntil: 10 },
      { kind: "dmd", delays: 2, trainUntil: 10 },
      { kind: "neural-ode", trainUntil: 10 },
      { kind: "neural-ode", trainUntil: 10, memory: { kind: "delay" } },
    ],
  });
  expect(methods.map(hasMemory)).toEqual([false, false, true, false, true]);
  const { local, memory } = defaultSettings({ ...table, config: { ...table.config, methods } });
  expect(local).toEqual([NEURAL]);
  expect(memory).toHaveLength(2);
  const without = methods.filter(({ kind }) => kind !== "neural-ode");
  const settings = defaultSettings({ ...table, config: { ...table.config, methods: without } });
  expect(settings.local).toEqual(["Mean field", "DMD"]);
});

it("a map is measured after the training where it goes on after it", () => {
  expect(measureOf(table)).toBe("extrapolation");
  const { time } = table.config;
  expect(measureOf({ ...table, config: { ...table.config, time: { ...time, end: 10 } } })).toBe("whole");
});

it("an error that diverged is infinite, one that is missing unknown", () => {
  const diverged = regimeTable([{ r: 0, b: 0, unseen: 0, mean: 1, neural: null, delay: 1 }], 2, 1);
  const name = `extrapolationError:${NEURAL}`;
  expect(valueAt(diverged, name, 0)).toBe(Number.POSITIVE_INFINITY);
  expect(valueAt(diverged, name, 1)).toBeNaN();
});
