import { assert, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  axisFraction,
  decadeRange,
  linearTicks,
  logTicks,
  niceRange,
  niceStep,
  stickyRange,
} from "../../src/view/axis.ts";

describe("ticks", () => {
  it("lie at round values and carry as many decimals as they need", () => {
    expect(linearTicks([0, 20], 10).map(({ label }) => label)).toEqual([
      "0",
      "2",
      "4",
      "6",
      "8",
      "10",
      "12",
      "14",
      "16",
      "18",
      "20",
    ]);
    expect(linearTicks([-0.2, 0.05], 4).map(({ label }) => label)).toEqual(["−0.2", "−0.1", "0.0"]);
    expect(linearTicks([0, 3e-7], 3).at(-1)?.label).toBe("3.0·10^{−7}");
  });

  it("are powers of ten on a log axis, thinned evenly from the top", () => {
    expect(logTicks([1e-4, 2], 10).map(({ label }) => label)).toEqual([
      "10^{−4}",
      "10^{−3}",
      "10^{−2}",
      "10^{−1}",
      "10^{0}",
    ]);
    expect(logTicks([1e-16, 1e-4], 4).map(({ value }) => Math.round(Math.log10(value)))).toEqual([
      -16, -13, -10, -7, -4,
    ]);
  });

  it("stay inside the range", () => {
    assert(
      property(
        double({ min: -1e3, max: 1e3, noNaN: true }),
        double({ min: 1e-3, max: 1e3, noNaN: true }),
        integer({ min: 2, max: 12 }),
        (low, size, target) => {
          const range = [low, low + size] as const;
          const ticks = linearTicks(range, target);
          expect(ticks.length).toBeLessThanOrEqual(target + 2);
          for (const { value } of ticks) {
            expect(value).toBeGreaterThanOrEqual(range[0] - 1e-6 * size);
            expect(value).toBeLessThanOrEqual(range[1] + 1e-6 * size);
          }
        },
      ),
    );
  });

  it("step by 1, 2 or 5 times a power of ten", () => {
    expect([0.7, 1, 1.1, 3, 6, 0.012].map(niceStep)).toEqual([1, 1, 2, 5, 10, 0.02]);
  });
});

describe("ranges", () => {
  it("round outward and contain the data", () => {
    expect(niceRange({ low: 0.0846, high: 1.668 })).toEqual([0, 1.8]);
    assert(
      property(
        double({ min: -1e6, max: 1e6, noNaN: true }),
        double({ min: 0, max: 1e6, noNaN: true }),
        (low, size) => {
          const [from, to] = niceRange({ low, high: low + size });
          expect(to).toBeGreaterThan(from);
          expect(from).toBeLessThanOrEqual(low + 1e-6 * (size + Math.abs(low)));
          expect(to).toBeGreaterThanOrEqual(low + size - 1e-6 * (size + Math.abs(low)));
        },
      ),
    );
  });

  it("have a default while there are no data", () => {
    const empty = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    expect(niceRange(empty)).toEqual([0, 1]);
    expect(decadeRange(empty)).toEqual([1e-4, 1]);
  });

  it("span whole decades below and a round value above on a log axis", () => {
    const [low, high] = decadeRange({ low: 3e-4, high: 1.3 });
    expect(Math.log10(low)).toBeCloseTo(-4);
    expect(high).toBe(2);
    expect(Math.log10(decadeRange({ low: 1e-40, high: 1e-3 })[0])).toBeCloseTo(-16);
    const narrow = decadeRange({ low: 0.3, high: 0.4 });
    expect(narrow[1] / narrow[0]).toBeGreaterThanOrEqual(99);
  });

  it("change only when they must", () => {
    expect(stickyRange(null, [0, 1], "linear", false)).toEqual([0, 1]);
    expect(stickyRange([0, 2], [0, 1.8], "linear", true)).toEqual([0, 2]);
    expect(stickyRange([0, 2], [0, 0.1], "linear", false)).toEqual([0, 2]);
    expect(stickyRange([0, 2], [0, 0.1], "linear", true)).toEqual([0, 0.1]);
    expect(stickyRange([0, 2], [-1, 1], "linear", false)).toEqual([-1, 2]);
    expect(stickyRange([1e-4, 1], [1e-3, 1], "log", true)).toEqual([1e-4, 1]);
  });

  it("place values, clipped at the low end of a log axis", () => {
    expect(axisFraction({ label: "", scale: "linear", range: [0, 4] }, 1)).toBe(0.25);
    const log = { label: "", scale: "log", range: [1e-4, 1] } as const;
    expect(axisFraction(log, 1e-2)).toBeCloseTo(0.5);
    expect(axisFraction(log, 0)).toBe(0);
  });
});
