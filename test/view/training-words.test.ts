import { describe, expect, test } from "vitest";
import { expectation, type TrainingFacts, verdict } from "../../src/view/training-words.ts";

const facts = (changes: Partial<TrainingFacts> = {}): TrainingFacts => ({
  pearson: 0.41,
  buildup: 0.83,
  unseen: 0.26,
  neural: null,
  linear: null,
  ...changes,
});
const errors = (training: number, extrapolation: number | null, skill: number | null) => ({
  training,
  extrapolation,
  skill,
});

describe("what to expect follows the unseen fraction", () => {
  test.each([
    [0.003, "Expect it to extrapolate."],
    [0.052, "Expect it to extrapolate for a while."],
    [0.26, "Expect it to fail beyond the training window."],
  ])("%f", (unseen, lead) => {
    const words = expectation(facts({ unseen }));
    expect(words.lead).toBe(lead);
    expect(words.body).toContain("0.41");
    expect(words.body).toContain("0.83");
  });

  test("nothing is said before the exact run is there", () => {
    expect(expectation(facts({ unseen: null })).lead).toMatch(/Computing/);
  });

  test("an undefined correlation is called so", () => {
    expect(expectation(facts({ pearson: null })).body).toContain("*r* is not defined");
  });
});

describe("what happened is told by the skill", () => {
  test.each([
    [0.2, "It extrapolates."],
    [0.6, "It extrapolates in part."],
    [1.1, "It does not extrapolate."],
  ])("%f", (skill, lead) => {
    expect(verdict(facts({ neural: errors(1e-3, 0.1, skill) }))?.lead).toBe(lead);
  });

  test("a diagnosis that was wrong is told as plainly as one that was right", () => {
    const neural = errors(2e-3, 0.41, 0.97);
    expect(verdict(facts({ neural, unseen: 0.26 }))?.body).toContain("what the diagnostics said");
    expect(verdict(facts({ neural, unseen: 0.01 }))?.body).toContain("said otherwise");
  });

  test("linear memory is named where it was computed", () => {
    const neural = errors(2e-3, 0.41, 0.97);
    expect(verdict(facts({ neural, linear: errors(1e-9, 0.37, 0.88) }))?.body).toContain(
      "delay-DMD) reaches 0.37",
    );
  });

  test("a rollout that left all bounds has no skill", () => {
    expect(verdict(facts({ neural: errors(2e-3, null, null) }))?.lead).toMatch(/left all bounds/);
    expect(verdict(facts())).toBeNull();
  });
});
