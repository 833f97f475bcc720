import { computeShare, type PointShare, type ShareRequest, type ShareSpec } from "./gpu-share.ts";
import { createYielder, drive } from "./macrotask.ts";
import type { MapPoint } from "./map-point.ts";

/** Computes the CPU's share of the points of one map. */
export interface ShareSource {
  /** Says which points will be asked for next, in this order. */
  announce(points: readonly MapPoint[]): void;
  /** The share of a point; null when the signal stopped it. */
  take(point: MapPoint): Promise<PointShare | null>;
  close(): void;
}

export type CreateShares = (spec: ShareSpec, signal: AbortSignal) => ShareSource;

/** A worker that computes shares, one per request. */
export interface ShareWorker {
  readonly post: (request: ShareRequest) => void;
  readonly terminate: () => void;
}

export type SpawnShareWorker = (listeners: {
  readonly onShare: (share: PointShare) => void;
  /** The worker is of no use any more. */
  readonly onCrash: () => void;
}) => ShareWorker;

/** Shares computed when they are asked for, on the calling thread, which stays responsive. */
export const inlineShares: CreateShares = (spec, signal) => ({
  announce: () => undefined,
  take: (point) => driveShare({ spec, point }, signal),
  close: () => undefined,
});

async function driveShare(request: ShareRequest, signal: AbortSignal): Promise<PointShare | null> {
  const yielder = createYielder();
  try {
    return await drive(computeShare(request), yielder, signal);
  } finally {
    yielder.close();
  }
}

/**
 * Shares computed ahead by up to `threads` workers, so that the device does not wait for ground states. What a
 * worker breaks at is computed on the calling thread; without workers, everything is.
 */
export function pooledShares(threads: number, spawn: SpawnShareWorker): CreateShares {
  return (spec, signal) => new SharePool(spec, signal, threads, spawn);
}

interface Job {
  readonly point: MapPoint;
  readonly share: Promise<PointShare | null>;
  /** With null for a share that no worker computes. */
  readonly settle: (share: PointShare | null) => void;
}

class SharePool implements ShareSource {
  private readonly jobs = new Map<number, Job>();
  private readonly waiting: Job[] = [];
  private readonly workers = new Set<ShareWorker>();
  private readonly idle: ((job: Job) => void)[] = [];

  constructor(
    private readonly spec: ShareSpec,
    private readonly signal: AbortSignal,
    /** How many workers may still be hired. */
    private hires: number,
    private readonly spawn: SpawnShareWorker,
  ) {
    signal.addEventListener("abort", this.close, { once: true });
  }

  announce(points: readonly MapPoint[]): void {
    for (const point of points) {
      if (this.jobs.has(point.index)) continue;
      const { promise: share, resolve: settle } = withResolvers<PointShare | null>();
      const job = { point, share, settle };
      this.jobs.set(point.index, job);
      this.waiting.push(job);
    }
    this.assign();
  }

  async take(point: MapPoint): Promise<PointShare | null> {
    this.announce([point]);
    const share = (await this.jobs.get(point.index)?.share) ?? null;
    this.jobs.delete(point.index);
    if (this.signal.aborted) return null;
    return share ?? (await driveShare({ spec: this.spec, point }, this.signal));
  }

  readonly close = (): void => {
    this.signal.removeEventListener("abort", this.close);
    this.hires = 0;
    for (const worker of this.workers) worker.terminate();
    this.workers.clear();
    for (const { settle } of this.jobs.values()) settle(null);
  };

  /** Gives waiting jobs to idle workers, hires more, and gives jobs up when nobody is left. */
  private assign(): void {
    while (this.waiting.length > 0) {
      const give = this.idle.pop() ?? this.hire();
      if (give === null) break;
      const job = this.waiting.shift();
      if (job !== undefined) give(job);
    }
    if (this.workers.size === 0) for (const job of this.waiting.splice(0)) job.settle(null);
  }

  private hire(): ((job: Job) => void) | null {
    if (this.hires === 0) return null;
    this.hires -= 1;
    let job: Job | null = null;
    const give = (next: Job): void => {
      job = next;
      worker.post({ spec: this.spec, point: next.point });
    };
    const worker = this.spawn({
      onShare: (share) => {
        job?.settle(share);
        job = null;
        this.idle.push(give);
        this.assign();
      },
      onCrash: () => {
        if (!this.workers.delete(worker)) return;
        worker.terminate();
        const position = this.idle.indexOf(give);
        if (position >= 0) this.idle.splice(position, 1);
        job?.settle(null);
        this.assign();
      },
    });
    this.workers.add(worker);
    return give;
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
