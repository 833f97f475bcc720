import { InputError } from "../base/errors.ts";
import { joinDeviations } from "../engine/map-deviation.ts";
import { parseJson } from "../protocol/config.ts";
import { configAt, type MapTable, parseMap, tableFromFile } from "../protocol/map.ts";
import { FileError, readInput } from "./input.ts";

/**
 * Takes over the computed points of an earlier map file.
 * @param option the command line option that names the file
 * @throws InputError, FileError naming the first thing in which the earlier map differs (program version,
 *   config, device, axes, fields)
 */
export function takeOver(table: MapTable, version: string, option: string, path: string): void {
  const file = readInput(option, path, (text) => parseMap(parseJson(text)));
  const earlier = tableFromFile(file);
  const difference = firstDifference(identity(earlier, file.software.version), identity(table, version));
  if (difference !== null) {
    const expected = `${JSON.stringify(difference.expected)}, as in the map to be computed`;
    throw new FileError(path, new InputError(difference.path, difference.found, expected));
  }
  const taken = new Set<number>();
  earlier.status.forEach((status, point) => {
    if (status !== "done" && status !== "diverged") return;
    taken.add(point);
    table.status[point] = status;
    for (const [name, column] of Object.entries(table.fields)) {
      column[point] = earlier.fields[name]?.[point] ?? Number.NaN;
    }
  });
  takeOverOrigin(table, earlier, taken);
}

/** What computed the points taken over, and how far they are from float64. */
function takeOverOrigin(table: MapTable, earlier: MapTable, taken: ReadonlySet<number>): void {
  for (const { points } of table.parts)
    points.splice(0, points.length, ...points.filter((p) => !taken.has(p)));
  for (const part of earlier.parts)
    table.parts.push({ ...part, points: part.points.filter((p) => taken.has(p)) });
  if (earlier.deviation !== null) table.deviation = joinDeviations(table.deviation, earlier.deviation);
}

/** What two maps must share to be parts of one; the U and V of the config's own quench play no part. */
function identity({ config, backend, axes, fields }: MapTable, version: string): unknown {
  const known = Object.fromEntries(Object.keys(fields).map((name) => [name, "a field"]));
  return { software: { version }, config: configAt(config, 0, 0), backend, axes, fields: known };
}

interface Difference {
  readonly path: string;
  readonly found: unknown;
  readonly expected: unknown;
}

/** The first place where two JSON values differ. */
function firstDifference(found: unknown, expected: unknown, path = ""): Difference | null {
  if (!isTree(found) || !isTree(expected)) return found === expected ? null : { path, found, expected };
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const step = Array.isArray(expected) ? `[${key}]` : path === "" ? key : `.${key}`;
    const difference = firstDifference(found[key], expected[key], path + step);
    if (difference !== null) return difference;
  }
  return null;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
