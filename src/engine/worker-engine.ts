import type { ResultSet, RunOutcome } from "../protocol/results.ts";
import { Accumulator, requestedFields } from "./accumulator.ts";
import type { Engine, RunHandlers, RunJob } from "./engine.ts";
import { cancelledOutcome, executionOrder, failedOutcome } from "./schedule.ts";
import { spawnWorker } from "./spawn-worker.ts";
import { type SpawnWorker, type Task, type TaskEnd, WorkerSlot } from "./worker-slot.ts";

export interface WorkerEngineOptions {
  /** Number of workers; by default the number of cores, between 2 and 8. */
  readonly threads?: number;
  readonly spawn?: SpawnWorker;
}

export interface WorkerEngine extends Engine {
  /** Terminates worker `index` (0 ... threads - 1) as a crash would: its method fails, and a new worker takes over. */
  killWorker(index: number): void;
}

/**
 * The engine of the page: a pool of workers, started at once so that the first run does not wait for
 * them. The methods of a job, and those of several jobs, queue for the workers in order.
 */
export function createWorkerEngine(options: WorkerEngineOptions = {}): WorkerEngine {
  const threads = options.threads ?? defaultThreads();
  const pool = new Pool(threads, options.spawn ?? spawnWorker);
  return {
    description: { device: "cpu", precision: "float64", threads },
    run: (job, handlers) => runOnPool(pool, job, handlers),
    killWorker: (index) => pool.kill(index),
    dispose: () => pool.dispose(),
  };
}

function defaultThreads(): number {
  return Math.min(8, Math.max(2, navigator.hardwareConcurrency));
}

/** Hands queued tasks to idle workers. */
class Pool {
  private readonly slots: WorkerSlot[];
  private queue: Task[] = [];
  private nextJob = 1;

  constructor(threads: number, spawn: SpawnWorker) {
    this.slots = Array.from({ length: threads }, () => new WorkerSlot(spawn, () => this.assign()));
  }

  /** A number for a task, unique in this pool. */
  newJob(): number {
    return this.nextJob++;
  }

  submit(task: Task): void {
    this.queue.push(task);
    this.assign();
  }

  /** Stops a task; one that still waits ends at once. */
  cancel(task: Task): void {
    if (this.queue.includes(task)) {
      this.queue = this.queue.filter((other) => other !== task);
      task.onEnd({ kind: "cancelled" });
      return;
    }
    for (const slot of this.slots) slot.cancel(task.request.job);
  }

  kill(index: number): void {
    this.slots[index]?.crash("it was terminated");
  }

  dispose(): void {
    const waiting = this.queue;
    this.queue = [];
    for (const task of waiting) task.onEnd({ kind: "cancelled" });
    for (const slot of this.slots) slot.dispose();
  }

  private assign(): void {
    for (const slot of this.slots) {
      if (!slot.idle) continue;
      const task = this.queue.shift();
      if (task === undefined) return;
      slot.start(task);
    }
  }
}

async function runOnPool(pool: Pool, job: RunJob, { signal, onUpdate }: RunHandlers): Promise<ResultSet> {
  const accumulator = new Accumulator(job, onUpdate);
  const fields = requestedFields(job);
  await Promise.all(
    executionOrder(job.config).map((method) =>
      runMethod(pool, accumulator, signal, {
        type: "start",
        job: pool.newJob(),
        config: job.config,
        method,
        fields,
      }),
    ),
  );
  return accumulator.results;
}

function runMethod(
  pool: Pool,
  accumulator: Accumulator,
  signal: AbortSignal,
  request: Task["request"],
): Promise<void> {
  return new Promise((resolve) => {
    let begun = performance.now();
    const task: Task = {
      request,
      onStart: () => {
        begun = performance.now();
        accumulator.started(request.method);
      },
      onResponse: (response) => {
        if (response.type === "chunk") accumulator.chunk(request.method, response.chunk);
        else accumulator.progress(request.method, response);
      },
      onEnd: (end) => {
        signal.removeEventListener("abort", abort);
        accumulator.finished(request.method, outcomeOf(end, (performance.now() - begun) / 1000));
        resolve();
      },
    };
    const abort = (): void => pool.cancel(task);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) task.onEnd({ kind: "cancelled" });
    else pool.submit(task);
  });
}

function outcomeOf(end: TaskEnd, wallSeconds: number): RunOutcome {
  if (end.kind === "finished") return end.outcome;
  if (end.kind === "cancelled") return cancelledOutcome(wallSeconds);
  return failedOutcome(
    `The worker computing this method stopped: ${end.reason}. The samples so far are kept.`,
    wallSeconds,
  );
}
