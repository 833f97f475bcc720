import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gpu } from "../../src/gpu/device.ts";
import { createExactBatch } from "../../src/gpu/exact/batch.ts";
import type { ExactPoint, ExactSamples, ExactSystem } from "../../src/gpu/exact/types.ts";
import { GpuError } from "../../src/gpu/problems.ts";
import { buildLattice, type LatticeSpec } from "../../src/physics/lattice.ts";
import { openTestGpu } from "./open.ts";
import { randomPoints, referenceSamples } from "./reference.ts";

/** Rounding of float32. */
const EPSILON = 2 ** -24;

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

function systemOf(lattice: LatticeSpec, up: number, down: number, samples: number): ExactSystem {
  return { lattice: buildLattice(lattice), electrons: { up, down }, hopping: 1.3, interval: 0.25, samples };
}

function chain(sites: number, boundary: "open" | "periodic" = "open"): LatticeSpec {
  return { kind: "chain", sites, boundary };
}

type Series = "delta2" | "delta3" | "energy" | "norm";

/** Runs a batch; `at(field, point, sample)` reads what it streamed, once and in order. */
async function runBatch(
  system: ExactSystem,
  points: readonly ExactPoint[],
  options: Parameters<typeof createExactBatch>[2] = {},
) {
  const batch = await createExactBatch(gpu, system, options);
  const dab = new Map<string, Float64Array>();
  const values = new Map<string, number>();
  const status = await batch.run(points, {
    signal: new AbortController().signal,
    dabOf: new Set([0, points.length - 1]),
    onDab: (point, sample, matrix) => dab.set(`${point} ${sample}`, matrix),
    onSamples: (chunk) => {
      for (const field of ["delta2", "delta3", "energy", "norm"] as const) store(values, chunk, field);
    },
  });
  batch.destroy();
  const at = (field: Series, point: number, sample: number): number =>
    values.get(`${field} ${point} ${sample}`) ?? Number.NaN;
  return { status, at, dab, count: values.size };
}

function store(values: Map<string, number>, chunk: ExactSamples, field: Series): void {
  for (let p = 0; p < chunk.points; p++) {
    for (let s = 0; s < chunk.samples; s++) {
      const key = `${field} ${chunk.firstPoint + p} ${chunk.firstSample + s}`;
      expect(values.has(key)).toBe(false);
      values.set(key, chunk[field][p * chunk.samples + s]);
    }
  }
}

function largestDifference(x: Float64Array, y: Float64Array): number {
  expect(x.length).toBe(y.length);
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y[i])), 0);
}

describe("a batch of exact quenches from random states, against float64", () => {
  const square: LatticeSpec = { kind: "rectangle", lx: 2, ly: 2, boundary: "open" };
  const ladder: LatticeSpec = { kind: "rectangle", lx: 3, ly: 2, boundary: "open" };
  const cases: [string, ExactSystem, number, number][] = [
    ["2 sites, 1 point, workgroup 1", systemOf(chain(2), 1, 1, 5), 1, 1],
    ["3 sites, 2 up and 1 down, 3 points, workgroup 8 of 9", systemOf(chain(3), 2, 1, 6), 3, 8],
    ["3 sites, 1 up and 2 down, periodic, workgroup 9", systemOf(chain(3, "periodic"), 1, 2, 4), 3, 9],
    ["4 sites, periodic, 5 points, workgroup 35 of 36", systemOf(chain(4, "periodic"), 2, 2, 7), 5, 35],
    ["4 sites as a square, workgroup 37 of 36", systemOf(square, 2, 2, 7), 1, 37],
    ["5 sites, 3 up and 2 down, 3 points", systemOf(chain(5), 3, 2, 6), 3, 24],
    ["6 sites as a ladder, 3 points", systemOf(ladder, 3, 3, 3), 3, 16],
  ];
  it.each(cases)("%s", async (_, system, count, workgroup) => {
    const points = randomPoints(system, count, 7);
    const { status, at, dab } = await runBatch(system, points, { workgroup });
    expect(status).toBe("completed");
    points.forEach((point, p) => {
      const reference = referenceSamples(system, point);
      reference.forEach((sample, s) => {
        // A handful of roundings of sums whose |a||b| add up to at most 1, and one rounding more per step.
        const tolerance = EPSILON * (8 + 2 * s);
        expect(Math.abs(at("delta2", p, s) - sample.delta2)).toBeLessThan(tolerance);
        expect(Math.abs(at("delta3", p, s) - sample.delta3)).toBeLessThan(3 * tolerance);
        expect(Math.abs(at("energy", p, s) - sample.energy)).toBeLessThan(40 * tolerance);
        expect(Math.abs(at("norm", p, s) - 1)).toBeLessThan(tolerance);
        const matrix = dab.get(`${p} ${s}`) ?? sample.dab;
        expect(largestDifference(matrix, sample.dab)).toBeLessThan(tolerance);
      });
    });
    expect(dab.size).toBe(new Set([0, count - 1]).size * system.samples);
  });

  it("does not depend on how the work is cut into submissions", async () => {
    const system = systemOf(chain(4), 2, 2, 30);
    const points = randomPoints(system, 5, 3);
    const [coarse, fine] = [
      await runBatch(system, points, { target: 1e5 }),
      await runBatch(system, points, { target: 1e-3 }),
    ];
    expect(coarse.count).toBe(4 * 5 * 30);
    for (let p = 0; p < 5; p++) {
      for (let s = 0; s < 30; s++) expect(fine.at("delta3", p, s)).toBe(coarse.at("delta3", p, s));
    }
  });
});

