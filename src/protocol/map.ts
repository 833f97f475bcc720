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

/** Points that were computed by another backend than the rest of the map. */
export interface MapPart {
  readonly backend: Backend;
  /** Why, in words, or null. */
  readonly reason: string | null;
  readonly points: number[];
}

/** How far a map in float32 is from the float64 engine, as far as it was measured. */
export interface MapDeviation {
  /** Points that were computed in both precisions. */
  readonly points: readonly number[];
  /** Largest absolute difference by field; null where one precision has a value and the other has none. */
  readonly fields: Readonly<Record<string, number | null>>;
}

/**
 * A map in memory, filled point by point. Points are numbered row-major over (interaction, trap); values
 * are NaN where undefined or not there yet.
 */
export interface MapTable {
  readonly config: Config;
  /** Of all points but those of `parts`. */
  backend: Backend;
  readonly parts: MapPart[];
  /** Null where nothing was measured, as in float64. */
  deviation: MapDeviation | null;
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

/** Finer axes are not rounded to four digits. */
const COARSE = 1.01;

/** `count` values in equal ratios from `start` > 0 to `stop`, both ends included, rounded to 4 digits where they are more than 1 % apart. */
export function geometricAxis(start: number, stop: number, count: number): number[] {
  const ratio = (stop / start) ** (1 / Math.max(1, count - 1));
  return Array.from({ length: count }, (_, k) => {
    if (k === 0) return start;
    if (k === count - 1) return stop;
    return Number((start * ratio ** k).toPrecision(ratio > COARSE ? 4 : 12));
  });
}

/** A map without any point computed. */
export function emptyMap(config: Config, axes: MapAxes, backend: Backend): MapTable {
  const size = axes.interaction.length * axes.trap.length;
  const names = mapFieldNames(config);
  return {
    config,
    backend,
    parts: [],
    deviation: null,
    axes,
    fields: Object.fromEntries(names.map((name) => [name, new Float64Array(size).fill(Number.NaN)])),
    status: Array.from({ length: size }, () => "pending" as const),
  };
}

/** What computed each point, pending ones included. */
export function pointBackends({ backend, parts, status }: MapTable): Backend[] {
  const backends = status.map(() => backend);
  for (const part of parts) for (const point of part.points) backends[point] = part.backend;
  return backends;
}

/** The table of a validated map file. */
export function tableFromFile(file: MapFile): MapTable {
  const { config, backend, parts = [], deviation = null, axes, fields, status } = file;
  const columns = Object.entries(fields).map(([name, { real }]) => [
    name,
    Float64Array.from(real, (value) => value ?? Number.NaN),
  ]);
  return {
    config,
    backend,
    parts: parts.map(copyPart),
    deviation,
    axes,
    fields: Object.fromEntries(columns),
    status: [...status],
  };
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
  const parts = table.parts.filter(({ points }) => points.length > 0);
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
    ...(parts.length === 0 ? {} : { parts: parts.map(copyPart) }),
    ...(table.deviation === null ? {} : { deviation: copyDeviation(table.deviation) }),
    axes: { interaction: [...interaction], trap: [...trap] },
    fields: Object.fromEntries(fields) as MapFile["fields"],
    status: [...table.status],
  };
}

function copyPart(part: MapPart): MapPart {
  return { ...part, points: [...part.points] };
}

function copyDeviation({ points, fields }: MapDeviation): {
  points: number[];
  fields: Record<string, number | null>;
} {
  return { points: [...points], fields: { ...fields } };
}
