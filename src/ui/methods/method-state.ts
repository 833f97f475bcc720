import type { MethodResult } from "../../protocol/results.ts";
import type { RunState } from "../../state/run-store.ts";

/** The state of a method in a few characters, for its chip. */
export interface MethodState {
  readonly text: string;
  readonly tone: "quiet" | "live" | "warn" | "bad";
}

/** State of the method with this id in the run in progress; one string compares by value in a selector. */
export function methodState(state: RunState, id: string): MethodState {
  const { active, activeIds, phase } = state;
  const result = active?.methods[activeIds.indexOf(id)];
  if (active === null || result === undefined) {
    return { text: phase === "running" && active?.preview ? "on release" : "queued", tone: "quiet" };
  }
  if (active.preview) return { text: "preview", tone: "quiet" };
  return describe(result, active.times);
}

/** Message of the method's outcome (advice after a divergence, a refusal, a remark), or null. */
export function methodMessage({ active, activeIds }: RunState, id: string): string | null {
  if (active === null || active.preview) return null;
  return active.methods[activeIds.indexOf(id)]?.outcome?.message ?? null;
}

function busyWith({ phase, filled, fraction }: MethodResult, reached: string): string {
  if (filled > 0) return `t = ${reached}`;
  return phase === "training" ? `training ${Math.floor(100 * fraction)} %` : "ground state";
}

function describe(result: MethodResult, times: Float64Array): MethodState {
  const reached = (times[Math.max(0, result.filled - 1)] ?? 0).toFixed(1);
  switch (result.status) {
    case "queued":
      return { text: "queued", tone: "quiet" };
    case "running":
      return { text: busyWith(result, reached), tone: "live" };
    case "completed":
      return { text: "done", tone: "quiet" };
    case "cancelled":
      return { text: result.filled > 0 ? `stopped at ${reached}` : "stopped", tone: "warn" };
    case "diverged":
      return {
        text: `diverged at ${(result.outcome?.divergedAt ?? Number(reached)).toFixed(1)}`,
        tone: "bad",
      };
    case "refused":
      return { text: "refused", tone: "bad" };
    case "failed":
      return { text: "failed", tone: "bad" };
  }
}
