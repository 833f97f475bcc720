import type { MapAxes, MapPart, MapTable } from "../protocol/map.ts";
import { TimeLeft } from "../worker/time-left.ts";
import type { MapBackend, MapPoint, MapPointResult, PointNews } from "./map-backend.ts";
import { DeviationProbe } from "./map-deviation.ts";
import { assignPoint, partOf } from "./map-parts.ts";

export interface MapJob {
  /** Filled in place; points that are done or diverged already are kept. */
  readonly table: MapTable;
  /** Restricts the run to part `index` (1 ... count) of `count` parts of about equal work. */
  readonly shard?: { readonly index: number; readonly count: number };
}

/** The pace of a map is taken over so many points: what is estimated of the inside of one is rough. */
const STEADY_POINTS = 4;

export interface MapProgress {
  readonly done: number;
  readonly total: number;
  /** Estimated, null before there is an estimate. */
  readonly secondsLeft: number | null;
  /** Points that have been computed for a while, and how far they are. */
  readonly inside: readonly PointNews[];
}

export interface MapHandlers {
  readonly signal: AbortSignal;
  /** Called after the table holds the point. */
  readonly onPoint: (result: MapPointResult) => void;
  readonly onProgress: (progress: MapProgress) => void;
}

/**
 * Computes the missing points of a map, coarse to fine. Resolves when all are there or soon after the
 * signal fires; rejects when the backend cannot compute.
 * @param reference computes some of the points of a float32 map again, in float64: the deviation goes into the table
 */
export async function runMap(
  { table, shard = { index: 1, count: 1 } }: MapJob,
  { signal, onPoint, onProgress }: MapHandlers,
  backend: MapBackend,
  reference: MapBackend | null = null,
): Promise<"completed" | "cancelled"> {
  const points = coarseToFine(table.axes)
    .filter((_, position) => position % shard.count === shard.index - 1)
    .filter(({ index }) => table.status[index] === "pending" || table.status[index] === "failed");
  const total = points.length;
  const timeLeft = new TimeLeft(STEADY_POINTS / Math.max(1, total));
  const inside = new Map<number, PointNews>();
  let done = 0;
  const report = (): void => {
    const begun = [...inside.values()];
    const points = begun.reduce((sum, { point }) => sum + point, done);
    const secondsLeft = timeLeft.update(performance.now() / 1000, points / Math.max(1, total));
    onProgress({ done, total, secondsLeft, inside: begun });
  };
  report();
  let now = backend.description;
  let part: MapPart | null = partOf(table, now, null);
  const probe = reference === null ? null : new DeviationProbe(table, points, reference, signal, report);
  await backend.compute(table.config, points, {
    signal,
    onPoint: (result) => {
      assignPoint(table, result.index, part);
      record(table, result);
      if (now.precision === "float32") probe?.take(result);
      done += 1;
      inside.delete(result.index);
      onPoint(result);
      report();
    },
    onNews: (news) => {
      inside.set(news.index, news);
      report();
    },
    onBackend: (next, reason) => {
      now = next;
      part = partOf(table, next, reason);
    },
  });
  await probe?.finish();
  return done === total ? "completed" : "cancelled";
}

/**
 * All points of a grid, each numbered row-major: first those on a coarse sub-grid, then those halving its
 * spacing, and so on, so that every stage covers the whole map.
 */
export function coarseToFine({ interaction, trap }: MapAxes): MapPoint[] {
  const points = interaction.flatMap((u, i) =>
    trap.map((v, j) => ({
      spacing: spacing(i | j),
      point: { index: i * trap.length + j, interaction: u, trap: v },
    })),
  );
  return points.sort((p, q) => q.spacing - p.spacing).map(({ point }) => point);
}

/** The largest power of two that divides both indices whose bits are joined in `bits`. */
function spacing(bits: number): number {
  return bits === 0 ? Number.POSITIVE_INFINITY : bits & -bits;
}

function record({ fields, status }: MapTable, { index, status: reached, values }: MapPointResult): void {
  for (const [name, column] of Object.entries(fields)) column[index] = values[name] ?? Number.NaN;
  status[index] = reached;
}
