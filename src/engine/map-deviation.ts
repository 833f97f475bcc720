import type { MapDeviation, MapTable } from "../protocol/map.ts";
import { BackendError, type MapBackend, type MapPoint, type MapPointResult } from "./map-backend.ts";

/** How many points are computed again: of a square map the first corner, the middles of two sides, and the centre. */
const PROBES = 4;

/** Computes the first points of a float32 map again in float64 and keeps the largest deviations in its table. */
export class DeviationProbe {
  private readonly waiting: Map<number, MapPoint>;
  private readonly results: MapPointResult[] = [];
  private running: Promise<void> | null = null;

  /**
   * @param points those to be computed, in their order
   * @param onChange called after each measurement
   */
  constructor(
    private readonly table: MapTable,
    private readonly points: readonly MapPoint[],
    private readonly reference: MapBackend,
    private readonly signal: AbortSignal,
    private readonly onChange: () => void,
  ) {
    const missing = Math.max(0, PROBES - (table.deviation?.points.length ?? 0));
    this.waiting = new Map(points.slice(0, missing).map((point) => [point.index, point]));
  }

  /** A point as the device computed it. Measures, beside the map, once the wanted points are there. */
  take(result: MapPointResult): void {
    if (!this.waiting.delete(result.index)) return;
    this.results.push(result);
    if (this.waiting.size > 0) return;
    this.running = this.measure();
    // Whatever it rejects with is thrown by `finish`.
    this.running.catch(() => undefined);
  }

  /** Measures what is there, if that is not done yet, and waits for the end of it. */
  async finish(): Promise<void> {
    this.running ??= this.measure();
    await this.running;
  }

  private async measure(): Promise<void> {
    const results = new Map(this.results.map((result) => [result.index, result]));
    const points = this.points.filter(({ index }) => results.has(index));
    if (points.length === 0 || this.signal.aborted) return;
    try {
      await this.reference.compute(this.table.config, points, {
        signal: this.signal,
        onPoint: (exact) => {
          const found = results.get(exact.index);
          if (found === undefined || exact.status === "failed" || found.status === "failed") return;
          const measured = compare(Object.keys(this.table.fields), found, exact);
          this.table.deviation = joinDeviations(this.table.deviation, measured);
          this.onChange();
        },
      });
    } catch (error) {
      // Without the reference the deviation stays unmeasured, which the map says; its values are as good.
      if (!(error instanceof BackendError)) throw error;
    }
  }
}

/** Deviations over the points of both. */
export function joinDeviations(a: MapDeviation | null, b: MapDeviation): MapDeviation {
  if (a === null) return b;
  const fields: Record<string, number | null> = { ...a.fields };
  for (const [name, value] of Object.entries(b.fields)) {
    const other = fields[name];
    fields[name] = other === undefined ? value : larger(other, value);
  }
  return { points: [...new Set([...a.points, ...b.points])], fields };
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** Absolute differences of the fields that one of two results of a point has. */
function compare(names: readonly string[], found: MapPointResult, exact: MapPointResult): MapDeviation {
  const fields: Record<string, number | null> = {};
  for (const name of names) {
    const [a = Number.NaN, b = Number.NaN] = [found.values[name], exact.values[name]];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    fields[name] = Number.isNaN(a) || Number.isNaN(b) ? null : Math.abs(a - b);
  }
  return { points: [found.index], fields };
}
