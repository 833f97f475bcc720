import type { FieldName } from "../base/fields.ts";
import { type Axis, decadeRange, type Extent, niceRange, type Range, stickyRange } from "./axis.ts";
import { buildMatrix, buildRows } from "./build-rows.ts";
import { type CurvesSpec, PLOTS, type PlotId, type Quantity } from "./catalog.ts";
import { CUMULANT3_INK } from "./method-style.ts";
import {
  emptyNote,
  hasEnded,
  isComplete,
  type LinePlot,
  type PlotData,
  type PlotModel,
  type PlotOptions,
  type Series,
} from "./model.ts";
import { type Track, tracksOf } from "./tracks.ts";

/**
 * The model of one plot from the results as they are now.
 * @param previousRange value range this plot has at the moment (kept unless it must change), or null.
 * @param cursor time of the cursor or playhead, for plots of one instant.
 */
export function buildPlot(
  id: PlotId,
  data: PlotData,
  options: PlotOptions,
  previousRange: Range | null,
  cursor: number,
): PlotModel {
  const spec = PLOTS[id];
  switch (spec.kind) {
    case "curves":
      return buildCurves(spec, data, options, previousRange);
    case "rows":
      return buildRows(spec, data, options, previousRange);
    case "matrix":
      return buildMatrix(spec, data, options, previousRange, cursor);
  }
}

/** The value range a model occupies, to be handed back to `buildPlot`. */
export function rangeOf(model: PlotModel): Range {
  return model.body.kind === "lines" ? model.body.axis.range : model.body.color.range;
}

function buildCurves(
  spec: CurvesSpec,
  data: PlotData,
  options: PlotOptions,
  previousRange: Range | null,
): PlotModel {
  const quantity = spec.quantities[options.quantity] ?? spec.quantities[0];
  if (quantity === undefined) throw new Error("internal error: a plot without quantities");
  const series = tracksOf(data).flatMap((track) => seriesOf(track, quantity, options));
  const wanted =
    quantity.scale === "log" ? decadeRange(logExtent(series)) : niceRange(linearExtent(series, quantity));
  const range = stickyRange(previousRange, wanted, quantity.scale, isComplete(data.results));
  const axis: Axis = { label: quantity.axisLabel, scale: quantity.scale, range };
  const body: LinePlot = { kind: "lines", axis, series };
  return {
    body,
    note: noteFor(
      data,
      quantity.field,
      series.some(({ count }) => count > 0),
    ),
  };
}

function seriesOf(track: Track, quantity: Quantity, options: PlotOptions): Series[] {
  const named = (label: string): string => (track.origin === null ? label : `${label} · ${track.origin}`);
  const norms = quantity.field === "delta2" && track.method.method.kind === "exact";
  const own = oneSeries(track, quantity, options, {
    id: track.id,
    label: named(norms ? "‖Δ_{12}‖" : track.label),
    ink: track.style,
  });
  if (!norms) return own;
  const third = oneSeries(track, { ...quantity, field: "delta3" }, options, {
    id: `${track.id}:3`,
    label: named("‖Δ_{123}‖"),
    ink: CUMULANT3_INK,
  });
  return [...own, ...third];
}

function oneSeries(
  track: Track,
  quantity: Quantity,
  options: PlotOptions,
  look: Pick<Series, "id" | "label" | "ink">,
): Series[] {
  const values = track.method.data[quantity.field] ?? (isExpected(track, quantity) ? NO_VALUES : undefined);
  if (values === undefined) return [];
  const start = values[0] ?? 0;
  return [
    {
      ...look,
      times: track.results.times,
      from: track.from,
      count: values === NO_VALUES ? 0 : track.method.filled,
      at: quantity.drift ? (k) => Math.abs((values[k] ?? 0) - start) : (k) => values[k] ?? 0,
      dash: track.style.dash,
      dim: track.dim,
      hidden: options.hidden.includes(look.id.replace(/^old:/, "")),
    },
  ];
}

const NO_VALUES = new Float64Array(0);

/** Whether a method will still bring this quantity: it keeps its place in the legend, so that nothing moves later. */
function isExpected({ method, results }: Track, { field }: Quantity): boolean {
  if (hasEnded(method)) return false;
  if (field === "closureResidual") {
    return method.method.kind === "td2rdm" && !results.preview && results.config.outputs.includes(field);
  }
  if (field !== "relativeError") return true;
  return method.method.kind !== "exact" && results.config.methods.some(({ kind }) => kind === "exact");
}

/** Most samples per series looked at for an extent. */
const EXTENT_SAMPLES = 2000;

function* sampled(series: readonly Series[]): Generator<number> {
  for (const { count, at } of series) {
    const stride = Math.max(1, Math.floor(count / EXTENT_SAMPLES));
    for (let k = 0; k < count; k += stride) if (!Number.isNaN(at(k))) yield at(k);
  }
}

function linearExtent(series: readonly Series[], quantity: Quantity): Extent {
  const extent: Extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const value of sampled(series)) {
    extent.low = Math.min(extent.low, value);
    extent.high = Math.max(extent.high, value);
  }
  const zero = quantity.field !== "energy" && extent.low <= extent.high;
  return zero ? { low: Math.min(0, extent.low), high: Math.max(0, extent.high) } : extent;
}

/** Decades of a log axis below its largest value; what is smaller lies on its edge. */
const DECADES = 7;
/** Share of the window at its start that does not stretch a log axis: errors and drifts grow from rounding noise. */
const IGNORED_START = 0.01;

function logExtent(series: readonly Series[]): Extent {
  const extent: Extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const { count, at, times } of series) {
    const stride = Math.max(1, Math.floor(count / EXTENT_SAMPLES));
    for (let k = Math.ceil(IGNORED_START * times.length); k < count; k += stride) {
      const value = at(k);
      if (!(value > 0)) continue;
      extent.low = Math.min(extent.low, value);
      extent.high = Math.max(extent.high, value);
    }
  }
  return { low: Math.max(extent.low, extent.high * 10 ** -DECADES), high: extent.high };
}

function noteFor(data: PlotData, field: FieldName, drawn: boolean): string | null {
  if (drawn || data.results === null) return null;
  const { methods, outputs } = data.results.config;
  const comparable = methods.length > 1 && methods.some(({ kind }) => kind === "exact");
  if (field === "relativeError" && !comparable) return "Errors need the exact method and at least one other.";
  if (field === "closureResidual") {
    if (methods.every(({ kind }) => kind !== "td2rdm"))
      return "Only TD2RDM has a closure: add such a method.";
    if (!outputs.includes(field)) return "Not computed. Hide this plot and choose it again to compute it.";
  }
  return emptyNote(data.results);
}
