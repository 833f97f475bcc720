import { axisFraction, type Range } from "./axis.ts";
import type { Dash, Theme } from "./method-style.ts";
import type { HeatLayer, HeatPlot, LinePlot, MatrixPlot, PlotBody, Series } from "./model.ts";
import { LUTS, lutOffset } from "./palette.ts";
import { drawnColumns, drawnSamples } from "./sampling.ts";

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
  const columns = drawnColumns(layer, area);
  const rows = plot.rows.length;
  const [first] = columns.samples;
  if (first === undefined || rows === 0) return;
  const image = new ImageData(columns.samples.length, rows);
  fillImage(image.data, plot, image.width, rows, (column, row) =>
    layer.at(columns.samples[column] ?? 0, row),
  );
  const step = (layer.times[1] ?? 1) - (layer.times[0] ?? 0);
  const [start, end] = area.window;
  const scale = area.width / (end - start);
  const left = ((layer.times[first] ?? 0) - step / 2 - start) * scale;
  context.globalAlpha = layer.dim ? DIM_OPACITY : 1;
  drawPixelated(context, image, left, image.width * columns.stride * step * scale, area.height);
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
