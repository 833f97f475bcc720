import { useTimeline, visibleWindow } from "../../state/timeline.ts";
import { buildPlot } from "../../view/build-plot.ts";
import { PLOT_IDS, PLOTS, type PlotId } from "../../view/catalog.ts";
import { exportFileName, exportSubtitle } from "../../view/export-text.ts";
import type { Theme } from "../../view/method-style.ts";
import type { PlotData } from "../../view/model.ts";
import { type ExportColors, exportFigure, PLOTLY_CONFIG } from "../../view/plotly-figure.ts";
import { optionsOf, usePlotSettings } from "./plot-settings.ts";

const COLORS: Readonly<Record<Theme, ExportColors>> = {
  light: { background: "#ffffff", text: "#14181f", muted: "#566070", grid: "#e9ecf0" },
  dark: { background: "#161a20", text: "#e8ebf0", muted: "#9aa5b4", grid: "#232932" },
};
const SIZE = { width: 960, height: 480 };
const SQUARE = { width: 560, height: 560 };
/** Pixels of a PNG per unit of its SVG. */
const PNG_SCALE = 2;

let shown: PlotData = { results: null, previous: null, imported: [] };

/** Tells what is on the screen, so that exports show the same. */
export function setExportData(data: PlotData): void {
  shown = data;
}

/** Plots that can be exported, for a menu. */
export function exportablePlots(): readonly { readonly id: PlotId; readonly name: string }[] {
  const { shown: ids } = usePlotSettings.getState();
  return PLOT_IDS.filter((id) => ids.includes(id)).map((id) => ({ id, name: PLOTS[id].name }));
}

/**
 * Saves one plot as a picture that stands alone: title, axes with units, legend, background. Zoom, hidden curves and
 * the chosen method are those on the screen.
 */
export async function exportPlot(id: PlotId, format: "svg" | "png", theme: Theme = "light"): Promise<void> {
  const { Plotly } = await import("../../view/plotly.ts");
  const { results } = shown;
  if (results === null) return;
  const spec = PLOTS[id];
  const timeline = useTimeline.getState();
  const options = optionsOf(usePlotSettings.getState().options, id);
  const { body } = buildPlot(id, { ...shown, previous: null }, options, null, timeline.t);
  const size = body.kind === "matrix" ? SQUARE : SIZE;
  const figure = exportFigure(
    body,
    { ...size, window: visibleWindow(timeline), theme },
    { title: spec.title, subtitle: exportSubtitle(spec, body, results, options) },
    COLORS[theme],
  );
  const url = await Plotly.toImage(
    { data: [...figure.data], layout: figure.layout, config: PLOTLY_CONFIG },
    { format, ...size, scale: format === "png" ? PNG_SCALE : 1 },
  );
  save(url, exportFileName(id, results, format));
}

function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
