import { type Axis, decadeRange, type Extent } from "./axis.ts";
import { EXACT_INK, type MethodStyle } from "./method-style.ts";
import type { LinePlot, Series } from "./model.ts";

/** One step of a training, as far as it is drawn. */
export interface DrawnStep {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

type Quantity = Exclude<keyof DrawnStep, "step">;

const NAMES: Readonly<Record<Quantity, string>> = {
  loss: "Loss",
  gradientNorm: "Gradient",
  learningRate: "Rate",
};
const QUANTITIES: readonly Quantity[] = ["loss", "gradientNorm", "learningRate"];

/** Loss, gradient norm and learning rate over the steps, on one logarithmic axis. */
export function trainingPlot(
  history: readonly DrawnStep[],
  neural: Pick<MethodStyle, "light" | "dark">,
  hidden: readonly string[],
): LinePlot {
  const steps = history.map(({ step }) => step);
  const series = QUANTITIES.map((quantity): Series => {
    const look: Readonly<Record<Quantity, Pick<Series, "ink" | "dash">>> = {
      loss: { ink: neural, dash: "solid" },
      gradientNorm: { ink: EXACT_INK, dash: "dot" },
      learningRate: { ink: EXACT_INK, dash: "longdash" },
    };
    return {
      id: quantity,
      label: NAMES[quantity],
      times: steps,
      from: 0,
      count: history.length,
      at: (index) => history[index]?.[quantity] ?? Number.NaN,
      ...look[quantity],
      dim: false,
      hidden: hidden.includes(quantity),
    };
  });
  const axis: Axis = {
    label: "loss, |∇|, rate",
    scale: "log",
    range: decadeRange(extentOf(history, hidden)),
  };
  return { kind: "lines", axis, xLabel: "step", series };
}

function extentOf(history: readonly DrawnStep[], hidden: readonly string[]): Extent {
  const extent: Extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  const shown = QUANTITIES.filter((quantity) => !hidden.includes(quantity));
  for (const entry of history) {
    for (const quantity of shown) {
      const value = entry[quantity];
      if (!(value > 0)) continue;
      extent.low = Math.min(extent.low, value);
      extent.high = Math.max(extent.high, value);
    }
  }
  return extent;
}
