import { Accumulator } from "../../src/engine/accumulator.ts";
import type { ResultSet, RunOutcome } from "../../src/protocol/results.ts";
import { buildTrajectory, type Trajectory } from "../../src/protocol/trajectory.ts";
import { COMPLETED, smallConfig } from "../worker/fakes.ts";

export const SOFTWARE = { name: "cumulant-explorer", version: "0.1.0", commit: null };

/** Two electrons of opposite spin in the orbital (cos t, i sin t) of two sites: a valid state at all times. */
export function rotatingPair(time: number, angle = 0) {
  const c = Math.cos(time + angle);
  const s = Math.sin(time + angle);
  // g[i;j] = phi_i conj(phi_j)
  const re = [c * c, 0, 0, s * s];
  const im = [0, -c * s, c * s, 0];
  const dab: number[] = [];
  for (const [i1, i2] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]) {
    for (const [j1, j2] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      const [a, b] = [2 * i1 + j1, 2 * i2 + j2];
      // + 0 turns -0, which JSON cannot hold, into 0
      dab.push(re[a] * re[b] - im[a] * im[b] + 0, re[a] * im[b] + im[a] * re[b] + 0);
    }
  }
  return { density: [2 * c * c, 2 * s * s], doublons: [c ** 4, s ** 4], dab };
}

export const OUTPUTS = ["density", "doublons", "energy", "delta2", "delta3", "dab"] as const;

/** Sends samples first ... first + count - 1 of the rotating pair to one method. */
export function sendPair(
  accumulator: Accumulator,
  method: number,
  first: number,
  count: number,
  angle = 0,
): void {
  const states = Array.from({ length: count }, (_, k) => rotatingPair((first + k) * 0.1, angle));
  accumulator.chunk(method, {
    first,
    count,
    fields: {
      density: Float64Array.from(states.flatMap(({ density }) => density)),
      doublons: Float64Array.from(states.flatMap(({ doublons }) => doublons)),
      dab: Float64Array.from(states.flatMap(({ dab }) => dab)),
      energy: new Float64Array(count).fill(-1.25),
      particles: new Float64Array(count).fill(2),
      delta2: Float64Array.from({ length: count }, (_, k) => Math.sin(0.1 * (first + k))),
      delta3: Float64Array.from({ length: count }, (_, k) => 0.1 * (first + k)),
    },
  });
}

export const DONE: RunOutcome = {
  ...COMPLETED,
  wallSeconds: 0.25,
  groundState: { energy: -1.5, gap: 0.5, residual: 1e-12 },
};

/** Exact and TD2RDM completed, mean field ended as given; outputs are the default ones. */
export function exampleResults(
  meanField: { samples: number; outcome: RunOutcome } = { samples: 21, outcome: DONE },
): ResultSet {
  const accumulator = new Accumulator({ config: smallConfig(), fields: OUTPUTS }, () => undefined);
  for (const [method, samples] of [21, meanField.samples, 21].entries()) {
    if (samples > 0) sendPair(accumulator, method, 0, samples, method / 10);
    accumulator.finished(method, method === 1 ? meanField.outcome : DONE);
  }
  return accumulator.results;
}

/** The same as JSON values, to be spoilt by tests. */
export function exampleFile(): Trajectory {
  const trajectory = buildTrajectory(exampleResults(), SOFTWARE);
  return JSON.parse(JSON.stringify(trajectory)) as Trajectory;
}
