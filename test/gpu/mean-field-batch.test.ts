import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uniformStream } from "../../src/base/random.ts";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { createMeanFieldBatch } from "../../src/gpu/mean-field/batch.ts";
import { stepsPerSample } from "../../src/gpu/mean-field/steps.ts";
import type {
  MeanFieldPoint,
  MeanFieldSamples,
  MeanFieldSystem,
  SpinMatrices,
} from "../../src/gpu/mean-field/types.ts";
import { GpuError } from "../../src/gpu/problems.ts";
import { initialRdm } from "../../src/methods/initial.ts";
import { AdaptiveStepper } from "../../src/ode/stepper.ts";
import { buildLattice, type LatticeSpec, oneBodyMatrix } from "../../src/physics/lattice.ts";
import { maxDifference } from "../support/brute-force.ts";
import { randomNumbers, randomProjector } from "../support/random-singlet.ts";
import { openTestGpu } from "./open.ts";

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

function chain(sites: number, boundary: "open" | "periodic" = "open"): LatticeSpec {
  return { kind: "chain", sites, boundary };
}

function systemOf(lattice: LatticeSpec, samples: number): MeanFieldSystem {
  return { lattice: buildLattice(lattice), hopping: 1.3, interval: 0.25, samples };
}

/** Quenches from mixtures of two random determinants, different for each spin. */
function randomPoints({ lattice }: MeanFieldSystem, up: number, down: number, count: number, seed: number) {
  const next = randomNumbers(seed);
  const uniform = uniformStream(seed);
  const mixture = (electrons: number): Float64Array => {
    const [x, y] = [0, 1].map(() => randomProjector(lattice.sites, electrons, next));
    return x.map((value, i) => 0.7 * value + 0.3 * y[i]);
  };
  return Array.from({ length: count }, (): MeanFieldPoint => {
    const d1 = { up: mixture(up), down: mixture(down) };
    return { interaction: 8 * uniform() - 2, trap: uniform() - 0.3, d1 };
  });
}

/** -i [h + U diag(n of the other spin), g] for both spins, written out over dense matrices. */
function slopes(
  h: Float64Array,
  sites: number,
  interaction: number,
  y: Float64Array,
  out: Float64Array,
): void {
  const size = 2 * sites ** 2;
  for (const spin of [0, 1]) {
    const field = (i: number, j: number): number =>
      h[i * sites + j] + (i === j ? interaction * y[(1 - spin) * size + 2 * i * (sites + 1)] : 0);
    for (let i = 0; i < sites; i++) {
      for (let j = 0; j < sites; j++) {
        const sum = [0, 0];
        for (let k = 0; k < sites; k++) {
          for (const part of [0, 1]) {
            sum[part] += field(i, k) * y[spin * size + 2 * (k * sites + j) + part];
            sum[part] -= y[spin * size + 2 * (i * sites + k) + part] * field(k, j);
          }
        }
        out[spin * size + 2 * (i * sites + j)] = sum[1];
        out[spin * size + 2 * (i * sites + j) + 1] = -sum[0];
      }
    }
  }
}

/** The matrices of both spins, one after the other, at all samples: adaptive steps in float64. */
function reference(
  { lattice, hopping, interval, samples }: MeanFieldSystem,
  { interaction, trap, d1 }: MeanFieldPoint,
): Float64Array[] {
  const h = oneBodyMatrix(lattice, hopping, trap);
  const start = joined(d1);
  const field = (_: number, y: Float64Array, out: Float64Array): void =>
    slopes(h, lattice.sites, interaction, y, out);
  const stepper = new AdaptiveStepper(field, start, 1e-10, 1e-12);
  const result = [start];
  for (let k = 1; k < samples; k++) {
    while (stepper.time < k * interval) drain(stepper.step(k * interval));
    result.push(stepper.state.slice());
  }
  return result;
}

function joined({ up, down }: SpinMatrices): Float64Array {
  return Float64Array.of(...up, ...down);
}

/** Runs a batch; the matrices of both spins by point and sample, each of which was handed out once. */
async function runBatch(
  system: MeanFieldSystem,
  points: readonly MeanFieldPoint[],
  options: Parameters<typeof createMeanFieldBatch>[2] = {},
): Promise<Float64Array[][]> {
  const batch = await createMeanFieldBatch(gpu, system, options);
  const result = points.map((): Float64Array[] => []);
  const onSamples = ({ firstPoint, points: count, firstSample, samples, d1 }: MeanFieldSamples): void => {
    for (let p = firstPoint; p < firstPoint + count; p++) {
      expect(result[p]).toHaveLength(firstSample);
      for (let s = firstSample; s < firstSample + samples; s++) result[p].push(joined(d1(p, s)));
    }
  };
  const status = await batch.run(points, { signal: new AbortController().signal, onSamples });
  batch.destroy();
  expect(status).toBe("completed");
  return result;
}

