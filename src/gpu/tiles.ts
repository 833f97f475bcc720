import type { Pacer } from "./pacer.ts";

/** Points that are computed together, in submissions whose length a pacer sets. */
export interface Tile {
  /** Computes all samples; false when a signal stopped it. */
  run(pacer: Pacer): Promise<boolean>;
  destroy(): void;
}

/**
 * Runs `total` points tile by tile, in order.
 * @param size points of the next tile, at least 1
 * @param create a tile of `count` points from number `first` on
 */
export async function runTiles(
  total: number,
  pacer: Pacer,
  signal: AbortSignal,
  size: () => number,
  create: (first: number, count: number) => Promise<Tile>,
): Promise<"completed" | "cancelled"> {
  let first = 0;
  while (first < total) {
    if (signal.aborted) return "cancelled";
    const count = Math.min(total - first, size());
    const tile = await create(first, count);
    try {
      if (!(await tile.run(pacer))) return "cancelled";
    } finally {
      tile.destroy();
    }
    first += count;
  }
  return "completed";
}

/** Samples of a point that one submission should hold where the adapter is slow. */
const SAMPLES_PER_SUBMISSION = 8;

/** Points of a tile whose work items (samples of a point) are paced, of which `most` fit into memory. */
export function tileSize(pacer: Pacer, most: number, workgroups: number): number {
  const paced = Math.max(1, Math.floor(pacer.items / SAMPLES_PER_SUBMISSION));
  return Math.min(paced, most, workgroups);
}

/** Samples of the next submission of a tile of `points` points. */
export function submissionSize(pacer: Pacer, points: number, slots: number, left: number): number {
  return Math.min(slots, left, Math.max(1, Math.floor(pacer.items / points)));
}
