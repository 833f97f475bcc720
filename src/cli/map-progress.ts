import type { MapPointResult } from "../engine/map-backend.ts";
import type { MapProgress } from "../engine/map-runner.ts";
import { formatSeconds } from "../protocol/estimate.ts";
import type { MapTable } from "../protocol/map.ts";
import type { ProgressStream } from "./progress.ts";

/** Shortest time between two reports, ms: on a terminal, and where every report stays as a line. */
const TERMINAL_PAUSE = 100;
const LINE_PAUSE = 5000;
/** Most failures that are told one by one. */
const TOLD = 5;

/** Reports how far a map is, where methods failed, and how it ended. */
export class MapReport {
  private last = Number.NEGATIVE_INFINITY;
  private failures = 0;

  constructor(
    private readonly stream: ProgressStream,
    private readonly table: MapTable,
  ) {}

  progress({ done, total, secondsLeft, inside }: MapProgress): void {
    const now = performance.now();
    if (now - this.last < (this.stream.isTTY === true ? TERMINAL_PAUSE : LINE_PAUSE)) return;
    this.last = now;
    const left = secondsLeft === null ? "" : `, about ${formatSeconds(secondsLeft)} left`;
    const begun = inside.map(({ method, fraction }) => `${method} ${Math.floor(100 * fraction)} %`);
    const underWay = begun.length === 0 ? "" : ` (${begun.join(", ")})`;
    this.line(`${done} of ${total} points${left}${underWay}`, false);
  }

  point({ index, message }: MapPointResult): void {
    if (message === null) return;
    this.failures += 1;
    if (this.failures > TOLD) return;
    const { interaction, trap } = this.table.axes;
    const u = interaction[Math.floor(index / trap.length)];
    this.line(`U = ${u}, V = ${trap[index % trap.length]}: ${message}`, true);
  }

  end(outcome: "completed" | "cancelled"): void {
    const counts = (["done", "diverged", "failed", "pending"] as const)
      .map((status) => ({ status, count: this.table.status.filter((each) => each === status).length }))
      .filter(({ count }) => count > 0)
      .map(({ status, count }) => `${count} ${status}`);
    this.line(`${outcome}: ${counts.join(", ")}`, true);
    this.deviation();
  }

  private deviation(): void {
    const { deviation } = this.table;
    if (deviation === null) return;
    const parts = Object.entries(deviation.fields).map(
      ([name, value]) => `${name} ${value === null ? "defined in one of them only" : value.toExponential(1)}`,
    );
    const count = `${deviation.points.length} ${deviation.points.length === 1 ? "point" : "points"}`;
    this.line(`float32 against float64 at ${count}, largest deviations: ${parts.join(", ")}`, true);
  }

  private line(text: string, stays: boolean): void {
    if (this.stream.isTTY === true) this.stream.write(`\r\u001b[K${text}${stays ? "\n" : ""}`);
    else this.stream.write(`${text}\n`);
  }
}
