import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { CONFIG_SCHEMA, type Config, parseConfig } from "../../src/protocol/config.ts";
import {
  comparisonConfig,
  DEFAULT_SETTINGS,
  formatValues,
  furtherQuenches,
  heldOutQuenches,
  methodRefusal,
  parseValues,
  RECIPE,
  trainedMethod,
  trainingRefusal,
} from "../../src/state/training-settings.ts";

const config = (changes: object = {}): Config => parseConfig({ schema: CONFIG_SCHEMA, ...changes });

describe("lists of numbers", () => {
  test.each([
    ["", []],
    ["0.3", [0.3]],
    ["0.3, 0.7;1 2", [0.3, 0.7, 1, 2]],
    ["0:1:3", [0, 0.5, 1]],
    ["0:1:3, 0.5, 4", [0, 0.5, 1, 4]],
    ["-1", [-1]],
  ])("%j", (text, values) => expect(parseValues(text)).toEqual(values));

  test.each(["x", "1:2", "1:2:1", "1:2:3:4", "0:1:2.5", "101", "0:1:65", "0:1:40, 2:3:40"])(
    "refused: %j",
    (text) => expect(() => parseValues(text)).toThrow(InputError),
  );

  test("are read as they are written", () =>
    expect(parseValues(formatValues([0.3, 1.5, 2]))).toEqual([0.3, 1.5, 2]));
});

test("the window of the recipe is halved where the whole window is shorter", () => {
  expect(trainedMethod(config(), DEFAULT_SETTINGS).trainUntil).toBe(10);
  expect(trainedMethod(config({ time: { end: 6 } }), DEFAULT_SETTINGS).trainUntil).toBe(3);
  expect(trainedMethod(config(), { ...DEFAULT_SETTINGS, trainUntil: 7 }).trainUntil).toBe(7);
});

test("a training is compared with exact, mean field, TD2RDM, truncated and delay-DMD, and comes last", () => {
  const neural = trainedMethod(config(), DEFAULT_SETTINGS);
  const { methods } = comparisonConfig(config(), neural);
  expect(methods.map(({ kind }) => kind)).toEqual([
    "exact",
    "mean-field",
    "td2rdm",
    "dmd",
    "dmd",
    "neural-ode",
  ]);
  expect(methods.at(-1)).toEqual(neural);
  const purified = { ...neural, purification: "energy-conserving" } as const;
  expect(comparisonConfig(config(), purified).methods.slice(-2)).toEqual([neural, purified]);
});

test("every pair of the further values is learned from, but not the quench twice", () => {
  const settings = { ...DEFAULT_SETTINGS, furtherInteractions: [1, 2], furtherTraps: [1, 0.5] };
  expect(furtherQuenches(config(), settings)).toEqual([
    { interaction: 1, trap: 0.5 },
    { interaction: 2, trap: 1 },
    { interaction: 2, trap: 0.5 },
  ]);
  expect(furtherQuenches(config(), DEFAULT_SETTINGS)).toEqual([]);
  expect(furtherQuenches(config(), { ...DEFAULT_SETTINGS, furtherTraps: [2] })).toEqual([
    { interaction: 1, trap: 2 },
  ]);
});

test("held-out traps are predicted at the interaction of the quench", () => {
  const settings = { ...DEFAULT_SETTINGS, heldOutTraps: [0.7, 1.4] };
  expect(heldOutQuenches(config(), settings)).toEqual([
    { interaction: 1, trap: 0.7 },
    { interaction: 1, trap: 1.4 },
  ]);
});

test("spin-polarised systems are refused, but do not keep settings from being made", () => {
  const polarised = config({ electrons: { up: 3, down: 2 }, methods: [{ kind: "exact" }] });
  expect(trainingRefusal(polarised, DEFAULT_SETTINGS)?.expected).toMatch(/closed-shell singlet/);
  expect(methodRefusal(polarised, DEFAULT_SETTINGS)).toBeNull();
});

test("impossible hyperparameters are refused by name", () => {
  const broken = { ...DEFAULT_SETTINGS, method: { ...RECIPE, hidden: [0] } };
  expect(methodRefusal(config(), broken)?.path).toMatch(/^methods\[1\]\.hidden/);
  expect(methodRefusal(config(), { ...DEFAULT_SETTINGS, trainUntil: 30 })?.path).toMatch(/trainUntil/);
});
