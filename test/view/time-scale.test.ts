import { assert, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  marginsFor,
  nearestSample,
  pixelToTime,
  sampleAt,
  timeScale,
  timeToPixel,
} from "../../src/view/time-scale.ts";

describe("time and pixels", () => {
  it("map the ends of the window to the edges of the plot area", () => {
    const scale = timeScale([0, 20], 1000);
    const { left, right } = marginsFor(1000);
    expect(timeToPixel(scale, 0)).toBe(left);
    expect(timeToPixel(scale, 20)).toBe(1000 - right);
  });

  it("are inverse to each other in any zoom", () => {
    assert(
      property(
        double({ min: 0, max: 10, noNaN: true }),
        double({ min: 0.1, max: 10, noNaN: true }),
        double({ min: 0, max: 1, noNaN: true }),
        integer({ min: 200, max: 2000 }),
        (start, length, share, width) => {
          const scale = timeScale([start, start + length], width);
          const t = start + share * length;
          expect(pixelToTime(scale, timeToPixel(scale, t))).toBeCloseTo(t, 9);
        },
      ),
    );
  });

  it("clip to the window", () => {
    const scale = timeScale([5, 6], 1000);
    expect(pixelToTime(scale, -100)).toBe(5);
    expect(pixelToTime(scale, 5000)).toBe(6);
  });

  it("use smaller margins on narrow cards", () => {
    expect(marginsFor(360).left).toBeLessThan(marginsFor(1000).left);
  });
});

describe("samples", () => {
  const times = Float64Array.from({ length: 201 }, (_, k) => k * 0.1);

  it("are found by nearness", () => {
    expect(nearestSample(times, 201, 7.44)).toBe(74);
    expect(nearestSample(times, 201, 7.46)).toBe(75);
    expect(nearestSample(times, 201, 99)).toBe(200);
    expect(nearestSample(times, 1, 5)).toBe(0);
    expect(nearestSample(times, 0, 5)).toBe(-1);
  });

  it("do not exist beyond the last one present", () => {
    expect(sampleAt(times, 50, 4.9)).toBe(49);
    expect(sampleAt(times, 50, 5.2)).toBe(-1);
  });
});
