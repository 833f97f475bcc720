import { describe, expect, test } from "vitest";
import { dot } from "../../../src/linalg/vectors.ts";
import { ContractionCheck } from "../../../src/methods/td2rdm/contraction-check.ts";
import { oneBodyMatrixOf } from "../../../src/methods/td2rdm/cumulant.ts";
import { Purification } from "../../../src/methods/td2rdm/purification.ts";
import { predictionChecks } from "../../../src/neural/checks.ts";
import { dynamicsOf } from "../../../src/neural/closure/dynamics.ts";
import { lossGradient } from "../../../src/neural/losses.ts";
import type { NeuralModel } from "../../../src/neural/model.ts";
import { Rollout, rolloutSeries } from "../../../src/neural/rollout.ts";
import type { StepRequest } from "../../../src/neural/types.ts";
import { buildLattice, oneBodyMatrix } from "../../../src/physics/lattice.ts";
import { chainQuench, closureSettings, exactClosureProblem, randomModel } from "../../support/closure.ts";

const LATENT = { kind: "latent", states: 3, rates: [0.5, 2] } as const;

describe.each([
  ["none", 61, { kind: "none" }],
  ["full", 403, { kind: "none" }],
  ["none", 61, LATENT],
] as const)(
  "gradients through the solver, linear part %s, parameters in steps of %i",
  (skip, stride, memory) => {
    const options = closureSettings(4, { skip, memory, hidden: [5, 4] });
    const problem = exactClosureProblem(chainQuench(4), options);
    const model = randomModel(problem, options, 3);
    const requests: StepRequest[] = [
      { kind: "derivative", learningRate: 1, rows: Uint32Array.of(0, 3, 9, 20) },
      { kind: "shooting", learningRate: 1, starts: Uint32Array.of(1, 4, 10), steps: 4, stride: 2 },
    ];

    test.each(requests)("agree with finite differences", (request) => {
      const parameters = model.parameters.slice();
      const field = dynamicsOf(model.shape, parameters, problem.memory, problem.known);
      const gradient = new Float64Array(parameters.length);
      const scratch = new Float64Array(parameters.length);
      lossGradient(field, problem.data, request, gradient);
      const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest).toBeGreaterThan(1e-3);
      const lossAt = (index: number, shift: number): number => {
        parameters[index] = model.parameters[index] + shift;
        const loss = lossGradient(field, problem.data, request, scratch);
        parameters[index] = model.parameters[index];
        return loss;
      };
      const h = 1e-3;
      for (let i = 0; i < parameters.length; i += stride) {
        const near = lossAt(i, h) - lossAt(i, -h);
        const far = lossAt(i, 2 * h) - lossAt(i, -2 * h);
        expect(Math.abs(gradient[i] - (8 * near - far) / (12 * h)), `parameter ${i}`).toBeLessThan(
          1e-9 * largest + 1e-11,
        );
      }
    });
  },
);

describe.each([
  [2, 20, { kind: "none" }],
  [4, 20, { kind: "none" }],
  [4, 20, LATENT],
  [6, 8, { kind: "none" }],
] as const)("whatever the weights, on %i sites in %i samples, memory %j", (sites, samples, memory) => {
  const system = chainQuench(sites, 1.5, 1);
  const options = closureSettings(sites, { memory });
  const problem = exactClosureProblem(system, options);
  const start = new Float64Array(problem.packing.values);
  const [state] = [problem.data.states.subarray(0, problem.packing.size)];
  const { mean, scale } = problem.normalisation;
  problem.packing.unpack(
    state.map((value, i) => scale * value + mean[i]),
    start,
  );
  const roll = (model: NeuralModel, purification: Purification | null): Float64Array => {
    const run = rolloutSeries(new Rollout(model, start, 1e6, purification), 0.1, samples);
    for (;;) {
      const step = run.next();
      if (step.done === true) return step.value.dab;
    }
  };
  const still: NeuralModel = randomModel(problem, options, 1, 0);

  test.each([
    ["", false],
    [", purified", true],
  ])("trace, Hermiticity and energy stay%s", (_, purified) => {
    const plain = roll(still, null);
    for (const seed of [1, 2]) {
      const series = roll(
        randomModel(problem, options, seed, 3),
        purified ? new Purification(sites, sites / 2) : null,
      );
      expect(series.length).toBe(samples * problem.packing.values);
      const moved = series.map((value, i) => value - plain[i]);
      expect(Math.sqrt(dot(moved, moved))).toBeGreaterThan(0.1);
      const run = predictionChecks(system, series);
      let step = run.next();
      while (step.done !== true) step = run.next();
      expect(step.value.traceDrift).toBeLessThan(1e-10);
      expect(step.value.hermiticity).toBeLessThan(1e-10);
      expect(step.value.energyDrift).toBeLessThan(1e-10);
    }
  });

  test("the equations of motion of D1 and of the spin sum rule hold", () => {
    const { packing, size, known } = problem;
    const model = randomModel(problem, options, 5, 3);
    const dynamics = dynamicsOf(model.shape, model.parameters, problem.memory, known);
    const tape = dynamics.newTape(1);
    const slope = new Float64Array(size);
    const rhs = {
      evaluate(dab: Float64Array, out: Float64Array): void {
        packing.pack(dab, tape.inputs);
        for (let i = 0; i < packing.size; i++) tape.inputs[i] = (tape.inputs[i] - mean[i]) / scale;
        dynamics.evaluate(tape, 0, 1, slope);
        packing.unpack(
          slope.map((value) => scale * value),
          out,
        );
      },
    };
    const h = oneBodyMatrix(buildLattice(system.lattice), system.hopping, 0);
    const check = new ContractionCheck(sites, sites / 2, h, 1.5, rhs);
    const g = new Float64Array(2 * sites ** 2);
    const series = roll(model, null);
    for (let sample = 0; sample < samples; sample += 4) {
      const dab = series.subarray(sample * packing.values, (sample + 1) * packing.values);
      oneBodyMatrixOf(sites, sites / 2, dab, g);
      expect(check.violation(dab, g)).toBeLessThan(1e-10);
    }
  });
});
