import type { SampledField } from "../base/fields.ts";
import type { MethodEvent, MethodPhase, MethodRun, MethodSpec, SystemSpec } from "../methods/types.ts";
import type { Config } from "../protocol/config-schema.ts";
import type { Chunk } from "../protocol/messages.ts";
import type { RunOutcome } from "../protocol/results.ts";
import { sampleCount } from "../protocol/sizes.ts";
import { ChunkBuffer } from "./chunk-buffer.ts";
import { failureOutcome } from "./failure.ts";
import { createYielder } from "./macrotask.ts";
import { TimeLeft } from "./time-left.ts";

/** Shortest time between two chunks or two progress reports, ms. */
const PAUSE = 30;

/** Starts a method on a system; the real one is in methods.ts, tests bring their own. */
export type StartMethod = (
  system: SystemSpec,
  method: MethodSpec,
  fields: readonly SampledField[],
) => MethodRun;

export interface MethodJob {
  readonly config: Config;
  /** Index into config.methods. */
  readonly method: number;
  readonly fields: readonly SampledField[];
}

export interface JobProgress {
  readonly phase: MethodPhase;
  readonly fraction: number;
  readonly secondsLeft: number | null;
}

export interface JobHandlers {
  readonly signal: AbortSignal;
  /** Chunks come in order, without gaps, and own their buffers. */
  readonly onChunk: (chunk: Chunk) => void;
  readonly onProgress: (progress: JobProgress) => void;
}

/**
 * Drives one method to its end: streams its samples, reports progress, and yields to the event loop so
 * that `signal` is seen within about 15 ms (plus the method's own step). Never rejects: whatever goes
 * wrong is in the outcome.
 */
export async function runJob(start: StartMethod, job: MethodJob, handlers: JobHandlers): Promise<RunOutcome> {
  const begun = performance.now();
  const wallSeconds = (): number => (performance.now() - begun) / 1000;
  const yielder = createYielder();
  const stream = new Stream(sampleCount(job.config.time), handlers);
  const method = job.config.methods[job.method];
  try {
    const run = start(job.config, method, job.fields);
    for (;;) {
      const step = run.next();
      if (step.done === true) {
        stream.flush();
        return { ...step.value, wallSeconds: wallSeconds() };
      }
      stream.accept(step.value);
      if (yielder.due()) await yielder.next();
      if (handlers.signal.aborted) {
        run.return(undefined as never);
        stream.flush();
        return { ...EMPTY, status: "cancelled", wallSeconds: wallSeconds() };
      }
    }
  } catch (error) {
    stream.flush();
    return { ...EMPTY, ...failureOutcome(error, job.config, method), wallSeconds: wallSeconds() };
  } finally {
    yielder.close();
  }
}

const EMPTY = {
  divergedAt: null,
  message: null,
  steps: { accepted: 0, rejected: 0 },
  groundState: null,
  checks: null,
} as const;

/** Turns the events of a method into chunks and progress reports, at most one of each per PAUSE. */
class Stream {
  private readonly buffer = new ChunkBuffer();
  private readonly timeLeft = new TimeLeft();
  private fraction = 0;
  private phase: MethodPhase = "ground-state";
  private lastChunk = Number.NEGATIVE_INFINITY;
  private lastProgress = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly samples: number,
    private readonly handlers: JobHandlers,
  ) {}

  accept(event: MethodEvent): void {
    const now = performance.now();
    if (event.kind === "samples") {
      this.buffer.add(event.batch);
      this.phase = "propagation";
      this.advance((event.batch.first + event.batch.count) / this.samples);
      if (this.buffer.full || now - this.lastChunk >= PAUSE) {
        this.flush();
        this.lastChunk = now;
      }
    } else {
      this.phase = event.phase;
      this.advance(event.fraction);
    }
    if (now - this.lastProgress < PAUSE) return;
    this.lastProgress = now;
    const { phase, fraction } = this;
    const begun = phase !== "ground-state" || fraction > 0;
    const secondsLeft = begun ? this.timeLeft.update(now / 1000, fraction) : null;
    this.handlers.onProgress({ phase, fraction, secondsLeft });
  }

  flush(): void {
    if (!this.buffer.empty) this.handlers.onChunk(this.buffer.take());
  }

  private advance(fraction: number): void {
    this.fraction = Math.min(1, Math.max(this.fraction, fraction));
  }
}