describe("a batch that ends early", () => {
  const system = systemOf(chain(4), 2, 2, 400);

  it("stops within a submission after the signal", async () => {
    const batch = await createExactBatch(gpu, system, { target: 20 });
    const controller = new AbortController();
    let after = 0;
    let fired = 0;
    const status = await batch.run(randomPoints(system, 50, 1), {
      signal: controller.signal,
      onSamples: () => {
        if (controller.signal.aborted) after++;
        fired = performance.now();
        controller.abort();
      },
    });
    expect(status).toBe("cancelled");
    expect(after).toBe(0);
    expect(performance.now() - fired).toBeLessThan(300);
    batch.destroy();
  });

  it("reports a lost device, and goes on with the unfinished points on a new one", async () => {
    const short = systemOf(chain(4), 2, 2, 20);
    const points = randomPoints(short, 6, 2);
    const expected = await runBatch(short, points);
    const doomed = await openTestGpu();
    const batch = await createExactBatch(doomed, short, { target: 1e-3 });
    const finished = new Map<number, number>();
    const collect = (offset: number) => (chunk: ExactSamples) => {
      if (chunk.firstSample + chunk.samples < short.samples) return;
      for (let p = 0; p < chunk.points; p++) {
        finished.set(offset + chunk.firstPoint + p, chunk.delta3[(p + 1) * chunk.samples - 1]);
      }
    };
    const handlers = { signal: new AbortController().signal };
    const broken = batch.run(points, {
      ...handlers,
      onSamples: (chunk) => {
        collect(0)(chunk);
        if (finished.size === 2) doomed.destroy();
      },
    });
    const error = await broken.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GpuError);
    expect((error as GpuError).problem).toMatchObject({ kind: "device-lost", reason: "destroyed" });
    const done = finished.size;
    expect(done).toBeGreaterThanOrEqual(2);
    expect(done).toBeLessThan(6);
    const again = await createExactBatch(gpu, short);
    await again.run(points.slice(done), { ...handlers, onSamples: collect(done) });
    again.destroy();
    for (let p = 0; p < 6; p++) expect(finished.get(p)).toBe(expected.at("delta3", p, 19));
  });

  it("frees what it took", async () => {
    const before = gpu.bytesInUse;
    await runBatch(systemOf(chain(3), 1, 1, 3), randomPoints(systemOf(chain(3), 1, 1, 3), 2, 1));
    expect(gpu.bytesInUse).toBe(before);
  });
});

it("names the limit that a state of 8 sites exceeds", async () => {
  const failure = await createExactBatch(gpu, systemOf(chain(8), 4, 4, 3)).catch((caught: unknown) => caught);
  expect(failure).toBeInstanceOf(GpuError);
  expect((failure as GpuError).problem).toMatchObject({
    kind: "limit-too-small",
    limit: "maxComputeWorkgroupStorageSize",
    needed: 4900 * 28,
    available: gpu.adapter.limits.maxComputeWorkgroupStorageSize,
  });
});
