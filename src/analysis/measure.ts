import { unreachable } from "../base/errors.ts";
import type { Config, MethodConfig } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { MapTable } from "../protocol/map.ts";
import { errorFieldName, hasExtrapolation } from "../protocol/map-fields.ts";

/**
 * Which errors an analysis is about: those after the training window, or, where a map has none (nothing was
 * learned, or an earlier version made it), those over the whole window.
 */
export type Measure = "extrapolation" | "whole";

export function measureOf({ config, fields }: Pick<MapTable, "config" | "fields">): Measure {
  const found = "unseenFraction" in fields && hasExtrapolation(config);
  return found ? "extrapolation" : "whole";
}

/** What an error is correlated with: scalars of the exact run. */
export const PREDICTORS = ["pearson", "buildup", "unseenFraction", "initialDelta3"] as const;
export type Predictor = (typeof PREDICTORS)[number];

/** The predictors that a map has. */
export function predictorsOf(table: Pick<MapTable, "config" | "fields">): Predictor[] {
  const whole = measureOf(table) === "whole";
  return PREDICTORS.filter((name) => name in table.fields && !(whole && name === "unseenFraction"));
}

/** Labels of the approximate methods of a map. */
export function approximateLabels({ methods }: Pick<Config, "methods">): string[] {
  return methodLabels(methods).filter((_, index) => methods[index].kind !== "exact");
}

/** Name of the field that holds the error of a method. */
export function errorField(measure: Measure, label: string): string {
  return errorFieldName(measure === "extrapolation" ? "extrapolationError" : "relativeError", label);
}

/** Name of the field that a threshold for "works" is about: the skill, or without one the error. */
export function worthField(measure: Measure, label: string): string {
  return measure === "extrapolation" ? errorFieldName("skill", label) : errorField(measure, label);
}

/** The value of a method at a point: infinite where it diverged, NaN where it is not known. */
export function valueAt({ fields }: Pick<MapTable, "fields">, name: string, point: number): number {
  const value = fields[name]?.[point] ?? Number.NaN;
  if (!Number.isNaN(value)) return value;
  const label = name.slice(name.indexOf(":") + 1);
  const diverged = fields[errorFieldName("divergedAt", label)]?.[point] ?? Number.NaN;
  return Number.isNaN(diverged) ? Number.NaN : Number.POSITIVE_INFINITY;
}

/** Whether what a method does next depends on more of the past than the present two-particle matrix. */
export function hasMemory(method: MethodConfig): boolean {
  switch (method.kind) {
    case "exact":
    case "mean-field":
    case "td2rdm":
      return false;
    case "neural-ode":
    case "learned-closure":
      return method.memory.kind !== "none";
    case "dmd":
      return method.delays > 1;
    default:
      return unreachable(method);
  }
}
