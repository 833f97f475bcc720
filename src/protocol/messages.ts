import type { FieldName, SampledField } from "../base/fields.ts";
import type { Config } from "./config-schema.ts";
import type { RunOutcome, RunPhase } from "./results.ts";

/** Main thread -> worker. */
export type WorkerRequest =
  | {
      readonly type: "start";
      readonly job: number;
      readonly config: Config;
      /** Index into config.methods. */
      readonly method: number;
      readonly fields: readonly SampledField[];
    }
  | { readonly type: "cancel"; readonly job: number };

/** Worker -> main thread. Every `start` is answered by exactly one `finished`. */
export type WorkerResponse =
  | { readonly type: "ready" }
  | {
      readonly type: "progress";
      readonly job: number;
      readonly phase: RunPhase;
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | { readonly type: "chunk"; readonly job: number; readonly chunk: Chunk }
  | { readonly type: "finished"; readonly job: number; readonly outcome: RunOutcome };

/** Consecutive samples of one method; buffers are transferred. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
  readonly fields: Partial<Record<FieldName, Float64Array<ArrayBuffer>>>;
}
