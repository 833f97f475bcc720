import { assert } from "../base/errors.ts";
import type { Config } from "./config-schema.ts";
import { checkMap } from "./map-checks.ts";
import { mapFieldNames } from "./map-fields.ts";
import { MAP_SCHEMA, type MapFile, mapSchema, type PointStatus } from "./map-schema.ts";
import type { Backend } from "./results.ts";
import { firstIssue } from "./zod-issues.ts";

export { checkMapConfig } from "./map-checks.ts";
export { configAt } from "./map-fields.ts";
export { MAP_SCHEMA, MAX_AXIS, type MapFile, type PointStatus } from "./map-schema.ts";

export interface MapAxes {
  readonly interaction: readonly number[];
  readonly trap: readonly number[];
}

/**
 * A map in memory, filled point by point. Points are numbered row-major over (interaction, trap); values
 * are NaN where undefined or not there yet.
 */
export interface MapTable {
  readonly config: Config;
  readonly backend: Backend;
  readonly axes: MapAxes;
  readonly fields: Readonly<Record<string, Float64Array>>;
  readonly status: PointStatus[];
}

/** Validates an unknown value as a map file. @throws InputError naming field, value and expectation */
export function parseMap(value: unknown): MapFile {
  const result = mapSchema.safeParse(value, { reportInput: true });
  if (!result.success) throw firstIssue(result.error, value);
  checkMap(result.data);
  return result.data;
}

/** `count` evenly spaced values, both ends included, rounded to 12 digits: 0 ... 1 in 11 holds 0.3, not 0.30000000000000004. */
export function evenAxis(start: number, stop: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => {
    if (k === 0) return start;
    if (k === count - 1) return stop;
    return Number((start + ((stop - start) * k) / (count - 1)).toPrecision(12));
  });
}

/** A map without any point computed. */
export function emptyMap(config: Config, axes: MapAxes, backend: Backend): MapTable {
  const size = axes.interaction.length * axes.trap.length;
  const names = mapFieldNames(config);
  return {
    config,
    backend,
    axes,
    fields: Object.fromEntries(names.map((name) => [name, new Float64Array(size).fill(Number.NaN)])),
    status: Array.from({ length: size }, () => "pending" as const),
  };
}

/** The table of a validated map file. */
export function tableFromFile({ config, backend, axes, fields, status }: MapFile): MapTable {
  const columns = Object.entries(fields).map(([name, { real }]) => [
    name,
    Float64Array.from(real, (value) => value ?? Number.NaN),
  ]);
  return { config, backend, axes, fields: Object.fromEntries(columns), status: [...status] };
}

/**
 * The map file of a table.
 * @param digits significant digits that are kept, 4 or more; all when undefined
 */
export function fileFromTable(
  table: MapTable,
  provenance: Pick<MapFile, "software" | "created">,
  digits?: number,
): MapFile {
  const { interaction, trap } = table.axes;
  const round = (value: number): number | null => {
    if (Number.isNaN(value)) return null;
    assert(Number.isFinite(value), "a map value is infinite");
    return digits === undefined ? value : Number(value.toPrecision(digits));
  };
  const fields = Object.entries(table.fields).map(([name, values]) => [
    name,
    {
      dims: ["interaction", "trap"],
      shape: [interaction.length, trap.length],
      real: Array.from(values, round),
    },
  ]);
  return {
    schema: MAP_SCHEMA,
    ...provenance,
    config: table.config,
    backend: table.backend,
    axes: { interaction: [...interaction], trap: [...trap] },
    fields: Object.fromEntries(fields) as MapFile["fields"],
    status: [...table.status],
  };
}
