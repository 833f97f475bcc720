import { InputError } from "../base/errors.ts";
import type { Config, MethodConfig } from "../protocol/config-schema.ts";
import { estimateMethod, formatBytes } from "../protocol/estimate.ts";
import type { RunOutcome } from "../protocol/results.ts";

/** What an exception thrown by a method means for its run. */
export function failureOutcome(
  error: unknown,
  config: Config,
  method: MethodConfig,
): Pick<RunOutcome, "status" | "message"> {
  if (error instanceof InputError) return { status: "refused", message: error.message };
  const text = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) {
    const need = formatBytes(estimateMethod(config, method).bytes);
    return {
      status: "failed",
      message: `out of memory: this method needs about ${need}. Take fewer sites, samples or outputs (${text})`,
    };
  }
  return { status: "failed", message: text };
}

/** Engines report a failed allocation as RangeError, as they do a stack overflow, which is not one. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && !/call stack/i.test(error.message);
}
