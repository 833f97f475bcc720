import type { MethodResult, ResultSet } from "../protocol/results.ts";
import type { Axis, Range } from "./axis.ts";
import type { Dash, Theme } from "./method-style.ts";
import type { PaletteName } from "./palette.ts";

/** One curve. Values are read through `at`, so that nothing is copied while samples stream in. */
export interface Series {
  /** Stable while the config stays: hiding a curve refers to it. */
  readonly id: string;
  /** Rich markup. */
  readonly label: string;
  readonly times: ArrayLike<number>;
  /** Samples `from ... count - 1` are drawn. */
  readonly from: number;
  readonly count: number;
  readonly at: (sample: number) => number;
  readonly ink: Readonly<Record<Theme, string>>;
  readonly dash: Dash;
  /** Left over from the run before, until new samples replace it. */
  readonly dim: boolean;
  readonly hidden: boolean;
}

export interface LinePlot {
  readonly kind: "lines";
  readonly axis: Axis;
  /** Rich markup: what runs right, where it is not time. */
  readonly xLabel?: string;
  readonly series: readonly Series[];
}

export interface ColorScale {
  readonly palette: PaletteName;
  readonly range: Range;
  /** Rich markup, quantity and unit. */
  readonly label: string;
}

export interface HeatLayer {
  readonly times: ArrayLike<number>;
  readonly from: number;
  readonly count: number;
  readonly at: (sample: number, row: number) => number;
  readonly dim: boolean;
}

/** Time runs right, rows (sites, momenta, orbitals) run down. */
export interface HeatPlot {
  readonly kind: "heat";
  readonly rows: readonly string[];
  /** Rich markup: what a row is. */
  readonly rowLabel: string;
  readonly layers: readonly HeatLayer[];
  readonly color: ColorScale;
}

/** A site x site matrix at one time. */
export interface MatrixPlot {
  readonly kind: "matrix";
  readonly size: number;
  /** Time of the sample shown; null before there is one. */
  readonly time: number | null;
  readonly at: (i: number, j: number) => number;
  readonly color: ColorScale;
}

export type PlotBody = LinePlot | HeatPlot | MatrixPlot;

export interface PlotModel {
  readonly body: PlotBody;
  /** Why there is nothing to see, or null. */
  readonly note: string | null;
}

/** Everything the plots may draw. */
export interface PlotData {
  readonly results: ResultSet | null;
  /** The run before, shown dimmed until replaced. */
  readonly previous: ResultSet | null;
  readonly imported: readonly ResultSet[];
}

/** Choices of the user about one plot. */
export interface PlotOptions {
  readonly view: "heat" | "lines";
  /** Index into the methods of the run, or null: exact where there is one. */
  readonly method: number | null;
  /** Show the difference of that method to exact. */
  readonly difference: boolean;
  /** Which of the plot's quantities, where it has several. */
  readonly quantity: number;
  /** Ids of hidden series. */
  readonly hidden: readonly string[];
}

export const DEFAULT_OPTIONS: PlotOptions = {
  view: "heat",
  method: null,
  difference: false,
  quantity: 0,
  hidden: [],
};

export function hasEnded(method: MethodResult): boolean {
  return method.status !== "queued" && method.status !== "running";
}

/** Why a plot without curves is empty; null while it may still fill. */
export function emptyNote(results: ResultSet | null): string | null {
  if (results === null || !isComplete(results)) return null;
  const stopped = results.methods.some(({ status }) => status !== "completed");
  return stopped
    ? "The run stopped before there was anything to show."
    : "The methods of this run do not compute this.";
}

export function isComplete(results: ResultSet | null): boolean {
  return results?.methods.every(hasEnded) ?? false;
}

/** The training window of the methods of a run that learn from exact data; null where none does. */
export function learnedWindow(results: ResultSet | null): Range | null {
  const ends =
    results?.config.methods.flatMap((method) => ("trainUntil" in method ? [method.trainUntil] : [])) ?? [];
  return ends.length === 0 ? null : [0, Math.max(...ends)];
}
