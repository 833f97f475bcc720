import { describe, expect, it } from "vitest";
import { TimeLeft } from "../../src/worker/time-left.ts";

interface Report {
  /** Share of the whole duration that has passed. */
  readonly passed: number;
  /** Estimated less true time left, over the whole duration. */
  readonly error: number;
}

/** Feeds the times at which points end to an estimator. */
function follow(ends: readonly number[]): Report[] {
  const estimator = new TimeLeft();
  const last = ends.at(-1) ?? 0;
  expect(estimator.update(0, 0)).toBeNull();
  return ends.flatMap((now, k) => {
    const seconds = estimator.update(now, (k + 1) / ends.length);
    return seconds === null ? [] : [{ passed: now / last, error: (seconds - (last - now)) / last }];
  });
}

/** Largest error after a share of the duration. */
function worst(reports: readonly Report[], from: number): number {
  const errors = reports.filter(({ passed }) => passed >= from).map(({ error }) => Math.abs(error));
  expect(errors.length).toBeGreaterThan(0);
  return Math.max(...errors);
}

/** When the points of a map end on workers that need `startUp` seconds first. */
function ends(
  points: number,
  workers: number,
  startUp: number,
  seconds: (point: number) => number,
): number[] {
  const free = Array.from({ length: workers }, () => startUp);
  return Array.from({ length: points }, (_, point) => {
    const worker = free.indexOf(Math.min(...free));
    free[worker] = (free[worker] ?? 0) + seconds(point);
    return free[worker];
  }).sort((a, b) => a - b);
}

describe("the time left", () => {
  it("does not count a slow start, and is right where workers hand in together", () => {
    expect(worst(follow(ends(256, 2, 10, () => 0.4)), 0.3)).toBeLessThan(0.01);
  });

  it("is right where points are a minute apart", () => {
    expect(worst(follow(ends(80, 4, 1, () => 60)), 0.25)).toBeLessThan(0.08);
  });

  it("is right where durations differ by a factor of five in any order", () => {
    const seconds = (point: number) => 0.2 + 0.8 * ((point * 0.618) % 1);
    expect(worst(follow(ends(256, 4, 2, seconds)), 0.2)).toBeLessThan(0.05);
  });

  it("follows a change of the speed within its window", () => {
    const all = ends(800, 1, 0, (point) => (point < 200 ? 0.1 : 0.4));
    const changed = 20 / (all.at(-1) ?? 0);
    const window = 31 / (all.at(-1) ?? 0);
    expect(worst(follow(all), changed + window)).toBeLessThan(0.01);
  });

  it("forgets that the first points took longer, as where code is compiled yet", () => {
    const seconds = (point: number) => (point < 16 ? 0.2 : 0.02);
    expect(worst(follow(ends(256, 2, 0, seconds)), 0.8)).toBeLessThan(0.01);
  });

  it("does not trust the pace inside a point, where it is asked for that of several", () => {
    // Half of what is estimated of a point passes in a tenth of its 100 seconds.
    const inside = (time: number) => {
      const share = (time % 100) / 100;
      return share < 0.1 ? 5 * share : 0.5 + (share - 0.1) / 1.8;
    };
    const errors = (least: number): number[] => {
      const estimator = new TimeLeft(least);
      return Array.from({ length: 2000 }, (_, time) => {
        const seconds = estimator.update(time, (Math.floor(time / 100) + inside(time)) / 20);
        return time < 500 || seconds === null ? 0 : Math.abs(seconds - (2000 - time)) / 2000;
      });
    };
    expect(Math.max(...errors(4 / 20))).toBeLessThan(0.1);
    expect(Math.max(...errors(0))).toBeGreaterThan(0.3);
  });

  it("is none before there is something to go by, and nothing at the end", () => {
    const estimator = new TimeLeft();
    expect(estimator.update(0, 0)).toBeNull();
    expect(estimator.update(5, 0.1)).toBeNull();
    expect(estimator.update(5.1, 0.2)).toBeNull();
    expect(estimator.update(6, 0.5)).toBeGreaterThan(0);
    expect(estimator.update(7, 1)).toBe(0);
  });

  it("stays quick where thousands of points end in a second", () => {
    expect(worst(follow(ends(16384, 2, 0.5, () => 0.001)), 0.2)).toBeLessThan(0.02);
  });
});
