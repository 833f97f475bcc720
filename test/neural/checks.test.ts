import { describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { exactRun } from "../../src/methods/exact.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import { predictionChecks, rdmsFromDab } from "../../src/neural/checks.ts";
import { maxDifference } from "../support/brute-force.ts";
import { collect, trapQuench } from "../support/runs.ts";

const SYSTEM = trapQuench(4, 1.5, 0.7, { electrons: { up: 3, down: 1 }, time: { end: 2, sample: 0.5 } });
const { dab } = drain(exactTrajectory(SYSTEM, 0.5, 2));
const width = dab.length / 5;

describe("physical checks of a prediction", () => {
  test("pass on the exact series, with its eigenvalues", () => {
    const exact = collect(exactRun(SYSTEM, new Set(["minEigenvalueD", "minEigenvalueQ"]))).outcome.checks;
    const checks = drain(predictionChecks(SYSTEM, dab));
    expect(checks.traceDrift).toBeLessThan(1e-12);
    expect(checks.hermiticity).toBeLessThan(1e-14);
    expect(checks.energyDrift).toBeLessThan(1e-10);
    expect(checks.minEigenvalueD).toBeCloseTo(exact.minEigenvalueD ?? Number.NaN, 12);
    expect(checks.minEigenvalueQ).toBeCloseTo(exact.minEigenvalueQ ?? Number.NaN, 12);
  });

  test("find what is wrong with one sample", () => {
    const wrong = dab.slice();
    const diagonal = 3 * width + 2 * 6 * (16 + 1);
    wrong[diagonal] -= 0.25;
    wrong[diagonal + 1] += 0.01;
    const checks = drain(predictionChecks(SYSTEM, wrong));
    expect(checks.traceDrift).toBeCloseTo(0.25, 12);
    expect(checks.hermiticity).toBeCloseTo(0.02, 12);
    expect(checks.minEigenvalueD).toBeLessThan(-0.1);
    expect(checks.energyDrift).toBeLessThan(1e-10);
    // An off-diagonal element of neighbours carries kinetic energy.
    const moved = dab.slice();
    for (let k = 0; k < 4; k++) moved[2 * width + 2 * (17 * k + 4)] += 0.05;
    expect(drain(predictionChecks(SYSTEM, moved)).energyDrift).toBeGreaterThan(0.1);
  });

  test("take the one-body matrices of both spins from Dab alone", () => {
    const { samples } = collect(exactRun(SYSTEM, new Set(["density", "densityUp", "doublons", "dab"])));
    for (let k = 0; k < 5; k++) {
      const sample = samples.dab?.[k] ?? new Float64Array();
      const { d1up, d1dn, doublons } = rdmsFromDab(4, SYSTEM.electrons, sample);
      const up = Float64Array.from({ length: 4 }, (_, i) => d1up[10 * i]);
      const both = up.map((density, i) => density + d1dn[10 * i]);
      expect(maxDifference(up, samples.densityUp?.[k] ?? new Float64Array(4))).toBeLessThan(1e-12);
      expect(maxDifference(both, samples.density?.[k] ?? new Float64Array(4))).toBeLessThan(1e-12);
      expect(doublons).toEqual(samples.doublons?.[k]);
    }
  });
});
