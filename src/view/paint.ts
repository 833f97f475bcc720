import { axisFraction, type Range } from "./axis.ts";
import type { Dash, Theme } from "./method-style.ts";
import type { HeatLayer, HeatPlot, LinePlot, MatrixPlot, PlotBody, Series } from "./model.ts";
import { LUTS, lutOffset } from "./palette.ts";

/** Dash patterns in CSS pixels, the same on canvas, in plotly and in legends. */
export const DASH_PIXELS: Readonly<Record<Dash, readonly number[]>> = {
  solid: [],
  dash: [7, 4],
  dot: [2, 3],
  dashdot: [8, 3, 2, 3],
  longdash: [14, 4],
};
export const LINE_WIDTH = 1.75;
/** Opacity of what a new run has not yet replaced. */
export const DIM_OPACITY = 0.28;

export interface PaintArea {
  readonly width: number;
  readonly height: number;
  /** Visible times. */
  readonly window: Range;
  readonly theme: Theme;
}

/**
 * Draws the plot area (no axes) with its origin at (0, 0) in CSS pixels. Costs about a millisecond, so it keeps up
 * with streaming samples and with zooming.
 */
export function paintPlot(context: CanvasRenderingContext2D, body: PlotBody, area: PaintArea): void {
  context.clearRect(0, 0, area.width, area.height);
  switch (body.kind) {
    case "lines":
      for (const series of body.series) if (!series.hidden) paintLine(context, body, series, area);
      break;
    case "heat":
      for (const layer of body.layers) paintLayer(context, body, layer, area);
      break;
    case "matrix":
      paintMatrix(context, body, area);
      break;
  }
  context.globalAlpha = 1;
}

/** Points of a curve as a flat list x0, y0, x1, y1, ... in pixels. */
export function curvePixels(plot: LinePlot, series: Series, area: PaintArea): number[] {
  const [start, end] = area.window;
  const points: number[] = [];
  for (const k of drawnSamples(series, area)) {
    const x = (((series.times[k] ?? 0) - start) / (end - start)) * area.width;
    const y = (1 - axisFraction(plot.axis, series.at(k))) * area.height;
    points.push(x, y);
  }
  return points;
}

/** Most samples per pixel that a line can show; above it, only the extremes of every pixel column are drawn. */
const SAMPLES_PER_PIXEL = 3;

/** Samples of a series worth drawing in the window: all, or the lowest and highest of each pixel column. */
export function drawnSamples(series: Series, area: Pick<PaintArea, "window" | "width">): number[] {
  const { times, at } = series;
  const [start, end] = area.window;
  let first = series.from;
  while (first + 1 < series.count && (times[first + 1] ?? 0) <= start) first += 1;
  let last = series.count - 1;
  while (last - 1 > first && (times[last - 1] ?? 0) >= end) last -= 1;
  const columns = Math.max(1, Math.round(area.width));
  const stride = (last - first + 1) / columns;
  if (stride <= SAMPLES_PER_PIXEL) {
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  }
  const samples: number[] = [];
  for (let column = 0; column < columns; column++) {
    let low = first + Math.floor(column * stride);
    let high = low;
    for (let k = low; k < first + Math.floor((column + 1) * stride); k++) {
      if (at(k) < at(low)) low = k;
      if (at(k) > at(high)) high = k;
    }
    samples.push(Math.min(low, high));
    if (low !== high) samples.push(Math.max(low, high));
  }
  if (samples.at(-1) !== last) samples.push(last);
  return samples;
}

function paintLine(context: CanvasRenderingContext2D, plot: LinePlot, series: Series, area: PaintArea): void {
  const points = curvePixels(plot, series, area);
  context.globalAlpha = series.dim ? DIM_OPACITY : 1;
  context.strokeStyle = series.ink[area.theme];
  context.lineWidth = LINE_WIDTH;
  context.lineJoin = "round";
  context.setLineDash([...DASH_PIXELS[series.dash]]);
  context.beginPath();
  for (let k = 0; k < points.length; k += 2) context.lineTo(points[k] ?? 0, points[k + 1] ?? 0);
  context.stroke();
}

function paintLayer(
  context: CanvasRenderingContext2D,
  plot: HeatPlot,
  layer: HeatLayer,
  area: PaintArea,
): void {
  const columns = layer.count - layer.from;
  const rows = plot.rows.length;
  if (columns <= 0 || rows === 0) return;
  const image = new ImageData(columns, rows);
  fillImage(image.data, plot, columns, rows, (column, row) => layer.at(layer.from + column, row));
  const step = (layer.times[1] ?? 1) - (layer.times[0] ?? 0);
  const [start, end] = area.window;
  const scale = area.width / (end - start);
  const left = ((layer.times[layer.from] ?? 0) - step / 2 - start) * scale;
  context.globalAlpha = layer.dim ? DIM_OPACITY : 1;
  drawPixelated(context, image, left, columns * step * scale, area.height);
}

function paintMatrix(context: CanvasRenderingContext2D, plot: MatrixPlot, area: PaintArea): void {
  if (plot.size === 0 || plot.time === null) return;
  const image = new ImageData(plot.size, plot.size);
  fillImage(image.data, plot, plot.size, plot.size, (i, j) => plot.at(i, j));
  drawPixelated(context, image, 0, area.width, area.height);
}

function fillImage(
  pixels: Uint8ClampedArray,
  { color }: Pick<HeatPlot, "color">,
  columns: number,
  rows: number,
  at: (column: number, row: number) => number,
): void {
  const lut = LUTS[color.palette];
  const [low, high] = color.range;
  let offset = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = lutOffset(at(column, row), low, high);
      pixels[offset] = lut[from] ?? 0;
      pixels[offset + 1] = lut[from + 1] ?? 0;
      pixels[offset + 2] = lut[from + 2] ?? 0;
      pixels[offset + 3] = 255;
      offset += 4;
    }
  }
}

/** Holds one pixel per cell on its way to the screen; made once, since contexts are expensive to make. */
let sheet: OffscreenCanvasRenderingContext2D | null = null;

function drawPixelated(
  context: CanvasRenderingContext2D,
  image: ImageData,
  left: number,
  width: number,
  height: number,
): void {
  sheet ??= new OffscreenCanvas(1, 1).getContext("2d");
  if (sheet === null) return;
  sheet.canvas.width = image.width;
  sheet.canvas.height = image.height;
  sheet.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(sheet.canvas, left, 0, width, height);
}
