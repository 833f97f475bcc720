import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { firstWindow, groupsOf } from "../../../src/neural/cpu/groups.ts";

test("groups are a power of two, hold every window once, and none is empty", () => {
  const counts = integer({ min: 1, max: 500 });
  assert(
    property(counts, counts, integer({ min: 32, max: 1e7 }), (windows, evaluations, bytes) => {
      const groups = groupsOf(windows, evaluations, bytes);
      expect(Math.log2(groups.count) % 1).toBe(0);
      expect(firstWindow(groups, 0)).toBe(0);
      expect(firstWindow(groups, groups.count)).toBe(windows);
      const sizes = Array.from(
        { length: groups.count },
        (_, group) => firstWindow(groups, group + 1) - firstWindow(groups, group),
      );
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test("small steps are one group, large ones as many as threads are used, huge ones more", () => {
  expect(groupsOf(16, 1, 1000).count).toBe(1);
  expect(groupsOf(64, 1, 1000).count).toBe(2);
  expect(groupsOf(16, 80, 3000).count).toBe(8);
  expect(groupsOf(64, 4000, 10_000).count).toBe(64);
});
