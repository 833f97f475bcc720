/** Seconds between the first and the last measurement before there is an estimate. */
const WARM_UP = 0.25;
/** The speed is that of the last so many seconds, and of no more than the second half of what was measured, */
const WINDOW = 30;
/** but of no fewer than so many measurements: they may be a minute apart. */
const FEWEST = 32;
/** Every second one of more than so many is dropped. */
const MOST = 256;

interface Measurement {
  readonly time: number;
  readonly fraction: number;
}

/**
 * Estimates the remaining time from the fraction done: the slope of the straight line through what was done when.
 * Getting started, before anything is done, does not count, and work that several workers hand in together does not
 * look fast.
 */
export class TimeLeft {
  private measured: Measurement[] = [];
  private begun: number | null = null;

  /** @param least fraction of the run that the speed is always taken over, as far as there is so much */
  constructor(private readonly least = 0) {}

  /**
   * @param now seconds on any clock
   * @param fraction 0...1 of the run done
   * @returns seconds left, null while there is no estimate
   */
  update(now: number, fraction: number): number | null {
    if (fraction > 0) {
      this.begun ??= now;
      this.measured.push({ time: now, fraction });
    }
    if (this.measured.length > MOST) this.measured = this.measured.filter((_, k) => k % 2 === 1);
    const from = now - Math.min(WINDOW, (now - (this.begun ?? now)) / 2);
    const old = this.measured.findIndex((one) => one.time >= from || one.fraction > fraction - this.least);
    this.measured.splice(0, Math.max(0, Math.min(old, this.measured.length - FEWEST)));
    const speed = slope(this.measured);
    return speed === null ? null : Math.max(0, 1 - fraction) / speed;
  }
}

/** Slope of the least-squares line, per second; null where it is not known yet or does not rise. */
function slope(measured: readonly Measurement[]): number | null {
  const span = (measured.at(-1)?.time ?? 0) - (measured[0]?.time ?? 0);
  if (span < WARM_UP) return null;
  const mean = (key: keyof Measurement) => measured.reduce((sum, one) => sum + one[key], 0) / measured.length;
  const [time, fraction] = [mean("time"), mean("fraction")];
  let [spread, shared] = [0, 0];
  for (const one of measured) {
    spread += (one.time - time) ** 2;
    shared += (one.time - time) * (one.fraction - fraction);
  }
  return shared > 0 ? shared / spread : null;
}
