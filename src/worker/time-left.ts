/** Seconds of measurement before the first estimate. */
const WARM_UP = 0.25;
/** Time constant, in seconds, over which the speed is averaged. */
const MEMORY = 2;

/** Estimates the remaining time from the fraction done, smoothed so that the number does not jump. */
export class TimeLeft {
  private startTime: number | null = null;
  private time = 0;
  private fraction = 0;
  /** Fraction per second, smoothed. */
  private speed: number | null = null;

  /**
   * @param now seconds on any clock
   * @param fraction 0...1 of the run done
   * @returns seconds left, null while there is no estimate
   */
  update(now: number, fraction: number): number | null {
    if (this.startTime === null) {
      this.startTime = now;
      this.time = now;
      this.fraction = fraction;
      return null;
    }
    const elapsed = now - this.time;
    if (now - this.startTime < WARM_UP || elapsed <= 0) return this.estimate(fraction);
    const speed = (fraction - this.fraction) / elapsed;
    const weight = this.speed === null ? 1 : 1 - Math.exp(-elapsed / MEMORY);
    this.speed = (this.speed ?? 0) * (1 - weight) + speed * weight;
    this.time = now;
    this.fraction = fraction;
    return this.estimate(fraction);
  }

  private estimate(fraction: number): number | null {
    return this.speed === null || this.speed <= 0 ? null : (1 - fraction) / this.speed;
  }
}
