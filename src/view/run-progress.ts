import { formatSeconds } from "../protocol/estimate.ts";
import type { ResultSet } from "../protocol/results.ts";
import { shortLabel } from "./method-style.ts";
import { hasEnded } from "./model.ts";

export interface RunProgress {
  readonly running: boolean;
  /** Share of all methods' work done, 0...1. */
  readonly fraction: number;
  /** `NY · CC · P 71 % · 2 s left`, or how the run ended. */
  readonly text: string;
}

/** Progress of a run in one line: the slowest method, its share, and the time it still needs. */
export function runProgress(results: ResultSet | null): RunProgress {
  if (results === null) return { running: false, fraction: 0, text: "" };
  const { methods } = results;
  const open = methods.filter((method) => !hasEnded(method));
  const fraction =
    methods.reduce((sum, method) => sum + (hasEnded(method) ? 1 : method.fraction), 0) / methods.length;
  if (open.length === 0) return { running: false, fraction: 1, text: endText(results) };
  const slowest = [...open].sort(
    (a, b) => (b.secondsLeft ?? 0) - (a.secondsLeft ?? 0) || a.fraction - b.fraction,
  )[0];
  if (slowest === undefined) return { running: true, fraction, text: "" };
  const left = slowest.secondsLeft === null ? "" : ` · ${formatSeconds(slowest.secondsLeft)} left`;
  const percent = `${Math.floor(100 * slowest.fraction)} %`;
  return { running: true, fraction, text: `${shortLabel(slowest.label)} ${percent}${left}` };
}

function endText(results: ResultSet): string {
  if (results.source.kind === "imported") return results.source.name;
  const { methods } = results;
  const count = (status: string): number => methods.filter((method) => method.status === status).length;
  const cancelled = count("cancelled");
  const lost = count("diverged") + count("failed") + count("refused");
  if (cancelled > 0) return "Cancelled";
  if (lost > 0) return `${lost} of ${methods.length} stopped early`;
  const seconds = Math.max(...methods.map(({ outcome }) => outcome?.wallSeconds ?? 0));
  return `Done in ${formatSeconds(seconds)}`;
}
