import type { Data, Layout, LayoutAxis, Config as PlotlyConfig } from "plotly.js";
import { axisTicks, type Range } from "./axis.ts";
import { fixed } from "./format.ts";
import type { Theme } from "./method-style.ts";
import type { ColorScale, HeatPlot, LinePlot, MatrixPlot, PlotBody } from "./model.ts";
import { DASH_PIXELS, DIM_OPACITY, LINE_WIDTH } from "./paint.ts";
import { paletteStops } from "./palette.ts";
import { richToHtml } from "./rich.ts";
import { drawnColumns, drawnSamples } from "./sampling.ts";

export const PLOTLY_CONFIG: Partial<PlotlyConfig> = {
  staticPlot: true,
  displayModeBar: false,
  showSendToCloud: false,
  responsive: false,
};

export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

export interface FigureFrame {
  readonly width: number;
  readonly height: number;
  readonly window: Range;
  readonly theme: Theme;
}

/** The bare plot area: axes, legend and cursor are ours and lie around and above it. */
export function screenFigure(body: PlotBody, frame: FigureFrame): Figure {
  const { x, y } = axes(body, frame.window);
  const bare: Partial<LayoutAxis> = { visible: false, fixedrange: true };
  return {
    data: traces(body, frame),
    layout: {
      width: frame.width,
      height: frame.height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: false,
      hovermode: false,
      xaxis: { ...x, ...bare },
      yaxis: { ...y, ...bare },
    },
  };
}

export interface ExportText {
  /** Rich markup. */
  readonly title: string;
  readonly subtitle: string;
}

export interface ExportColors {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
}

/** A figure that stands alone: title, axes with units, legend or colour bar, background. */
export function exportFigure(
  body: PlotBody,
  frame: FigureFrame,
  text: ExportText,
  colors: ExportColors,
): Figure {
  const { x, y } = axes(body, frame.window);
  const common: Partial<LayoutAxis> = {
    color: colors.muted,
    gridcolor: colors.grid,
    zeroline: false,
    ticks: "outside",
    tickcolor: colors.grid,
    ticklen: 4,
    automargin: true,
  };
  const title = `<b>${richToHtml(text.title)}</b>  <span style="font-size:12px">${richToHtml(text.subtitle)}</span>`;
  return {
    data: traces(body, frame).map((trace) => withScale(trace, body)),
    layout: {
      width: frame.width,
      height: frame.height,
      margin: { l: 72, r: 24, t: 72, b: 68 },
      paper_bgcolor: colors.background,
      plot_bgcolor: colors.background,
      font: { family: "Inter Variable, Inter, system-ui, sans-serif", size: 13, color: colors.text },
      title: { text: title, x: 0, xref: "paper", y: 0.97, yref: "container", yanchor: "top" },
      showlegend: body.kind === "lines",
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
      hovermode: false,
      xaxis: { ...common, ...x, showgrid: false },
      yaxis: { ...common, ...y, showgrid: body.kind === "lines" },
    },
  };
}

interface AxisPair {
  readonly x: Partial<LayoutAxis>;
  readonly y: Partial<LayoutAxis>;
}

function axes(body: PlotBody, window: Range): AxisPair {
  const time: Partial<LayoutAxis> = {
    range: [window[0], window[1]],
    title: { text: richToHtml("*t* · *J*") },
    autorange: false,
  };
  switch (body.kind) {
    case "lines": {
      const { range, scale, label } = body.axis;
      const ticks = axisTicks(body.axis, 6);
      return {
        x: time,
        y: {
          type: scale,
          range: scale === "log" ? [Math.log10(range[0]), Math.log10(range[1])] : [range[0], range[1]],
          autorange: false,
          tickmode: "array",
          tickvals: ticks.map((tick) => tick.value),
          ticktext: ticks.map((tick) => richToHtml(tick.label)),
          title: { text: richToHtml(label) },
        },
      };
    }
    case "heat":
      return { x: time, y: cells(body.rows, body.rowLabel) };
    case "matrix": {
      const names = Array.from({ length: body.size }, (_, site) => String(site));
      return {
        x: { ...cells(names, "site *i*"), range: [-0.5, body.size - 0.5] },
        y: cells(names, "site *j*"),
      };
    }
  }
}

function cells(names: readonly string[], label: string): Partial<LayoutAxis> {
  return {
    range: [names.length - 0.5, -0.5],
    autorange: false,
    tickmode: "array",
    tickvals: names.map((_, row) => row),
    ticktext: names.map(richToHtml),
    title: { text: richToHtml(label) },
  };
}

function traces(body: PlotBody, frame: FigureFrame): Data[] {
  switch (body.kind) {
    case "lines":
      return lineTraces(body, frame);
    case "heat":
      return heatTraces(body, frame);
    case "matrix":
      return matrixTraces(body);
  }
}

function lineTraces(plot: LinePlot, frame: FigureFrame): Data[] {
  const floor = plot.axis.scale === "log" ? plot.axis.range[0] : Number.NEGATIVE_INFINITY;
  return plot.series
    .filter((series) => !series.hidden)
    .map((series) => {
      const samples = drawnSamples(series, frame);
      return {
        type: "scatter",
        mode: "lines",
        name: richToHtml(series.label),
        x: samples.map((k) => series.times[k] ?? 0),
        y: samples.map((k) => Math.max(floor, series.at(k))),
        line: {
          color: series.ink[frame.theme],
          width: LINE_WIDTH,
          dash: plotlyDash(DASH_PIXELS[series.dash]),
          simplify: false,
        },
        opacity: series.dim ? DIM_OPACITY : 1,
        hoverinfo: "skip",
      };
    });
}

/** Plotly takes custom patterns as "7px,4px", which its typings leave out. */
function plotlyDash(pixels: readonly number[]): "solid" {
  return (pixels.length === 0 ? "solid" : pixels.map((length) => `${length}px`).join(",")) as "solid";
}

function heatTraces(plot: HeatPlot, frame: FigureFrame): Data[] {
  return plot.layers.map((layer) => {
    const { samples } = drawnColumns(layer, frame);
    return {
      ...colorOf(plot.color),
      x: samples.map((k) => layer.times[k] ?? 0),
      y: plot.rows.map((_, row) => row),
      z: plot.rows.map((_, row) => samples.map((k) => layer.at(k, row))),
      opacity: layer.dim ? DIM_OPACITY : 1,
    };
  });
}

function matrixTraces(plot: MatrixPlot): Data[] {
  if (plot.time === null) return [];
  const sites = Array.from({ length: plot.size }, (_, site) => site);
  return [
    { ...colorOf(plot.color), x: sites, y: sites, z: sites.map((j) => sites.map((i) => plot.at(i, j))) },
  ];
}

function colorOf(color: ColorScale) {
  return {
    type: "heatmap" as const,
    colorscale: paletteStops(color.palette, 33),
    zmin: color.range[0],
    zmax: color.range[1],
    showscale: false,
    hoverinfo: "skip" as const,
  };
}

function withScale(trace: Data, body: PlotBody): Data {
  if (body.kind === "lines") return trace;
  const { range, label } = body.color;
  return {
    ...trace,
    showscale: true,
    colorbar: {
      title: { text: richToHtml(label), side: "top" },
      thickness: 12,
      outlinewidth: 0,
      tickvals: [...range],
      ticktext: range.map((value) => fixed(value, 2)),
    },
  };
}
