import type { Config } from "../protocol/config-schema.ts";
import type { RunOutcome } from "../protocol/results.ts";

/** Indices of the methods in the order in which they start: exact first, since the errors wait for it. */
export function executionOrder({ methods }: Config): number[] {
  const rank = (index: number): number => (methods[index]?.kind === "exact" ? 0 : 1);
  return [...methods.keys()].sort((a, b) => rank(a) - rank(b));
}

const NOTHING = {
  divergedAt: null,
  steps: { accepted: 0, rejected: 0 },
  wallSeconds: 0,
  groundState: null,
  checks: null,
} as const;

/** The outcome of a method stopped by the user, where no worker reports one. */
export function cancelledOutcome(wallSeconds = 0): RunOutcome {
  return { ...NOTHING, status: "cancelled", message: null, wallSeconds };
}

/** The outcome of a method whose worker broke. */
export function failedOutcome(message: string, wallSeconds: number): RunOutcome {
  return { ...NOTHING, status: "failed", message, wallSeconds };
}
