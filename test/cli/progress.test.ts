import { describe, expect, it } from "vitest";
import { ProgressReport } from "../../src/cli/progress.ts";
import { Accumulator } from "../../src/engine/accumulator.ts";
import type { RunOutcome } from "../../src/protocol/results.ts";
import { COMPLETED, smallConfig } from "../worker/fakes.ts";

function setUp(isTTY: boolean) {
  const written: string[] = [];
  const clock = { time: 1000 };
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const report = new ProgressReport(stream, () => clock.time);
  const accumulator = new Accumulator({ config: smallConfig(), fields: [] }, (results) =>
    report.update(results),
  );
  return { written, clock, accumulator };
}

const done: RunOutcome = { ...COMPLETED, wallSeconds: 1.234 };

describe("ProgressReport", () => {
  it("updates one line on a terminal, at most ten times per second", () => {
    const { written, clock, accumulator } = setUp(true);
    accumulator.started(0);
    for (let step = 1; step <= 100; step++) {
      clock.time += 10;
      accumulator.progress(0, {
        phase: "propagation",
        fraction: step / 100,
        secondsLeft: step < 50 ? null : 2,
      });
    }
    expect(written).toHaveLength(10);
    expect(written[0]).toBe("\r\u001b[KExact: 10 %");
    expect(written[9]).toBe("\r\u001b[KExact: 100 %, about 2 s left");
  });

  it("writes a line now and then where lines stay", () => {
    const { written, clock, accumulator } = setUp(false);
    accumulator.started(0);
    for (let second = 1; second <= 12; second++) {
      clock.time += 1000;
      accumulator.progress(0, { phase: "propagation", fraction: second / 12, secondsLeft: 12 - second });
    }
    expect(written).toEqual(["Exact: 41 %, about 7 s left\n", "Exact: 83 %, about 2 s left\n"]);
  });

  it("says when a method is being trained", () => {
    const { written, clock, accumulator } = setUp(false);
    accumulator.started(0);
    for (const second of [1, 7]) {
      clock.time += 1000 * second;
      accumulator.progress(0, { phase: "training", fraction: 0.35, secondsLeft: 30 });
    }
    expect(written).toEqual(["Exact: training, 35 %, about 30 s left\n"]);
  });

  it("reports the end of every method once, with what happened", () => {
    const { written, accumulator } = setUp(false);
    accumulator.finished(0, done);
    accumulator.finished(1, { ...done, status: "refused", message: "an open shell" });
    accumulator.finished(2, { ...done, status: "diverged", divergedAt: 3.21954, message: "Purify." });
    expect(written).toEqual([
      "Exact: completed after 1.23 s, 0 samples\n",
      "Mean field: refused after 1.23 s, 0 samples. an open shell\n",
      "TD2RDM V · CC: diverged at t = 3.22 after 1.23 s, 0 samples. Purify.\n",
    ]);
  });
});
