import type { MapTable } from "../protocol/map.ts";
import { type ClassCounts, classify, countClasses, type PointClass } from "./classes.ts";
import { correlateAll, type MethodCoefficients } from "./coefficients.ts";
import { type CriterionCheck, checkCriterion } from "./criterion.ts";
import { type Measure, measureOf } from "./measure.ts";
import type { AnalysisSettings } from "./settings.ts";

/** The classes of the points of a map, and how well the paper's criterion tells them. */
export interface Classification {
  /** By point; null where unknown. */
  readonly classes: readonly (PointClass | null)[];
  readonly counts: ClassCounts;
  readonly criterion: CriterionCheck;
}

/** What a map says about where a closure exists. */
export interface Analysis extends Classification {
  readonly measure: Measure;
  readonly settings: AnalysisSettings;
  readonly methods: readonly MethodCoefficients[];
}

export function* classifyAll(
  table: MapTable,
  settings: AnalysisSettings,
): Generator<void, Classification, void> {
  const classes = classify(table, settings);
  const criterion = yield* checkCriterion(table, classes, settings);
  return { classes, counts: countClasses(table, classes), criterion };
}

/** The whole analysis; the settings must have been checked. Pauses often. */
export function* analyse(table: MapTable, settings: AnalysisSettings): Generator<void, Analysis, void> {
  const methods = yield* correlateAll(table, settings);
  const classification = yield* classifyAll(table, settings);
  return { measure: measureOf(table), settings, methods, ...classification };
}
