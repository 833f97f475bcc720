import { expect, it } from "vitest";
import { Pacer } from "../../src/gpu/pacer.ts";

/** Runs submissions on an adapter with a fixed cost per item and per submission; returns their durations. */
function simulate(perItem: number, overhead: number, submissions: number): number[] {
  const pacer = new Pacer(100);
  return Array.from({ length: submissions }, () => {
    const { items } = pacer;
    const duration = overhead + perItem * items;
    pacer.report(items, duration);
    return duration;
  });
}

it("reaches the target from below and never exceeds it on a steady adapter", () => {
  for (const perItem of [0.001, 0.3, 7]) {
    const durations = simulate(perItem, 2, 20);
    expect(Math.max(...durations)).toBeLessThanOrEqual(100);
    expect(durations.at(-1)).toBeGreaterThan(80);
  }
});

it("submits one item at a time where one takes longer than the target", () => {
  expect(new Set(simulate(450, 1, 10))).toEqual(new Set([451]));
});

it("grows at most fourfold at a time and shrinks at once", () => {
  const pacer = new Pacer(100, 10);
  pacer.report(10, 0);
  expect(pacer.items).toBe(40);
  pacer.report(40, 1000);
  expect(pacer.items).toBe(4);
});
