import type { MapTable } from "../../protocol/map.ts";
import { fieldKind } from "../../protocol/map-fields.ts";
import { compact } from "../../view/format.ts";
import { mapFieldInfo } from "../../view/map-fields.ts";
import { pointAt } from "../../view/map-grid.ts";
import { richToPlain } from "../../view/rich.ts";
import { formatNumber } from "../controls/number-text.ts";

/** What a point of a map holds, in rich markup. */
export function pointValue(table: MapTable, field: string, point: number): string {
  const status = table.status[point];
  if (status === "pending") return "not computed yet";
  const value = table.fields[field]?.[point] ?? Number.NaN;
  const { symbol, unit } = mapFieldInfo(field);
  if (!Number.isNaN(value)) {
    const digits = fieldKind(field) === "pearson" ? value.toFixed(3).replace("-", "−") : compact(value);
    return `${symbol} = ${digits}${unit === "" ? "" : ` ${unit}`}`;
  }
  if (fieldKind(field) === "divergedAt" && status !== "failed") return "did not diverge";
  return status === "done" ? `${symbol} is undefined` : status === "failed" ? "failed" : "diverged";
}

/** `U = 1.00 J, V = 1.00 J, r = 0.413` */
export function describePoint(table: MapTable, field: string, point: number): string {
  const { u, v } = pointAt(table.axes, point);
  return `U = ${formatNumber(u)} J, V = ${formatNumber(v)} J, ${richToPlain(pointValue(table, field, point))}`;
}
