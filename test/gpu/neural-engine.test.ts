import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import { buildProblem } from "../../src/neural/dataset.ts";
import { train } from "../../src/neural/drive.ts";
import { VectorField } from "../../src/neural/field.ts";
import { createGpuTrainingEngine } from "../../src/neural/gpu/engine.ts";
import { lossGradient } from "../../src/neural/losses.ts";
import { defaultOptions, type NeuralOptions } from "../../src/neural/options.ts";
import { ReferenceEngine } from "../../src/neural/reference-engine.ts";
import { Trainer } from "../../src/neural/trainer.ts";
import type { TrainerCheckpoint } from "../../src/neural/trainer-types.ts";
import type {
  AsyncTrainingEngine,
  FieldShape,
  OptimiserState,
  TrainingEngine,
} from "../../src/neural/types.ts";
import { ADAM, randomData, randomRequests, randomState } from "../support/neural.ts";
import { trapQuench } from "../support/runs.ts";
import { openTestGpu } from "./open.ts";

const ROWS = 14;
const WIDE = { ...ADAM, clip: 1e9 };
/** Every activation, skip and depth; sizes below, at and above a tile. */
const SHAPES: FieldShape[] = [
  { size: 1, hidden: [1], activation: "tanh", skip: "full" },
  { size: 17, hidden: [15, 33], activation: "tanh", skip: "skew" },
  { size: 16, hidden: [5, 16, 7], activation: "silu", skip: "none" },
  { size: 5, hidden: [17], activation: "silu", skip: "skew" },
  { size: 19, hidden: [16, 3], activation: "gelu", skip: "full" },
];
const name = ({ size, hidden, activation, skip }: FieldShape): string =>
  `${size}-${hidden.join("-")}, ${activation}, ${skip}`;

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

