import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { besselSequence } from "../../src/linalg/bessel.ts";

/** J_k(x) = (1/pi) int_0^pi cos(k s - x sin s) ds; the trapezoidal rule converges exponentially. */
function besselIntegral(k: number, x: number): number {
  const points = 400 + 4 * Math.ceil(x);
  let sum = 0;
  for (let p = 0; p < points; p++) {
    const s = (2 * Math.PI * p) / points;
    sum += Math.cos(k * s - x * Math.sin(s));
  }
  return sum / points;
}

describe("besselSequence", () => {
  it("agrees with tabulated values", () => {
    expect(besselSequence(1)[0]).toBeCloseTo(0.7651976865579666, 14);
    expect(besselSequence(1)[1]).toBeCloseTo(0.4400505857449335, 14);
    expect(besselSequence(10)[5]).toBeCloseTo(-0.2340615281867936, 14);
  });

  it("agrees with the integral representation for small and large arguments", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 300, noNaN: true }), (x) => {
        const values = besselSequence(x);
        for (const k of [0, 1, 2, Math.floor(values.length / 2), values.length - 1]) {
          expect(Math.abs((values[k] ?? 0) - besselIntegral(k, x))).toBeLessThan(2e-14);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("ends where the rest is negligible", () => {
    for (const x of [1e-3, 0.5, 3, 40, 250]) {
      const values = besselSequence(x);
      expect(Math.abs(values.at(-1) ?? 1)).toBeGreaterThanOrEqual(1e-16);
      for (let k = values.length; k < values.length + 5; k++) {
        expect(Math.abs(besselIntegral(k, x))).toBeLessThan(1e-14);
      }
      const norm = values.reduce((sum, value, k) => sum + (k === 0 ? 1 : 2) * value * value, 0);
      expect(norm).toBeCloseTo(1, 14);
    }
    expect([...besselSequence(0)]).toEqual([1]);
  });
});
