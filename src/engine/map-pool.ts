import type { Config } from "../protocol/config.ts";
import type { MapPoint, MapPointResult } from "../worker/map-point.ts";
import type { MapRequest, MapResponse } from "../worker/map-server.ts";
import { BackendError, CPU_BACKEND, type MapBackend, type MapPointHandlers } from "./map-backend.ts";

export { answerMapRequest, type MapRequest, type MapResponse } from "../worker/map-server.ts";

/** A running worker, as far as the pool is concerned. */
export interface MapWorker {
  post(request: MapRequest): void;
  terminate(): void;
}

export type SpawnMapWorker = (listeners: {
  readonly onResponse: (response: MapResponse) => void;
  /** The worker is of no use any more. */
  readonly onCrash: (reason: string) => void;
}) => MapWorker;

/** Consecutive crashes without a result in between after which the pool gives up. */
const MAX_CRASHES = 3;

/** The CPU backend on `threads` workers, which live as long as one call of `compute`. */
export function createPoolMapBackend(threads: number, spawn: SpawnMapWorker): MapBackend {
  return {
    description: CPU_BACKEND,
    compute: (config, points, handlers) => new PoolRun(spawn, config, points, handlers).run(threads),
  };
}

class PoolRun {
  private readonly waiting: MapPoint[];
  private readonly workers = new Set<MapWorker>();
  private left: number;
  private crashes = 0;
  private settle: { resolve: () => void; reject: (error: Error) => void } | null = null;

  constructor(
    private readonly spawn: SpawnMapWorker,
    private readonly config: Config,
    points: readonly MapPoint[],
    private readonly handlers: MapPointHandlers,
  ) {
    this.waiting = points.toReversed();
    this.left = points.length;
  }

  async run(threads: number): Promise<void> {
    const { signal } = this.handlers;
    if (this.left === 0 || signal.aborted) return;
    const abort = (): void => this.settle?.resolve();
    signal.addEventListener("abort", abort, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        this.settle = { resolve, reject };
        for (let k = 0; k < Math.min(threads, this.left); k++) this.hire();
      });
    } finally {
      this.settle = null;
      signal.removeEventListener("abort", abort);
      for (const worker of this.workers) worker.terminate();
      this.workers.clear();
    }
  }

  /** Starts a worker and keeps it busy while there are points. */
  private hire(): void {
    let point = this.waiting.pop();
    if (point === undefined) return;
    const worker = this.spawn({
      onResponse: (response) => {
        if (!this.workers.has(worker)) return;
        if (response.type === "news") {
          this.handlers.onNews?.(response.news);
          return;
        }
        this.crashes = 0;
        this.report(response.result);
        point = this.waiting.pop();
        if (point !== undefined) worker.post({ config: this.config, point });
      },
      onCrash: (reason) => {
        if (!this.workers.delete(worker)) return;
        worker.terminate();
        if (point !== undefined) this.crashed(point, reason);
      },
    });
    this.workers.add(worker);
    worker.post({ config: this.config, point });
  }

  private crashed({ index }: MapPoint, reason: string): void {
    this.crashes += 1;
    if (this.crashes >= MAX_CRASHES) {
      this.settle?.reject(new BackendError(`the workers computing the map stop at once: ${reason}`));
      return;
    }
    this.report({ index, status: "failed", values: {}, message: `the worker stopped: ${reason}` });
    this.hire();
  }

  private report(result: MapPointResult): void {
    try {
      this.handlers.onPoint(result);
    } catch (error) {
      this.settle?.reject(error as Error);
    }
    this.left -= 1;
    if (this.left === 0) this.settle?.resolve();
  }
}
