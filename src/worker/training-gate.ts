/** Holds a training between two steps, or lets single ones pass. */
export class TrainingGate {
  private closed = false;
  private tickets = 0;
  private wake: (() => void) | null = null;

  /** Whether the training is held, apart from single steps. */
  get held(): boolean {
    return this.closed;
  }

  pause(): void {
    this.closed = true;
  }

  resume(): void {
    this.closed = false;
    this.tickets = 0;
    this.wake?.();
  }

  /** Lets one more step pass while held. */
  step(): void {
    if (!this.closed) return;
    this.tickets += 1;
    this.wake?.();
  }

  /** Resolves when the next step may be made, or when the signal fires. */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.closed && this.tickets === 0 && !signal.aborted) await this.woken(signal);
    this.tickets = Math.max(0, this.tickets - 1);
  }

  private woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener("abort", done);
        this.wake = null;
        resolve();
      };
      this.wake = done;
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
