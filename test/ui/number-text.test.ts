import { expect, test } from "vitest";
import { formatNumber, parseNumber } from "../../src/ui/controls/number-text.ts";

test.each([
  ["1.5", 1.5],
  [" 1,5 ", 1.5],
  ["−2", -2],
  ["-2 J", -2],
  ["2.50 J", 2.5],
  ["1e-8", 1e-8],
])("%s reads as %d", (text, value) => {
  expect(parseNumber(text, "J")).toBe(value);
});

test.each(["", "J", "abc", "1 2", "Infinity", "NaN", "1,000,5"])("%j is no number", (text) => {
  expect(parseNumber(text, "J")).toBeNull();
});

test("numbers show two decimals, or all they have", () => {
  expect([1, 0.5, -0.25, 0.125, 1e-8].map(formatNumber)).toEqual(["1.00", "0.50", "−0.25", "0.125", "1e−8"]);
});

test("what is shown reads back as the same number", () => {
  for (const value of [0, 1, -1.5, 0.1 + 0.2, 1e-7, -3e-10])
    expect(parseNumber(formatNumber(value), "")).toBe(value);
});
