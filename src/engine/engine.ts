import type { SampledField } from "../base/fields.ts";
import type { Config } from "../protocol/config.ts";
import type { ResultSet } from "../protocol/results.ts";

export interface RunJob {
  readonly config: Config;
  /** Fields to compute for every method, besides those the errors and checks need. */
  readonly fields: readonly SampledField[];
  readonly preview?: boolean;
  /** Names of the methods; by default those that their settings give. A preview bears the names of what it stands for. */
  readonly labels?: readonly string[];
}

export interface RunHandlers {
  readonly signal: AbortSignal;
  /** Called after every change of the result set (new samples, progress, a status); cheap, may be frequent. */
  readonly onUpdate: (results: ResultSet) => void;
}

/**
 * Runs jobs; the same interface in a browser (workers) and in process (Node, tests).
 * A run resolves when every method has ended in whatever way - `cancelled` when the signal fires;
 * it rejects only on a programming error.
 */
export interface Engine {
  run(job: RunJob, handlers: RunHandlers): Promise<ResultSet>;
  /** Where it computes, for the device badge. */
  readonly description: {
    readonly device: "cpu" | "webgpu";
    readonly precision: "float64" | "float32";
    readonly threads: number;
  };
  dispose(): void;
}