describe("a batch of mean-field quenches from random matrices, against float64", () => {
  const square: LatticeSpec = { kind: "rectangle", lx: 2, ly: 2, boundary: "open" };
  const cases: [string, LatticeSpec, number, number, number, number][] = [
    ["1 site, workgroup 1", chain(1), 1, 0, 1, 1],
    ["3 sites, periodic, 2 up and 1 down, workgroup 11 of 12", chain(3, "periodic"), 2, 1, 3, 11],
    ["4 sites as a square, 1 up and 3 down, workgroup 20", square, 1, 3, 5, 20],
    ["5 sites, 4 up and 2 down, workgroup 31 of 30", chain(5), 4, 2, 2, 31],
    ["8 sites, 4 up and 3 down, workgroup 7", chain(8), 4, 3, 2, 7],
  ];
  it.each(cases)("%s", async (_, lattice, up, down, count, workgroup) => {
    const system = systemOf(lattice, 9);
    const points = randomPoints(system, up, down, count, 11);
    const results = await runBatch(system, points, { workgroup });
    points.forEach((point, p) => {
      const expected = reference(system, point);
      expect(results[p]).toHaveLength(9);
      // The start is exact to half a unit of 2^-30, the window to the accuracy of the steps.
      expect(maxDifference(results[p][0], expected[0])).toBeLessThan(2 ** -30);
      for (const [s, found] of results[p].entries()) {
        expect(maxDifference(found, expected[s])).toBeLessThan(1e-6);
      }
    });
  });

  it("does not depend on how the work is cut into submissions", async () => {
    const system = systemOf(chain(3), 12);
    const points = randomPoints(system, 2, 1, 5, 3);
    const coarse = await runBatch(system, points, { target: 1e5 });
    expect(await runBatch(system, points, { target: 1e-3 })).toEqual(coarse);
  });
});

it("keeps particles and stays with float64 over 200 samples", async () => {
  const lattice = chain(4);
  const quench = { protocol: "trap-release", interaction: 1, trap: 1 } as const;
  const time = { end: 20, sample: 0.1 };
  const start = drain(initialRdm({ lattice, electrons: { up: 2, down: 1 }, hopping: 1, quench, time }));
  const system = { lattice: buildLattice(lattice), hopping: 1, interval: 0.1, samples: 201 };
  const point = { interaction: 1, trap: 0, d1: { up: start.d1up, down: start.d1dn } };
  const [found] = await runBatch(system, [point]);
  const expected = reference(system, point);
  let [worst, drift] = [0, 0];
  found.forEach((g, s) => {
    worst = Math.max(worst, maxDifference(g, expected[s]));
    const particles = [0, 1, 2, 3].reduce((sum, i) => sum + g[10 * i] + g[32 + 10 * i], 0);
    drift = Math.max(drift, Math.abs(particles - 3));
  });
  expect(worst).toBeLessThan(2e-6);
  expect(drift).toBeLessThan(5e-7);
});

it("takes more steps for fast motion and long windows", () => {
  const system = systemOf(chain(4), 9);
  const slow = stepsPerSample(system, { interaction: 1, trap: 0 });
  expect(stepsPerSample(system, { interaction: 8, trap: 0 })).toBeGreaterThan(slow);
  expect(stepsPerSample({ ...system, samples: 1000 }, { interaction: 1, trap: 0 })).toBeGreaterThan(slow);
  expect(stepsPerSample({ ...system, hopping: 0 }, { interaction: 0, trap: 0 })).toBe(1);
});

it("stops after the signal and frees what it took", async () => {
  const system = systemOf(chain(4), 400);
  const before = gpu.bytesInUse;
  const batch = await createMeanFieldBatch(gpu, system, { target: 20 });
  const controller = new AbortController();
  let handed = 0;
  const status = await batch.run(randomPoints(system, 2, 2, 9, 1), {
    signal: controller.signal,
    onSamples: () => {
      handed++;
      controller.abort();
    },
  });
  batch.destroy();
  expect([status, handed]).toEqual(["cancelled", 1]);
  expect(gpu.bytesInUse).toBe(before);
});

it("names the limit that the matrices of very many sites exceed", async () => {
  const sites = Math.ceil(Math.sqrt(gpu.adapter.limits.maxComputeWorkgroupStorageSize / 48)) + 1;
  const failure = await createMeanFieldBatch(gpu, systemOf(chain(sites), 2)).catch(
    (caught: unknown) => caught,
  );
  expect(failure).toBeInstanceOf(GpuError);
  expect((failure as GpuError).problem).toMatchObject({
    kind: "limit-too-small",
    limit: "maxComputeWorkgroupStorageSize",
    user: "mean field",
  });
});
