import { formatSeconds } from "../protocol/estimate.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";

/** Shortest time between two reports, ms: on a terminal, and where every report stays as a line. */
const TERMINAL_PAUSE = 100;
const LINE_PAUSE = 5000;

/** Where progress goes: process.stderr, or a recorder in tests. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Reports a run: one updating line on a terminal, a line now and then otherwise, a line at the end of each method. */
export class ProgressReport {
  private last = 0;
  private readonly ended = new Set<number>();

  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = () => performance.now(),
  ) {}

  update(results: ResultSet): void {
    for (const method of results.methods) this.reportEnd(method);
    const time = this.now();
    const running = results.methods.filter(({ status }) => status === "running");
    if (running.length === 0) return;
    if (this.last === 0) this.last = time;
    if (time - this.last < (this.stream.isTTY === true ? TERMINAL_PAUSE : LINE_PAUSE)) return;
    this.last = time;
    this.line(running.map(describeRunning).join(", "), false);
  }

  private reportEnd(method: MethodResult): void {
    if (method.outcome === null || this.ended.has(method.index)) return;
    this.ended.add(method.index);
    this.line(describeEnd(method, method.outcome), true);
  }

  private line(text: string, stays: boolean): void {
    if (this.stream.isTTY === true) this.stream.write(`\r\u001b[K${text}${stays ? "\n" : ""}`);
    else this.stream.write(`${text}\n`);
  }
}

function describeRunning({ label, phase, fraction, secondsLeft }: MethodResult): string {
  const left = secondsLeft === null ? "" : `, about ${formatSeconds(secondsLeft)} left`;
  const training = phase === "training" ? "training, " : "";
  return `${label}: ${training}${Math.floor(100 * fraction)} %${left}`;
}

function describeEnd({ label, filled }: MethodResult, outcome: NonNullable<MethodResult["outcome"]>): string {
  const { status, divergedAt, message, wallSeconds } = outcome;
  const when = divergedAt === null ? "" : ` at t = ${Number(divergedAt.toPrecision(4))}`;
  const remark = message === null ? "" : `. ${message}`;
  return `${label}: ${status}${when} after ${wallSeconds.toFixed(2)} s, ${filled} samples${remark}`;
}
