import type { MapTable } from "../protocol/map.ts";
import { errorField, measureOf, valueAt, worthField } from "./measure.ts";
import type { AnalysisSettings } from "./settings.ts";

/** A local closure works; none does but one with memory; none of the chosen methods works. */
export const POINT_CLASSES = ["local", "memory", "none"] as const;
export type PointClass = (typeof POINT_CLASSES)[number];

/** The training mean itself has a skill of 1: beyond it nothing is predicted. */
const WORTHLESS = 1;

/** The class of every point of a map; null where it is not computed or values are missing. */
export function classify(table: MapTable, settings: AnalysisSettings): (PointClass | null)[] {
  return table.status.map((status, point) => (status === "pending" ? null : classOf(table, settings, point)));
}

function classOf(table: MapTable, settings: AnalysisSettings, point: number): PointClass | null {
  const measure = measureOf(table);
  const worthOf = (label: string) => valueAt(table, worthField(measure, label), point);
  const errorOf = (label: string) => valueAt(table, errorField(measure, label), point);
  const { local, memory, localBelow, memoryBelow, memoryFactor } = settings;
  const localWorth = smallest(local.map(worthOf));
  if (localWorth < localBelow) return "local";
  if (Number.isNaN(localWorth)) return null;
  if (memory.length === 0) return "none";
  const localError = smallest(local.map(errorOf));
  const errors = memory.map(errorOf);
  if (errors.every(Number.isNaN)) return null;
  const works = memory.some(
    (label, k) =>
      errors[k] < memoryBelow || (errors[k] * memoryFactor <= localError && worthOf(label) < WORTHLESS),
  );
  return works ? "memory" : "none";
}

/** The smallest value that is known; NaN where none is. */
function smallest(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.min(...known);
}

export interface ClassCounts extends Readonly<Record<PointClass, number>> {
  /** Computed points whose class is not known. */
  readonly open: number;
  readonly pending: number;
}

export function countClasses(
  { status }: Pick<MapTable, "status">,
  classes: readonly (PointClass | null)[],
): ClassCounts {
  const count = (wanted: PointClass) => classes.filter((each) => each === wanted).length;
  const pending = status.filter((each) => each === "pending").length;
  const counts = { local: count("local"), memory: count("memory"), none: count("none") };
  const open = status.length - pending - counts.local - counts.memory - counts.none;
  return { ...counts, open, pending };
}
