import { type KeptMap, type KeptState, keptFile, type PointBatch, takeBatch } from "../protocol/kept-map.ts";
import type { MapTable } from "../protocol/map.ts";
import type { Clock } from "./run-controller.ts";

/** Finished points are kept at the latest after this time, in ms. */
export const KEEP_MS = 1000;

/** Writes to the shelf; resolves to whether it took what it was given. */
type Write = (head: KeptMap, batch: PointBatch | null, how: "append" | "replace") => Promise<boolean>;

/** Keeps one map: in batches while it is computed, as a whole when it comes to rest. */
export class MapRecorder {
  private waiting: number[] = [];
  private stopTimer: (() => void) | null = null;

  /** @param failures why points of the table failed; both change in place */
  constructor(
    private head: KeptMap,
    private readonly table: MapTable,
    private readonly failures: ReadonlyMap<number, string>,
    private readonly write: Write,
    private readonly clock: Pick<Clock, "after">,
  ) {}

  get id(): string {
    return this.head.id;
  }

  /** Takes note of a point that is in the table now. */
  point(index: number): void {
    this.waiting.push(index);
    this.stopTimer ??= this.clock.after(KEEP_MS, () => void this.flush());
  }

  /** Keeps the whole map in the state it is in. */
  settle(state: KeptState): void {
    this.stopTimer?.();
    this.stopTimer = null;
    this.waiting = [];
    const computed = this.computed();
    this.head = { ...this.head, state, done: computed.length, file: this.file() };
    void this.write(this.head, takeBatch(this.table, computed, this.failures), "replace");
  }

  private async flush(): Promise<void> {
    this.stopTimer = null;
    const points = this.waiting;
    this.waiting = [];
    this.head = { ...this.head, done: this.computed().length, file: this.file() };
    const kept = await this.write(this.head, takeBatch(this.table, points, this.failures), "append");
    // The next batch, or `settle`, tries again.
    if (!kept) this.waiting.unshift(...points);
  }

  /** With what computed the points so far and how exactly, which changes on the way. */
  private file(): KeptMap["file"] {
    const { software, created } = this.head.file;
    return keptFile(this.table, { software, created });
  }

  private computed(): number[] {
    const { status } = this.table;
    return [...status.keys()].filter((point) => status[point] !== "pending");
  }
}
