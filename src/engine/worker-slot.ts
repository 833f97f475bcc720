import type { WorkerRequest, WorkerResponse } from "../protocol/messages.ts";
import type { RunOutcome } from "../protocol/results.ts";

/** A running worker, as far as the engine is concerned. */
export interface WorkerHandle {
  post(request: WorkerRequest): void;
  terminate(): void;
}

export interface WorkerListeners {
  readonly onMessage: (response: WorkerResponse) => void;
  /** The worker is of no use any more. */
  readonly onCrash: (reason: string) => void;
}

export type SpawnWorker = (listeners: WorkerListeners) => WorkerHandle;

/** One method of one job, on its way through a worker. */
export interface Task {
  readonly request: Extract<WorkerRequest, { type: "start" }>;
  readonly onStart: () => void;
  readonly onResponse: (response: Extract<WorkerResponse, { type: "chunk" | "progress" }>) => void;
  /** Called once. */
  readonly onEnd: (end: TaskEnd) => void;
}

export type TaskEnd =
  | { readonly kind: "finished"; readonly outcome: RunOutcome }
  | { readonly kind: "crashed"; readonly reason: string }
  /** Stopped without a report of the worker: it had not begun, or did not answer in time. */
  | { readonly kind: "cancelled" };

/** Time a worker has to acknowledge a cancel, ms. */
const PATIENCE = 500;
/** Consecutive crashes before the first message after which a worker is not restarted. */
const MAX_FAILED_STARTS = 3;

/** Keeps one worker alive and gives it one task at a time. */
export class WorkerSlot {
  private handle: WorkerHandle | null = null;
  private task: Task | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failedStarts = 0;
  private broken: string | null = null;

  constructor(
    private readonly spawn: SpawnWorker,
    private readonly onIdle: () => void,
  ) {
    this.restart();
  }

  get idle(): boolean {
    return this.task === null;
  }

  /** Runs a task on this idle worker. */
  start(task: Task): void {
    this.task = task;
    task.onStart();
    if (this.broken !== null) this.end({ kind: "crashed", reason: this.broken });
    else this.handle?.post(task.request);
  }

  /** Asks the worker to stop the job; terminates it when it does not answer within PATIENCE. */
  cancel(job: number): void {
    if (this.task?.request.job !== job) return;
    this.handle?.post({ type: "cancel", job });
    this.timer ??= setTimeout(() => {
      this.restart();
      this.end({ kind: "cancelled" });
    }, PATIENCE);
  }

  /** Ends the worker the hard way, as a crash would, and starts another. */
  crash(reason: string): void {
    this.restart();
    this.end({ kind: "crashed", reason });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.handle?.terminate();
    this.handle = null;
    this.task?.onEnd({ kind: "cancelled" });
    this.task = null;
  }

  private restart(): void {
    this.handle?.terminate();
    const handle = this.spawn({
      onMessage: (response) => {
        if (this.handle === handle) this.receive(response);
      },
      onCrash: (reason) => {
        if (this.handle === handle) this.crashed(reason);
      },
    });
    this.handle = handle;
  }

  private crashed(reason: string): void {
    this.failedStarts += 1;
    if (this.failedStarts < MAX_FAILED_STARTS) {
      this.crash(reason);
      return;
    }
    this.handle?.terminate();
    this.handle = null;
    this.broken = `the worker does not start: ${reason}`;
    this.end({ kind: "crashed", reason: this.broken });
  }

  private receive(response: WorkerResponse): void {
    this.failedStarts = 0;
    const { task } = this;
    if (response.type === "ready" || task === null || response.job !== task.request.job) return;
    if (response.type === "finished") this.end({ kind: "finished", outcome: response.outcome });
    else task.onResponse(response);
  }

  private end(end: TaskEnd): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { task } = this;
    this.task = null;
    task?.onEnd(end);
    this.onIdle();
  }
}
