import type { MapTable } from "../../protocol/map.ts";
import { fieldKind } from "../../protocol/map-fields.ts";
import { compact, fixed } from "../../view/format.ts";
import { absenceAt, mapFieldInfo } from "../../view/map-fields.ts";
import { pointAt } from "../../view/map-grid.ts";
import { richToPlain } from "../../view/rich.ts";
import { formatNumber } from "../controls/number-text.ts";

/** What a point of a map holds, in rich markup. */
export function pointValue(table: MapTable, field: string, point: number): string {
  const value = table.fields[field]?.[point] ?? Number.NaN;
  const { symbol, unit } = mapFieldInfo(field);
  if (!Number.isNaN(value)) {
    const digits = fieldKind(field) === "pearson" ? fixed(value, 3) : compact(value);
    return `${symbol} = ${digits}${unit === "" ? "" : ` ${unit}`}`;
  }
  switch (absenceAt(table, field, point)) {
    case "pending":
      return "not computed yet";
    case "notDiverged":
      return "never diverges";
    case "undefined":
      if (table.status[point] === "failed") return `${symbol}: failed`;
      return diverged(table, field, point) ? `${symbol}: it diverged` : `${symbol} is undefined`;
  }
}

/** Whether the method of a field diverged at a point. */
function diverged({ fields }: MapTable, field: string, point: number): boolean {
  const method = field.slice(fieldKind(field).length);
  const at = fields[`divergedAt${method}`]?.[point] ?? Number.NaN;
  return method !== "" && !Number.isNaN(at);
}

/** `U = 1.00 J, V = 1.00 J, r = 0.413`, plain. */
export function describePoint(table: MapTable, field: string, point: number): string {
  const { u, v } = pointAt(table.axes, point);
  return `U = ${formatNumber(u)} J, V = ${formatNumber(v)} J, ${richToPlain(pointValue(table, field, point))}`;
}

/** `U = 1.00 J · V = 1.00 J · b = 0.28 · error = 0.11`, rich: place and quantities of a dot, none of them twice. */
export function describeDot(table: MapTable, quantities: readonly string[], point: number): string {
  const { u, v } = pointAt(table.axes, point);
  const fields = [...new Set(quantities)].filter((name) => name in table.fields);
  return [
    `*U* = ${formatNumber(u)} *J*`,
    `*V* = ${formatNumber(v)} *J*`,
    ...fields.map((name) => pointValue(table, name, point)),
  ].join(" · ");
}
