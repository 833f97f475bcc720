/** What the queue needs of its surroundings; a fake one in tests. */
export interface Clock {
  now(): number;
  /** Calls back in a later task, after at least `delay` ms. */
  defer(callback: () => void, delay: number): void;
}

interface Request {
  readonly id: string;
  readonly draw: () => void;
  readonly due: number;
}

/**
 * Redraws one plot per task, in turn, each at most every `interval` ms; a newer request for the same plot replaces
 * the older one. So a stream of samples never piles up work, and no task grows with the number of plots.
 */
export class DrawQueue {
  private readonly requests = new Map<string, Request>();
  private readonly drawnAt = new Map<string, number>();
  private waking = Number.POSITIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly interval: number,
  ) {}

  /** Draws soon: at once in a task of its own, or when the interval of this plot is over. */
  request(id: string, draw: () => void): void {
    const now = this.clock.now();
    const due = Math.max(now, (this.drawnAt.get(id) ?? Number.NEGATIVE_INFINITY) + this.interval);
    this.requests.set(id, { id, draw, due: this.requests.get(id)?.due ?? due });
    this.wake();
  }

  cancel(id: string): void {
    this.requests.delete(id);
  }

  private wake(): void {
    const next = this.next();
    if (next === undefined || next.due >= this.waking) return;
    this.waking = next.due;
    this.clock.defer(() => this.turn(next.due), Math.max(0, next.due - this.clock.now()));
  }

  private turn(due: number): void {
    if (due !== this.waking) return;
    this.waking = Number.POSITIVE_INFINITY;
    const next = this.next();
    const now = this.clock.now();
    if (next !== undefined && next.due <= now) {
      this.requests.delete(next.id);
      this.drawnAt.set(next.id, now);
      next.draw();
    }
    this.wake();
  }

  private next(): Request | undefined {
    let best: Request | undefined;
    for (const request of this.requests.values()) {
      if (best === undefined || request.due < best.due) best = request;
    }
    return best;
  }
}
