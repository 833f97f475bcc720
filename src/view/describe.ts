import type { Range } from "./axis.ts";
import type { PlotSpec } from "./catalog.ts";
import { compact, fixed } from "./format.ts";
import type { HeatPlot, LinePlot, MatrixPlot, PlotBody } from "./model.ts";
import { richToPlain } from "./rich.ts";

/** A plot in words: what, over which times, between which values, and where it ends. */
export function describePlot(spec: PlotSpec, body: PlotBody, window: Range): string {
  const title = `${richToPlain(spec.title)}, ${richToPlain(spec.subtitle)}`;
  switch (body.kind) {
    case "lines":
      return `${title}. ${describeTimes(window)} ${describeLines(body)}`;
    case "heat":
      return `${title}. ${describeTimes(window)} ${describeHeat(body)}`;
    case "matrix":
      return `${title}. ${describeMatrix(body)}`;
  }
}

function describeTimes([start, end]: Range): string {
  return `Times ${fixed(start, 1)} to ${fixed(end, 1)} in 1/J. Left and right arrow keys move the playhead.`;
}

function describeLines(plot: LinePlot): string {
  const curves = plot.series.filter(({ dim, hidden, count }) => !dim && !hidden && count > 0);
  if (curves.length === 0) return "No curves.";
  const ends = curves.map((series) => {
    const value = richToPlain(compact(series.at(series.count - 1)));
    const t = fixed(series.times[series.count - 1] ?? 0, 1);
    return `${richToPlain(series.label)} ends at ${value} (t = ${t})`;
  });
  const scale = plot.axis.scale === "log" ? ", logarithmic axis" : "";
  return `${richToPlain(plot.axis.label)} from ${range(plot.axis.range)}${scale}. ${ends.join("; ")}.`;
}

function describeHeat(plot: HeatPlot): string {
  const layer = plot.layers.find(({ dim, count }) => !dim && count > 0);
  if (layer === undefined) return "No values.";
  const last = layer.count - 1;
  const values = plot.rows.map((name, row) => `${name}: ${fixed(layer.at(last, row), 2)}`);
  const t = fixed(layer.times[last] ?? 0, 1);
  return `Colours from ${range(plot.color.range)}. At t = ${t}: ${values.join(", ")}.`;
}

function describeMatrix(plot: MatrixPlot): string {
  if (plot.time === null) return "No values.";
  return `${plot.size} by ${plot.size} sites at t = ${fixed(plot.time, 1)}. Colours from ${range(plot.color.range)}.`;
}

function range([low, high]: Range): string {
  return `${richToPlain(compact(low))} to ${richToPlain(compact(high))}`;
}
