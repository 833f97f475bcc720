import { describe, expect, it } from "vitest";
import { Accumulator } from "../../src/engine/accumulator.ts";
import type { RunOutcome } from "../../src/protocol/results.ts";
import {
  buildTrajectory,
  parseTrajectory,
  type Trajectory,
  trajectoryToResults,
} from "../../src/protocol/trajectory.ts";
import { smallConfig } from "../worker/fakes.ts";
import { DONE, OUTPUTS, SOFTWARE, sendPair } from "./example.ts";

const TRAINED: RunOutcome = {
  ...DONE,
  training: {
    engine: { device: "cpu", adapter: "WebAssembly SIMD, 2 threads", precision: "float32" },
    steps: 30,
    message: null,
    best: { step: 20, trainingError: 0.01 },
    history: [{ step: 10, stage: 0, loss: 0.5, gradientNorm: 2, learningRate: 1e-3 }],
    evaluations: [
      { step: 20, trainingError: 0.01 },
      { step: 30, trainingError: null },
    ],
  },
};

/** Exact and a neural ODE that is a little off, through a file. */
function exampleFile(): Trajectory {
  const methods = [{ kind: "exact" }, { kind: "neural-ode", trainUntil: 1, step: 0.05 }];
  const accumulator = new Accumulator({ config: smallConfig({ methods }), fields: OUTPUTS }, () => undefined);
  sendPair(accumulator, 0, 0, 21);
  sendPair(accumulator, 1, 0, 21, 0.1);
  accumulator.finished(0, DONE);
  accumulator.finished(1, TRAINED);
  return JSON.parse(JSON.stringify(buildTrajectory(accumulator.results, SOFTWARE))) as Trajectory;
}

describe("trajectory of a learned method", () => {
  it("keeps how the training went, and the errors on both sides of its end", () => {
    const file = parseTrajectory(exampleFile());
    expect(file.runs.map(({ training }) => training)).toEqual([null, TRAINED.training]);
    const { diagnostics, methods } = trajectoryToResults(file, "file");
    expect(methods[1].outcome?.training).toEqual(TRAINED.training);
    expect(methods[0].outcome).not.toHaveProperty("training");
    expect(diagnostics.unseenFraction).toBe(file.diagnostics.unseenFraction);
    expect(diagnostics.extrapolation).toEqual(file.diagnostics.extrapolation);
    expect(diagnostics.extrapolation?.trainUntil).toBe(1);
    expect(diagnostics.extrapolation?.errors["Neural ODE · to 1"].extrapolation).toBeGreaterThan(0);
  });

  it("may lose electrons and leave the bounds of a state, where exact may not", () => {
    const lossy = (run: number): Trajectory => {
      const file = exampleFile();
      const { dab, density, doublons } = file.runs[run].data;
      for (const field of [dab, density, doublons]) {
        for (const part of [field?.real, field?.imag]) part?.forEach((value, i) => (part[i] = 1.1 * value));
      }
      return file;
    };
    expect(parseTrajectory(lossy(1)).runs).toHaveLength(2);
    expect(() => parseTrajectory(lossy(0))).toThrow("runs[0].data.density.real");
  });

  it("is refused when it is not Hermitian, or when its errors are negative", () => {
    const skewed = exampleFile();
    Object.assign(skewed.runs[1].data.dab?.imag ?? [], { 0: 0.5 });
    expect(() => parseTrajectory(skewed)).toThrow("Dab is Hermitian");
    const negative = exampleFile();
    Object.assign(negative.diagnostics.extrapolation?.errors ?? {}, {
      Frozen: { training: -1, extrapolation: null, skill: null },
    });
    expect(() => parseTrajectory(negative)).toThrow(
      "diagnostics.extrapolation.errors.Frozen.training: found -1",
    );
  });
});
