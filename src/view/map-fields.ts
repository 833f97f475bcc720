import { fieldKind } from "../protocol/map-fields.ts";
import { shortLabel } from "./method-style.ts";

/** How a field of a map is named and drawn. `label` is plain, `symbol` rich markup. */
export interface MapFieldInfo {
  readonly name: string;
  readonly label: string;
  readonly symbol: string;
  /** Rich markup, empty where the field has no dimension. */
  readonly unit: string;
  /** `diverging` runs from −1 to 1, `fromZero` includes 0. */
  readonly scale: "diverging" | "linear" | "fromZero" | "log";
}

const KINDS: Readonly<Record<string, Omit<MapFieldInfo, "name">>> = {
  pearson: { label: "Pearson correlation r", symbol: "*r*", unit: "", scale: "diverging" },
  buildup: { label: "Buildup b", symbol: "*b*", unit: "", scale: "fromZero" },
  meanDelta3: { label: "Mean |Δ3|", symbol: "mean |Δ_{3}|", unit: "", scale: "fromZero" },
  initialDelta3: { label: "Initial |Δ3|", symbol: "|Δ_{3}|(0)", unit: "", scale: "fromZero" },
  gap: { label: "Gap of the ground state", symbol: "gap", unit: "*J*", scale: "fromZero" },
  relativeError: { label: "Relative error", symbol: "error", unit: "", scale: "log" },
  relativeErrorAtEnd: { label: "Relative error at the end", symbol: "error at end", unit: "", scale: "log" },
  divergedAt: { label: "Time of divergence", symbol: "*t* diverged", unit: "1/*J*", scale: "linear" },
};

/** Describes a field by its name in a map file. */
export function mapFieldInfo(name: string): MapFieldInfo {
  const kind = fieldKind(name);
  const info = KINDS[kind];
  if (info === undefined) return { name, label: name, symbol: name, unit: "", scale: "linear" };
  const method = name.slice(kind.length + 1);
  return { ...info, name, label: method === "" ? info.label : `${info.label}, ${shortLabel(method)}` };
}

/** Symbol and unit for a colour bar. */
export function mapFieldTitle({ symbol, unit }: MapFieldInfo): string {
  return unit === "" ? symbol : `${symbol} (${unit})`;
}
