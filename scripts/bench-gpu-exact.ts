/** Exact trap-release quenches of the default system over a grid of U and V, WebGPU against the CPU engine. */
import { drain } from "../src/base/steps.ts";
import type { Gpu } from "../src/gpu/device.ts";
import { createExactBatch } from "../src/gpu/exact/batch.ts";
import { packTables } from "../src/gpu/exact/tables.ts";
import type { ExactPoint, ExactSystem } from "../src/gpu/exact/types.ts";
import { exactRun } from "../src/methods/exact.ts";
import { prepareInitialState } from "../src/methods/initial.ts";
import type { SystemSpec } from "../src/methods/types.ts";
import { buildFockSpace } from "../src/physics/fock-space.ts";
import { buildLattice, oneBodyMatrix } from "../src/physics/lattice.ts";

const LATTICE = { kind: "chain", sites: 6, boundary: "open" } as const;
const ELECTRONS = { up: 3, down: 3 };
const SYSTEM: ExactSystem = {
  lattice: buildLattice(LATTICE),
  electrons: ELECTRONS,
  hopping: 1,
  interval: 0.1,
  samples: 201,
};
/** Grid sizes without --grid: a whole map on a GPU, something that ends on a software adapter. */
const GRID = { gpu: 16, software: 2 };
/** Points that the CPU engine computes for comparison. */
const COMPARED = 4;

interface Quench {
  readonly spec: SystemSpec;
  readonly point: ExactPoint;
}

function quenches(grid: number): Quench[] {
  const axis = Array.from({ length: grid }, (_, k) => (grid === 1 ? 1 : 0.25 + (3.75 * k) / (grid - 1)));
  return axis.flatMap((interaction) =>
    axis.map((trap) => {
      const spec: SystemSpec = {
        lattice: LATTICE,
        electrons: ELECTRONS,
        hopping: 1,
        quench: { protocol: "trap-release", interaction, trap },
        time: { end: 20, sample: 0.1 },
      };
      return { spec, point: { interaction, trap: 0, psi: drain(prepareInitialState(spec)).psi } };
    }),
  );
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}

/** Complex multiply-adds of the two- and three-body density matrices of one sample, after Hermiticity. */
function multiplyAdds(): { twoBody: number; threeBody: number } {
  const space = buildFockSpace(LATTICE.sites, ELECTRONS);
  const { transitions, upPairs, downSingles } = packTables(space, oneBodyMatrix(SYSTEM.lattice, 1, 1));
  const square = LATTICE.sites ** 2;
  const pairs = (LATTICE.sites * (LATTICE.sites - 1)) / 2;
  const singles = transitions[square] - square - 1;
  const up = transitions[upPairs + pairs ** 2] - upPairs - pairs ** 2 - 1;
  const down = transitions[downSingles + square] - downSingles - square - 1;
  const { up: rows, down: columns } = space;
  return {
    twoBody: (singles * down + up * columns.size + singles * columns.size + down * rows.size) / 2,
    threeBody: (up * down) / 2,
  };
}

async function runGpu(gpu: Gpu, points: readonly ExactPoint[], workgroup: number | null) {
  let started = performance.now();
  const batch = await createExactBatch(gpu, SYSTEM, workgroup === null ? {} : { workgroup });
  const compile = seconds(started);
  const delta2 = points.map(() => new Float64Array(SYSTEM.samples));
  const delta3 = points.map(() => new Float64Array(SYSTEM.samples));
  let drift = 0;
  started = performance.now();
  await batch.run(points, {
    signal: new AbortController().signal,
    onSamples: (chunk) => {
      for (let p = 0; p < chunk.points; p++) {
        const part = (all: Float64Array): Float64Array =>
          all.subarray(p * chunk.samples, (p + 1) * chunk.samples);
        delta2[chunk.firstPoint + p].set(part(chunk.delta2), chunk.firstSample);
        delta3[chunk.firstPoint + p].set(part(chunk.delta3), chunk.firstSample);
      }
      for (const norm of chunk.norm) drift = Math.max(drift, Math.abs(norm - 1));
    },
  });
  return { compile, run: seconds(started), kernels: batch.kernelMilliseconds, delta2, delta3, drift };
}

function runCpu(spec: SystemSpec): { delta2: number[]; delta3: number[] } {
  const series: { delta2: number[]; delta3: number[] } = { delta2: [], delta3: [] };
  for (const event of exactRun(spec, new Set(["delta2", "delta3"]))) {
    if (event.kind !== "samples") continue;
    series.delta2.push(...(event.batch.fields.delta2 ?? []));
    series.delta3.push(...(event.batch.fields.delta3 ?? []));
  }
  return series;
}

function deviation(x: ArrayLike<number>, y: readonly number[]): number {
  return y.reduce((worst, value, k) => Math.max(worst, Math.abs(value - x[k])), 0);
}

/** Prints points per second of both, their ratio, the times of the kernels and the deviation of float32. */
export async function benchExact(gpu: Gpu, wanted: number | null, workgroup: number | null): Promise<void> {
  const grid = wanted ?? (gpu.adapter.software ? GRID.software : GRID.gpu);
  let started = performance.now();
  const all = quenches(grid);
  console.log(`${grid} x ${grid} ground states by the CPU: ${seconds(started).toFixed(2)} s`);
  const points = all.map(({ point }) => point);
  const result = await runGpu(gpu, points, workgroup);
  const compared = all.filter((_, k) => k % Math.max(1, Math.floor(all.length / COMPARED)) === 0);
  started = performance.now();
  const reference = compared.map(({ spec }) => runCpu(spec));
  const cpuRate = compared.length / seconds(started);
  const gpuRate = all.length / result.run;
  console.log(
    `WebGPU: compiled in ${result.compile.toFixed(2)} s, ${result.run.toFixed(2)} s, ${gpuRate.toFixed(2)} points/s`,
  );
  console.log(
    `CPU engine, one thread: ${cpuRate.toFixed(2)} points/s; ratio ${(gpuRate / cpuRate).toFixed(2)}`,
  );
  reportKernels(result.kernels, all.length * SYSTEM.samples);
  const worst = (name: "delta2" | "delta3"): number =>
    Math.max(
      ...compared.map((quench, k) => deviation(result[name][all.indexOf(quench)], reference[k][name])),
    );
  console.log(
    `float32 against float64 over ${compared.length} points: |Delta2| ${worst("delta2").toExponential(1)}, |Delta3| ${worst("delta3").toExponential(1)}, norm drift ${result.drift.toExponential(1)}`,
  );
}

function reportKernels(kernels: Readonly<Record<string, number>>, samples: number): void {
  const work = multiplyAdds();
  for (const [name, milliseconds] of Object.entries(kernels)) {
    const adds = name === "propagate" ? 0 : work[name as keyof typeof work];
    const rate = adds === 0 ? "" : `, ${((8e-6 * adds * samples) / milliseconds).toFixed(2)} GFLOP/s`;
    console.log(`  ${name}: ${((1e3 * milliseconds) / samples).toFixed(1)} us per sample${rate}`);
  }
}
