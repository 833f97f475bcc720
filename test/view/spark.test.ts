import { expect, test } from "vitest";
import { unbroken } from "../../src/view/rich.ts";
import { sparkPath, sparkTop } from "../../src/view/spark.ts";

test("a curve fills its box from the first to the last value, its largest value at the top", () => {
  const spark = { delta2: [0, 1], delta3: [0, 2, 1] };
  expect(sparkTop(spark)).toBe(2);
  expect(sparkPath(spark.delta3, 2, 100, 40)).toBe("M0.0 40.0L50.0 0.0L100.0 20.0");
  expect(sparkTop({ delta2: [0], delta3: [0] })).toBeGreaterThan(0);
});

test("equations and percentages are not broken, words are", () => {
  expect(unbroken("up to *t* = 20 within 5 %")).toBe("up to *t*\u00a0=\u00a020 within 5\u00a0%");
});
