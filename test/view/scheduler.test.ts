import { beforeEach, describe, expect, it } from "vitest";
import { DrawQueue } from "../../src/view/scheduler.ts";

/** A clock that runs only when told to, one task at a time. */
class FakeClock {
  time = 0;
  tasks: { at: number; run: () => void }[] = [];

  now = (): number => this.time;
  defer = (run: () => void, delay: number): void => {
    this.tasks.push({ at: this.time + delay, run });
  };

  /** Runs the next task, at its time; false when there is none before `until`. */
  step(until: number): boolean {
    this.tasks.sort((a, b) => a.at - b.at);
    const [next] = this.tasks;
    if (next === undefined || next.at > until) return false;
    this.tasks.shift();
    this.time = Math.max(this.time, next.at);
    next.run();
    return true;
  }

  runUntil(until: number): void {
    while (this.step(until));
    this.time = until;
  }
}

describe("DrawQueue", () => {
  let clock: FakeClock;
  let queue: DrawQueue;
  let drawn: string[];
  const ask = (id: string, mark = id): void => queue.request(id, () => drawn.push(`${mark}@${clock.time}`));

  beforeEach(() => {
    clock = new FakeClock();
    queue = new DrawQueue(clock, 100);
    drawn = [];
  });

  it("draws at once, but never inside the request", () => {
    ask("a");
    expect(drawn).toEqual([]);
    clock.runUntil(0);
    expect(drawn).toEqual(["a@0"]);
  });

  it("draws one plot per task", () => {
    for (const id of ["a", "b", "c"]) ask(id);
    const counts: number[] = [];
    while (clock.step(0)) counts.push(drawn.length);
    expect(drawn).toEqual(["a@0", "b@0", "c@0"]);
    for (const [index, count] of counts.entries())
      expect(count - (counts[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it("draws a plot at most once per interval, with the newest request", () => {
    ask("a", "first");
    clock.runUntil(10);
    ask("a", "second");
    clock.runUntil(50);
    ask("a", "third");
    clock.runUntil(300);
    expect(drawn).toEqual(["first@0", "third@100"]);
  });

  it("does not let a busy plot hold up another", () => {
    ask("a");
    clock.runUntil(5);
    ask("a");
    ask("b");
    clock.runUntil(50);
    expect(drawn).toEqual(["a@0", "b@5"]);
  });

  it("keeps its rate under a stream of requests", () => {
    for (let t = 0; t <= 1000; t += 10) {
      clock.runUntil(t);
      ask("a");
      ask("b");
    }
    clock.runUntil(2000);
    expect(drawn.filter((mark) => mark.startsWith("a")).length).toBeGreaterThanOrEqual(10);
    expect(drawn.length).toBeLessThanOrEqual(2 * 12);
  });

  it("forgets what is cancelled", () => {
    ask("a");
    ask("b");
    queue.cancel("a");
    clock.runUntil(500);
    expect(drawn).toEqual(["b@0"]);
  });
});
