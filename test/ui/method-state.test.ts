import { expect, test } from "vitest";
import type { MethodResult } from "../../src/protocol/results.ts";
import type { RunState } from "../../src/state/run-store.ts";
import { methodMessage, methodState } from "../../src/ui/methods/method-state.ts";
import { goldenResults, outcome, patchMethod } from "../support/results.ts";

function stateWith(patch: Partial<MethodResult>, run: Partial<RunState> = {}, preview = false): RunState {
  const active = { ...patchMethod(goldenResults(), 0, patch), preview };
  const activeIds = active.methods.map((_, index) => `m${index}`);
  return {
    phase: "running",
    active,
    activeIds,
    activeVersion: 1,
    shown: active,
    previous: null,
    version: 1,
    error: null,
    ...run,
  };
}

test.each<[Partial<MethodResult>, string]>([
  [{ status: "queued", filled: 0 }, "queued"],
  [{ status: "running", filled: 0 }, "ground state"],
  [{ status: "running", filled: 0, phase: "training", fraction: 0.456 }, "training 45 %"],
  [{ status: "running", filled: 75 }, "t = 7.4"],
  [{ status: "completed" }, "done"],
  [{ status: "cancelled", filled: 75 }, "stopped at 7.4"],
  [{ status: "cancelled", filled: 0 }, "stopped"],
  [{ status: "diverged", filled: 175, outcome: outcome({ divergedAt: 17.42 }) }, "diverged at 17.4"],
  [{ status: "refused", filled: 0 }, "refused"],
  [{ status: "failed", filled: 0 }, "failed"],
])("%o reads %s", (patch, text) => {
  expect(methodState(stateWith(patch), "m0").text).toBe(text);
});

test("a method that is not in the run waits: for its turn, or for the end of the drag", () => {
  expect(methodState(stateWith({}), "m9").text).toBe("queued");
  expect(methodState(stateWith({}, {}, true), "m9").text).toBe("on release");
  expect(methodState(stateWith({}, {}, true), "m0").text).toBe("preview");
});

test("the outcome's words are shown, but not those of a preview", () => {
  const advice = { outcome: outcome({ message: "Turn purification on." }) };
  expect(methodMessage(stateWith(advice), "m0")).toBe("Turn purification on.");
  expect(methodMessage(stateWith(advice), "m1")).not.toBe("Turn purification on.");
  expect(methodMessage(stateWith(advice, {}, true), "m0")).toBeNull();
});
