import type { FieldName } from "../base/fields.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";
import { type Extent, niceRange, type Range, stickyRange } from "./axis.ts";
import type { MatrixSpec, RowsSpec } from "./catalog.ts";
import {
  type ColorScale,
  emptyNote,
  type HeatLayer,
  hasEnded,
  isComplete,
  type PlotData,
  type PlotModel,
  type PlotOptions,
  type Series,
} from "./model.ts";
import { sequenceInk } from "./palette.ts";
import { nearestSample } from "./time-scale.ts";
import { chosenMethod, exactMethod, sameSites } from "./tracks.ts";

/** Values of one run, `width` per sample. */
interface Block {
  readonly results: ResultSet;
  readonly from: number;
  readonly count: number;
  readonly width: number;
  readonly dim: boolean;
  readonly at: (sample: number, entry: number) => number;
}

/** Sites, momenta or orbitals of one method over time, as a heatmap or as lines. */
export function buildRows(
  spec: RowsSpec,
  data: PlotData,
  options: PlotOptions,
  previousRange: Range | null,
): PlotModel {
  const reference = data.results ?? data.previous;
  const rows = reference?.sites ?? 0;
  const blocks = blocksOf(spec.field, rows, data, options);
  const range = valueRange(blocks, spec.fromZero, data, options, previousRange);
  const note = noteFor(data, blocks);
  if (options.view === "lines") {
    const series = blocks.flatMap((block) => rowSeries(spec, block, options));
    return { body: { kind: "lines", axis: { label: spec.axisLabel, scale: "linear", range }, series }, note };
  }
  const layers = blocks.map(
    ({ results, from, count, dim, at }): HeatLayer => ({ times: results.times, from, count, dim, at }),
  );
  const names = Array.from({ length: rows }, (_, row) =>
    reference ? spec.rowName(row, reference.config.lattice) : "",
  );
  const color = colorScale(spec.axisLabel, range, options.difference);
  return { body: { kind: "heat", rows: names, rowLabel: spec.rowLabel, layers, color }, note };
}

/** Site x site correlations of one method at the cursor. */
export function buildMatrix(
  spec: MatrixSpec,
  data: PlotData,
  options: PlotOptions,
  previousRange: Range | null,
  cursor: number,
): PlotModel {
  const size = (data.results ?? data.previous)?.sites ?? 0;
  const blocks = blocksOf(spec.field, size * size, data, options);
  const block = blocks.find(({ dim, count }) => !dim && count > 0) ?? blocks[0];
  const wanted = symmetric(extentOf(blocks));
  const range = stickyRange(previousRange, wanted, "linear", isComplete(data.results));
  const sample = block === undefined ? -1 : nearestSample(block.results.times, block.count, cursor);
  return {
    body: {
      kind: "matrix",
      size,
      time: sample < 0 ? null : (block?.results.times[sample] ?? null),
      at: (i, j) => block?.at(sample, i * size + j) ?? 0,
      color: {
        palette: "diverging",
        range: symmetric({ low: range[0], high: range[1] }),
        label: spec.axisLabel,
      },
    },
    note: noteFor(data, blocks),
  };
}

function blocksOf(field: FieldName, width: number, data: PlotData, options: PlotOptions): Block[] {
  const { results, previous } = data;
  const method = results === null ? undefined : chosenMethod(results, options.method);
  const current = results && method ? blockOf(field, width, results, method, options.difference) : null;
  const blocks = current === null ? [] : [current];
  const comparable = previous !== null && (results === null || sameSites(previous, results));
  if (!comparable || (method !== undefined && hasEnded(method))) return blocks;
  const old = previous.methods.find(({ label }) => label === method?.label) ?? chosenMethod(previous, null);
  const leftover = old ? blockOf(field, width, previous, old, options.difference) : null;
  if (leftover === null) return blocks;
  const front = results && current ? (results.times[current.count - 1] ?? -1) : -1;
  const from = previous.times.findIndex((t) => t > front + 1e-9);
  return from < 0 ? blocks : [{ ...leftover, from, dim: true }, ...blocks];
}

function blockOf(
  field: FieldName,
  width: number,
  results: ResultSet,
  method: MethodResult,
  difference: boolean,
): Block | null {
  const values = method.data[field];
  if (values === undefined) return null;
  const base = { results, from: 0, count: method.filled, width, dim: false };
  if (!difference) return { ...base, at: (sample, entry) => values[sample * width + entry] ?? 0 };
  const exact = exactMethod(results);
  const truth = exact?.data[field];
  if (exact === undefined || truth === undefined) return null;
  return {
    ...base,
    count: Math.min(method.filled, exact.filled),
    at: (sample, entry) => (values[sample * width + entry] ?? 0) - (truth[sample * width + entry] ?? 0),
  };
}

function rowSeries(spec: RowsSpec, block: Block, options: PlotOptions): Series[] {
  return Array.from({ length: block.width }, (_, row) => {
    const name = spec.rowName(row, block.results.config.lattice);
    return {
      id: `row${row}`,
      label: name,
      times: block.results.times,
      from: block.from,
      count: block.count,
      at: (k) => block.at(k, row),
      ink: sequenceInk(row, block.width),
      dash: "solid",
      dim: block.dim,
      hidden: options.hidden.includes(`row${row}`),
    };
  });
}

function valueRange(
  blocks: readonly Block[],
  fromZero: boolean,
  data: PlotData,
  options: PlotOptions,
  previousRange: Range | null,
): Range {
  const extent = extentOf(blocks);
  if (fromZero && !options.difference) extent.low = Math.min(0, extent.low);
  const wanted = options.difference ? symmetric(extent) : niceRange(extent);
  const range = stickyRange(previousRange, wanted, "linear", isComplete(data.results));
  return options.difference ? symmetric({ low: range[0], high: range[1] }) : range;
}

/** Most samples per block looked at for an extent. */
const EXTENT_SAMPLES = 1000;

function extentOf(blocks: readonly Block[]): Extent {
  const extent: Extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const { count, width, at } of blocks) {
    const stride = Math.max(1, Math.floor(count / EXTENT_SAMPLES));
    for (let k = 0; k < count; k += stride) {
      for (let entry = 0; entry < width; entry++) {
        const value = at(k, entry);
        if (value < extent.low) extent.low = value;
        if (value > extent.high) extent.high = value;
      }
    }
  }
  return extent;
}

function symmetric(extent: Extent): Range {
  const size = Math.max(Math.abs(extent.low), Math.abs(extent.high));
  const [, high] = niceRange({ low: 0, high: Number.isFinite(size) && size > 0 ? size : 1 });
  return [-high, high];
}

function colorScale(label: string, range: Range, difference: boolean): ColorScale {
  return difference
    ? { palette: "diverging", range, label: `${label} − exact` }
    : { palette: "cividis", range, label };
}

function noteFor(data: PlotData, blocks: readonly Block[]): string | null {
  return blocks.some(({ count }) => count > 0) ? null : emptyNote(data.results);
}
