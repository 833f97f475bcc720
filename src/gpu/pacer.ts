/** No step grows by more than this, so that one lucky measurement cannot make a dispatch too long. */
const GROWTH = 4;

/** Sizes submissions so that each takes about `target` ms on whatever adapter computes. */
export class Pacer {
  private allowed: number;

  /**
   * @param target duration of a submission, ms
   * @param first size of the first submission
   */
  constructor(
    private readonly target: number,
    first = 1,
  ) {
    this.allowed = first;
  }

  /** Work items to submit next, at least 1. */
  get items(): number {
    return Math.max(1, Math.floor(this.allowed));
  }

  /** Reports that `items` work items took `milliseconds`. */
  report(items: number, milliseconds: number): void {
    const fits = (items * this.target) / Math.max(milliseconds, 1e-3);
    this.allowed = Math.max(1, Math.min(fits, GROWTH * Math.max(items, 1)));
  }
}