async function withEngine<T>(
  shape: FieldShape,
  use: (engine: AsyncTrainingEngine) => Promise<T>,
  options = ADAM,
): Promise<T> {
  const engine = await createGpuTrainingEngine(gpu, shape, randomData(shape.size, ROWS, 3), options);
  try {
    return await use(engine);
  } finally {
    engine.destroy();
  }
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function deviation(a: Float64Array, b: Float64Array): number {
  return largest(a.map((value, i) => value - b[i]));
}

/** A state as float32 holds it, so that both engines start from the same one. */
function rounded(state: OptimiserState): OptimiserState {
  return { ...state, parameters: Float64Array.from(Float32Array.from(state.parameters)) };
}

describe.each(SHAPES.map((shape) => [name(shape), shape] as const))("%s", (_, shape) => {
  const data = randomData(shape.size, ROWS, 3);
  const state = rounded(randomState(shape, 7));
  const { derivative, shooting } = randomRequests(ROWS, 6, 4, 2, 11);

  it("has loss and gradient of the float64 engine, for both kinds of steps", async () => {
    await withEngine(
      shape,
      async (engine) => {
        for (const request of [derivative, shooting]) {
          const reference = new ReferenceEngine(shape, data, WIDE);
          reference.write(state);
          await engine.write(state);
          const expected = reference.step(request);
          const report = await engine.step(request);
          expect(Math.abs(report.loss / expected.loss - 1)).toBeLessThan(2e-6);
          expect(Math.abs(report.gradientNorm / expected.gradientNorm - 1)).toBeLessThan(2e-6);
          const [{ first }, found] = [reference.read(), await engine.read()];
          expect(deviation(found.first, first)).toBeLessThan(2e-6 * largest(first));
          expect(found.steps).toBe(1);
        }
      },
      WIDE,
    );
  });

  it("has the parameters of the float64 engine after several clipped steps", async () => {
    const requests = [shooting, derivative, derivative, shooting, shooting, derivative];
    const options = { ...ADAM, clip: 0.05, epsilon: 1e-3 };
    const reference = new ReferenceEngine(shape, data, options);
    reference.write(state);
    const expected = reference.steps(requests);
    await withEngine(
      shape,
      async (engine) => {
        await engine.write(state);
        const report = await engine.steps(requests);
        expect(Math.abs(report.loss / expected.loss - 1)).toBeLessThan(1e-5);
        const [after, found] = [reference.read(), await engine.read()];
        const moved = deviation(after.parameters, state.parameters);
        expect(deviation(found.parameters, after.parameters)).toBeLessThan(1e-4 * moved);
        expect(deviation(found.first, after.first)).toBeLessThan(1e-5 * largest(after.first));
        expect(deviation(found.second, after.second)).toBeLessThan(1e-5 * largest(after.second));
        expect(found.steps).toBe(requests.length);
      },
      options,
    );
  });
});

describe("gradient through RK4", () => {
  it("is the finite difference of the float64 loss", async () => {
    const shape: FieldShape = { size: 3, hidden: [4, 2], activation: "gelu", skip: "full" };
    const data = randomData(shape.size, ROWS, 3);
    const state = rounded(randomState(shape, 7));
    const { shooting } = randomRequests(ROWS, 5, 3, 2, 11);
    const first = await withEngine(
      shape,
      async (engine) => {
        await engine.write(state);
        await engine.step(shooting);
        return (await engine.read()).first;
      },
      WIDE,
    );
    const parameters = state.parameters.slice();
    const field = new VectorField(shape, parameters);
    const scratch = new Float64Array(parameters.length);
    const lossAt = (index: number, shift: number): number => {
      parameters[index] = state.parameters[index] + shift;
      const loss = lossGradient(field, data, shooting, scratch);
      parameters[index] = state.parameters[index];
      return loss;
    };
    const h = 1e-4;
    const differences = parameters.map((_, i) => (lossAt(i, h) - lossAt(i, -h)) / (2 * h));
    const gradient = first.map((moment) => moment / (1 - WIDE.beta1));
    expect(deviation(gradient, differences)).toBeLessThan(2e-6 * largest(differences));
  });
});

describe("a whole training", () => {
  const options: NeuralOptions = {
    ...defaultOptions(2),
    trainUntil: 4,
    hidden: [8],
    stages: [
      { kind: "derivative", steps: 25, batch: 16 },
      { kind: "shooting", steps: 15, batch: 4, length: 3 },
    ],
    warmUp: 5,
    evaluateEvery: 20,
  };
  const dimer = trapQuench(2, 3, 0, {
    quench: { protocol: "interaction-quench", interactionBefore: 0, interaction: 3, trap: 0 },
  });
  const problem = buildProblem(dimer.lattice, [drain(exactTrajectory(dimer, 0.05, 4))], options);

  /** Losses of the steps that are reported up to `until`, and the state after them. */
  async function finish(trainer: Trainer, engine: TrainingEngine, until = Infinity) {
    const losses = new Map<number, number>();
    for await (const event of train(trainer, engine)) {
      if (event.kind !== "progress") continue;
      losses.set(event.entry.step, event.entry.loss);
      if (event.entry.step >= until) break;
    }
    return { losses, state: await engine.read() };
  }

  it("follows that of the float64 engine, and goes on from a checkpoint to the same bits", async () => {
    const { shape } = new Trainer(problem, options);
    const create = () => createGpuTrainingEngine(gpu, shape, problem.data, options.adam);
    const reference = new ReferenceEngine(shape, problem.data, options.adam);
    const expected = await finish(new Trainer(problem, options), reference);
    const engine = await create();
    const whole = await finish(new Trainer(problem, options), engine);
    expect(whole.losses.size).toBeGreaterThan(3);
    for (const [step, loss] of whole.losses) {
      expect(Math.abs(loss / (expected.losses.get(step) ?? 0) - 1), `step ${step}`).toBeLessThan(1e-3);
    }
    const interrupted = new Trainer(problem, options);
    const { state } = await finish(interrupted, engine, 20);
    engine.destroy();
    const checkpoint: TrainerCheckpoint = structuredClone(interrupted.checkpoint(state));
    const second = await create();
    const resumed = await finish(new Trainer(problem, options, checkpoint), second);
    second.destroy();
    expect(resumed.state).toEqual(whole.state);
  });
});

describe("the engine", () => {
  const shape: FieldShape = { size: 5, hidden: [4], activation: "tanh", skip: "skew" };
  const state = rounded(randomState(shape, 7));
  const { derivative, shooting } = randomRequests(ROWS, 6, 4, 2, 11);
  const longer = randomRequests(ROWS, 9, 5, 1, 12).shooting;

  it("says what computes", () =>
    withEngine(shape, async ({ device, precision, adapter }) => {
      expect({ device, precision, adapter }).toEqual({
        device: "webgpu",
        precision: "float32",
        adapter: gpu.adapter.name,
      });
    }));

  it("keeps a skew A exactly antisymmetric", () =>
    withEngine(shape, async (engine) => {
      await engine.write(state);
      await engine.steps(Array.from({ length: 12 }, (_, k) => (k % 2 === 0 ? shooting : derivative)));
      const { parameters } = await engine.read();
      expect(deviation(parameters.subarray(0, 25), state.parameters.subarray(0, 25))).toBeGreaterThan(1e-3);
      for (let i = 0; i < 5; i++) {
        for (let j = 0; j < 5; j++) expect(parameters[5 * i + j]).toBe(0 - parameters[5 * j + i]);
      }
    }));

  it("makes the same steps together, one by one, and after writing what was read", () =>
    withEngine(shape, async (engine) => {
      // Batches grow on the way, so that the buffers are made anew.
      const requests = [derivative, shooting, derivative, longer, shooting];
      await engine.write(state);
      const together = await engine.steps(requests);
      const end = await engine.read();
      await engine.write(state);
      await engine.step(requests[0]);
      const middle = await engine.read();
      await engine.write(state);
      await engine.write(middle);
      await engine.steps(requests.slice(1, 4));
      expect(await engine.step(requests[4])).toEqual(together);
      expect(await engine.read()).toEqual(end);
    }));

  it("leaves everything as it was at a step that is not finite, and stops there", async () => {
    const full: FieldShape = { ...shape, skip: "full" };
    await withEngine(full, async (engine) => {
      const huge = rounded({ ...state, parameters: state.parameters.map((value) => 1e15 * value), steps: 4 });
      await engine.write(huge);
      const report = await engine.steps([shooting, derivative]);
      expect(report.loss).not.toSatisfy(Number.isFinite);
      expect(await engine.read()).toEqual(huge);
      const finite = await engine.step(derivative);
      expect(finite.loss).toBeGreaterThan(1e20);
      expect((await engine.read()).steps).toBe(5);
    });
  });

  it("gives back its memory", async () => {
    const before = gpu.bytesInUse;
    await withEngine(shape, async (engine) => {
      await engine.step(shooting);
      expect(gpu.bytesInUse).toBeGreaterThan(before);
    });
    expect(gpu.bytesInUse).toBe(before);
  });

  it("refuses a field without hidden layers", async () => {
    const creation = withEngine({ ...shape, hidden: [] }, () => Promise.resolve());
    await expect(creation).rejects.toThrow("hidden: found [], expected at least one hidden layer on WebGPU");
  });

  it("names the limit that a field is too large for", async () => {
    const size = Math.ceil(Math.sqrt(gpu.adapter.limits.maxStorageBufferBindingSize / 4));
    const creation = withEngine({ ...shape, size }, () => Promise.resolve());
    await expect(creation).rejects.toMatchObject({
      problem: { kind: "limit-too-small", user: "neural training (parameters)" },
    });
  });

  it("ends with a lost device, and the state read before is good for another engine", async () => {
    const data = randomData(shape.size, ROWS, 3);
    const engine = await createGpuTrainingEngine(gpu, shape, data, ADAM);
    await engine.write(state);
    await engine.step(shooting);
    const checkpoint = await engine.read();
    const running: Promise<unknown>[] = [engine.step(derivative)];
    gpu.destroy();
    running.push(engine.read());
    for (const promise of running) {
      await expect(promise).rejects.toMatchObject({ problem: { kind: "device-lost" } });
    }
    const onward = new ReferenceEngine(shape, data, ADAM);
    onward.write(checkpoint);
    const throughout = new ReferenceEngine(shape, data, ADAM);
    throughout.write(state);
    throughout.step(shooting);
    const [expected, report] = [throughout.step(derivative), onward.step(derivative)];
    expect(Math.abs(report.loss / expected.loss - 1)).toBeLessThan(1e-5);
    expect(onward.read().steps).toBe(2);
  });
});
