import { expect, test } from "vitest";
import { trainingPlot } from "../../src/view/training-plot.ts";

const INK = { light: "#c0669a", dark: "#dd94bf" };
const HISTORY = [
  { step: 10, loss: 1e-2, gradientNorm: 2, learningRate: 1e-3 },
  { step: 20, loss: 1e-4, gradientNorm: 0.5, learningRate: 2e-3 },
];

test("loss, gradient and rate run over the steps on one logarithmic axis that holds them all", () => {
  const plot = trainingPlot(HISTORY, INK, []);
  expect(plot.xLabel).toBe("step");
  expect(plot.series.map(({ id }) => id)).toEqual(["loss", "gradientNorm", "learningRate"]);
  expect(plot.series.map(({ at }) => [at(0), at(1)])).toEqual([
    [1e-2, 1e-4],
    [2, 0.5],
    [1e-3, 2e-3],
  ]);
  expect(plot.series[0]?.times).toEqual([10, 20]);
  expect(plot.axis.scale).toBe("log");
  expect(plot.axis.range[0]).toBeLessThanOrEqual(1e-4);
  expect(plot.axis.range[1]).toBeGreaterThanOrEqual(2);
});

test("what is hidden does not stretch the axis", () => {
  const plot = trainingPlot(HISTORY, INK, ["gradientNorm"]);
  expect(plot.series[1]?.hidden).toBe(true);
  expect(plot.axis.range[1]).toBeLessThan(0.1);
});

test("a loss that is not a number is not drawn into the axis", () => {
  const plot = trainingPlot(
    [...HISTORY, { step: 30, loss: Number.NaN, gradientNorm: 0, learningRate: 1e-3 }],
    INK,
    [],
  );
  expect(plot.axis.range.every(Number.isFinite)).toBe(true);
});

test("without steps there is an empty plot", () => {
  expect(trainingPlot([], INK, []).series.every(({ count }) => count === 0)).toBe(true);
});
