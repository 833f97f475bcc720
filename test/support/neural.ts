import { parameterCount, parameterLayout } from "../../src/neural/parameters.ts";
import type {
  AdamOptions,
  FieldShape,
  OptimiserState,
  StepRequest,
  SyncTrainingEngine,
  TrainingData,
} from "../../src/neural/types.ts";
import { randomNumbers } from "./random-singlet.ts";

export const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: 1 };

/** Smooth random curves of order 1 with their slopes, `rows` rows each of `size` reals, and another curve after them. */
export function randomData(size: number, rows: number, seed: number, interval = 0.05): TrainingData {
  const next = randomNumbers(seed);
  const states = new Float64Array(2 * rows * size);
  const slopes = new Float64Array(2 * rows * size);
  for (let curve = 0; curve < 2; curve++) {
    for (let i = 0; i < size; i++) {
      const [amplitude, frequency, phase] = [next(), 2 * next(), 3 * next()];
      for (let row = 0; row < rows; row++) {
        const at = (curve * rows + row) * size + i;
        const angle = frequency * row * interval + phase;
        states[at] = amplitude * Math.sin(angle);
        slopes[at] = amplitude * frequency * Math.cos(angle);
      }
    }
  }
  return { states, slopes, interval };
}

/** Random weights of the size that training meets (A antisymmetric for `skew`), moments 0. */
export function randomState(shape: FieldShape, seed: number): OptimiserState {
  const next = randomNumbers(seed);
  const count = parameterCount(shape);
  const parameters = new Float64Array(count);
  for (const { name, offset, rows, columns } of parameterLayout(shape)) {
    for (let i = 0; i < rows * columns; i++) parameters[offset + i] = next() / Math.sqrt(columns);
    if (name !== "skip.weight" || shape.skip !== "skew") continue;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j <= i; j++) {
        const upper = offset + j * rows + i;
        parameters[offset + i * rows + j] = i === j ? 0 : -parameters[upper];
      }
    }
  }
  return { parameters, first: new Float64Array(count), second: new Float64Array(count), steps: 0 };
}

/** Requests of both kinds whose rows lie in both curves of `randomData` of `rows` rows each. */
export function randomRequests(
  rows: number,
  batch: number,
  steps: number,
  stride: number,
  seed: number,
): { derivative: StepRequest; shooting: StepRequest } {
  const next = randomNumbers(seed);
  const pick = (below: number): number => Math.floor(((next() + 1) / 2) * below);
  const starts = Uint32Array.from({ length: batch }, () => pick(2) * rows + pick(rows - steps * stride));
  return {
    derivative: {
      kind: "derivative",
      learningRate: 1e-3,
      rows: Uint32Array.from({ length: batch }, () => pick(2 * rows)),
    },
    shooting: { kind: "shooting", learningRate: 1e-3, starts, steps, stride },
  };
}

/** The gradient an engine with these options computes, from the first moment of one step; `clip` must be beyond it. */
export function gradientFromMoments(
  engine: SyncTrainingEngine,
  state: OptimiserState,
  request: StepRequest,
  { beta1 }: AdamOptions,
): Float64Array {
  engine.write({ ...state, first: state.first.map(() => 0), second: state.second.map(() => 0), steps: 0 });
  engine.step(request);
  return engine.read().first.map((moment) => moment / (1 - beta1));
}
