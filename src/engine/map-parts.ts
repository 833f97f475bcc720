import type { MapPart, MapTable } from "../protocol/map.ts";
import type { Backend } from "../protocol/results.ts";

/**
 * Notes that the points to come are computed by a backend: that of the map, which it becomes where the map has no
 * point of its own yet, or one with a part of its own.
 * @returns the part they belong to, or null
 */
export function partOf(table: MapTable, backend: Backend, reason: string | null): MapPart | null {
  if (sameBackend(table.backend, backend)) return null;
  const known = table.parts.findIndex((part) => sameBackend(part.backend, backend));
  if (ownPoints(table) === 0) {
    table.backend = backend;
    if (known >= 0) table.parts.splice(known, 1);
    return null;
  }
  if (known >= 0) return table.parts[known] ?? null;
  const part = { backend, reason, points: [] };
  table.parts.push(part);
  return part;
}

/** Puts a point that is about to be recorded into a part, or into none. */
export function assignPoint({ parts, status }: MapTable, point: number, part: MapPart | null): void {
  if (status[point] !== "pending") {
    for (const { points } of parts) {
      const position = points.indexOf(point);
      if (position >= 0) points.splice(position, 1);
    }
  }
  part?.points.push(point);
}

/** Computed points that belong to no part. */
function ownPoints({ status, parts }: MapTable): number {
  const elsewhere = parts.reduce((sum, { points }) => sum + points.length, 0);
  return status.filter((each) => each !== "pending").length - elsewhere;
}

function sameBackend(a: Backend, b: Backend): boolean {
  return a.device === b.device && a.adapter === b.adapter && a.precision === b.precision;
}
