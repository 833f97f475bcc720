import { z } from "zod";
import { InputError } from "../base/errors.ts";
import { fileFromTable, type MapFile, type MapTable, parseMap, tableFromFile } from "./map.ts";
import { mapSchema } from "./map-schema.ts";
import { firstIssue } from "./zod-issues.ts";

/** How a kept map can be gone on with: `paused` has points to compute, the others have ended. */
const KEPT_STATES = ["paused", "cancelled", "done", "imported"] as const;
export type KeptState = (typeof KEPT_STATES)[number];

const keptMapSchema = z.strictObject({
  id: z.string(),
  /** Name of the file of an imported map. */
  name: z.string().nullable(),
  state: z.enum(KEPT_STATES),
  /** When it was last on the page, ms since 1970. */
  opened: z.number(),
  /** Points that are computed. */
  done: z.int().min(0),
  /** Names of the fields, in the order of the values in a batch. */
  fields: z.array(z.string()),
  file: mapSchema.omit({ fields: true, status: true }),
});

/** What is kept of a map besides its points. */
export type KeptMap = z.output<typeof keptMapSchema>;

/** Points of a map that were finished together, in what IndexedDB stores as it is. */
export interface PointBatch {
  readonly points: Uint32Array;
  readonly status: readonly string[];
  /** Values of one point after the other, in the order of the fields; NaN where undefined. */
  readonly values: Float64Array;
  /** Why points failed, by their number. */
  readonly failures: ReadonlyMap<number, string>;
}

/** @throws InputError where it is none */
export function parseKeptMap(value: unknown): KeptMap {
  const result = keptMapSchema.safeParse(value, { reportInput: true });
  if (!result.success) throw firstIssue(result.error, value);
  return result.data;
}

/** The part of a map file that is kept as it is. */
export function keptFile(
  table: MapTable,
  provenance: Pick<MapFile, "software" | "created">,
): KeptMap["file"] {
  const {
    fields: _fields,
    status: _status,
    ...file
  } = fileFromTable({ ...table, fields: {}, status: [] }, provenance);
  return file;
}

/** Takes points of a table for keeping. */
export function takeBatch(
  { fields, status }: MapTable,
  points: readonly number[],
  failures: ReadonlyMap<number, string>,
): PointBatch {
  const columns = Object.values(fields);
  const values = new Float64Array(points.length * columns.length);
  points.forEach((point, row) =>
    columns.forEach((column, k) => {
      values[row * columns.length + k] = column[point] ?? Number.NaN;
    }),
  );
  return {
    points: Uint32Array.from(points),
    status: points.map((point) => status[point] ?? "pending"),
    values,
    failures: new Map(
      points.flatMap((point) => {
        const message = failures.get(point);
        return message === undefined ? [] : [[point, message] as const];
      }),
    ),
  };
}

export interface RestoredMap {
  readonly table: MapTable;
  readonly failures: Map<number, string>;
}

/** Puts a kept map together again; later batches win. @throws InputError where it does not make a map */
export function restoreMap(kept: KeptMap, batches: readonly unknown[]): RestoredMap {
  const { interaction, trap } = kept.file.axes;
  const size = interaction.length * trap.length;
  const status = Array.from({ length: size }, () => "pending");
  const columns = kept.fields.map(() => Array.from<number | null>({ length: size }).fill(null));
  const failures = new Map<number, string>();
  for (const batch of batches) {
    if (!isBatch(batch, kept.fields.length)) throw new InputError("batch", typeof batch, "a batch of points");
    batch.points.forEach((point, row) => {
      if (point >= size) throw new InputError("batch.points", point, `the number of one of ${size} points`);
      status[point] = batch.status[row] ?? "pending";
      columns.forEach((column, k) => {
        const value = batch.values[row * columns.length + k] ?? Number.NaN;
        column[point] = Number.isNaN(value) ? null : value;
      });
      const failure = batch.failures.get(point);
      if (failure === undefined) failures.delete(point);
      else failures.set(point, failure);
    });
  }
  const shape = [interaction.length, trap.length];
  const fields = kept.fields.map((name, k) => [
    name,
    { dims: ["interaction", "trap"], shape, real: columns[k] },
  ]);
  const file = parseMap({ ...kept.file, fields: Object.fromEntries(fields), status });
  return { table: tableFromFile(file), failures };
}

function isBatch(value: unknown, fields: number): value is PointBatch {
  if (typeof value !== "object" || value === null) return false;
  const { points, status, values, failures } = value as Partial<PointBatch>;
  return (
    points instanceof Uint32Array &&
    Array.isArray(status) &&
    values instanceof Float64Array &&
    failures instanceof Map &&
    status.length === points.length &&
    values.length === points.length * fields
  );
}
