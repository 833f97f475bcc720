import { expect, test } from "vitest";
import { TrainingPace } from "../../src/worker/training-pace.ts";

const STAGES = [
  { kind: "derivative", steps: 100, batch: 64 },
  { kind: "shooting", steps: 50, batch: 16, length: 20 },
] as const;

test("as many steps are made at a time as fit between two reports, more only by and by", () => {
  const pace = new TrainingPace(STAGES, 0);
  expect(pace.stepsAtOnce).toBe(1);
  pace.report(1, 1);
  expect(pace.stepsAtOnce).toBe(2);
  pace.report(3, 2);
  pace.report(7, 4);
  expect(pace.stepsAtOnce).toBe(8);
  pace.report(15, 8);
  expect(pace.stepsAtOnce).toBe(10);
  pace.report(25, 500);
  expect(pace.stepsAtOnce).toBe(1);
});

test("steps per second are those of the last report", () => {
  const pace = new TrainingPace(STAGES, 10);
  pace.report(12, 100);
  expect(pace.stepsPerSecond).toBeCloseTo(20, 12);
  pace.report(12, 100);
  expect(pace.stepsPerSecond).toBeCloseTo(20, 12);
});
