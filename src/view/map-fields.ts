import type { MapTable } from "../protocol/map.ts";
import { fieldKind } from "../protocol/map-fields.ts";
import { shortLabel } from "./method-style.ts";
import { richToPlain } from "./rich.ts";

/** How a quantity of a map, a field or an axis, is named and drawn. */
export interface MapFieldInfo {
  readonly name: string;
  /** With the method, in rich markup and plain. */
  readonly title: string;
  readonly label: string;
  /** Rich markup. */
  readonly symbol: string;
  /** Rich markup, empty where the quantity has no dimension. */
  readonly unit: string;
  /** `diverging` runs from −1 to 1, `fromZero` includes 0. */
  readonly scale: "diverging" | "linear" | "fromZero" | "log";
}

const AXES = ["interaction", "trap"] as const;

const KINDS: Readonly<Record<string, Omit<MapFieldInfo, "name" | "label">>> = {
  interaction: { title: "Interaction *U*", symbol: "*U*", unit: "*J*", scale: "linear" },
  trap: { title: "Trap *V*", symbol: "*V*", unit: "*J*", scale: "linear" },
  pearson: { title: "Pearson correlation *r*", symbol: "*r*", unit: "", scale: "diverging" },
  buildup: { title: "Buildup *b*", symbol: "*b*", unit: "", scale: "fromZero" },
  meanDelta3: { title: "Mean |Δ_{3}|", symbol: "mean |Δ_{3}|", unit: "", scale: "fromZero" },
  initialDelta3: { title: "Initial |Δ_{3}|", symbol: "|Δ_{3}|(0)", unit: "", scale: "fromZero" },
  gap: { title: "Gap of the ground state", symbol: "gap", unit: "*J*", scale: "fromZero" },
  relativeError: { title: "Relative error", symbol: "error", unit: "", scale: "log" },
  relativeErrorAtEnd: { title: "Relative error at the end", symbol: "error at end", unit: "", scale: "log" },
  unseenFraction: { title: "Unseen fraction", symbol: "unseen", unit: "", scale: "fromZero" },
  meanError: {
    title: "Extrapolation error of the training mean",
    symbol: "mean error",
    unit: "",
    scale: "log",
  },
  trainingError: { title: "Training error", symbol: "training error", unit: "", scale: "log" },
  extrapolationError: { title: "Extrapolation error", symbol: "extrapolation error", unit: "", scale: "log" },
  skill: { title: "Skill against the training mean", symbol: "skill", unit: "", scale: "log" },
  divergedAt: { title: "Time of divergence", symbol: "*t* diverged", unit: "1/*J*", scale: "linear" },
};

/** Describes a field by its name in a map file, or an axis. */
export function mapFieldInfo(name: string): MapFieldInfo {
  const kind = fieldKind(name);
  const info = KINDS[kind];
  if (info === undefined) return { name, title: name, label: name, symbol: name, unit: "", scale: "linear" };
  const method = name.slice(kind.length + 1);
  const title = method === "" ? info.title : `${info.title}, ${shortLabel(method)}`;
  return { ...info, name, title, label: richToPlain(title) };
}

/** Symbol and unit for a colour bar. */
export function mapFieldSymbol({ symbol, unit }: MapFieldInfo): string {
  return unit === "" ? symbol : `${symbol} (${unit})`;
}

/** Title and unit for an axis. */
export function mapFieldTitle({ title, unit }: MapFieldInfo): string {
  return unit === "" ? title : `${title} (${unit})`;
}

/** Everything a map knows of its points: all fields, and the axes themselves. */
export function quantityNames({ fields }: Pick<MapTable, "fields">): string[] {
  return [...Object.keys(fields), ...AXES];
}

/** Quantities to choose from, in the groups of their methods. */
export function quantityOptions(
  names: readonly string[],
): { readonly value: string; readonly label: string; readonly group: string }[] {
  return names.map((value) => {
    const kind = fieldKind(value);
    const axis = AXES.some((name) => name === value);
    const group = axis ? "Axes" : kind === value ? "Exact" : shortLabel(value.slice(kind.length + 1));
    return { value, label: mapFieldInfo(value).label, group };
  });
}

/** Values of a quantity at all points; NaN where it is not defined. */
export function quantityValues(
  { axes, fields }: Pick<MapTable, "axes" | "fields">,
  name: string,
): Float64Array {
  const { interaction, trap } = axes;
  if (name === "trap") return Float64Array.from(interaction.flatMap(() => trap));
  if (name === "interaction") return Float64Array.from(interaction.flatMap((u) => trap.map(() => u)));
  return fields[name] ?? new Float64Array();
}

/** Why a computed point has no value of a field, or `pending`. */
export type Absence = "pending" | "notDiverged" | "undefined";

export function absenceAt({ status }: Pick<MapTable, "status">, field: string, point: number): Absence {
  if (status[point] === "pending") return "pending";
  return fieldKind(field) === "divergedAt" && status[point] !== "failed" ? "notDiverged" : "undefined";
}
