/** RK4 steps per second of batches of TD2RDM quenches, WebGPU against the CPU engine. */
import { drain } from "../src/base/steps.ts";
import type { Gpu } from "../src/gpu/device.ts";
import { createTd2rdmBatch, type Td2rdmBatch } from "../src/gpu/td2rdm/batch.ts";
import type { StagePlacement, Td2rdmClosure, Td2rdmPoint, Td2rdmSystem } from "../src/gpu/td2rdm/types.ts";
import { initialRdm } from "../src/methods/initial.ts";
import { createTd2rdmRhs } from "../src/methods/td2rdm/rhs.ts";
import { FixedStepper } from "../src/ode/stepper.ts";
import { buildLattice, oneBodyMatrix } from "../src/physics/lattice.ts";
import { stepWork } from "./td2rdm-work.ts";

const CLOSURES: readonly Td2rdmClosure[] = [
  "valdemoro",
  "nakatsuji-yasuda-smooth",
  "nakatsuji-yasuda",
  "mazziotti",
];
const STAGES: readonly StagePlacement[] = ["workgroup", "storage"];
/** Largest batch, samples after the first, and how long a batch is repeated, s. */
const LIMITS = {
  gpu: { batch: 4096, samples: 20, duration: 1 },
  software: { batch: 16, samples: 2, duration: 0.5 },
};
const INTERVAL = 0.1;
const DT = 0.02;
const STEPS_PER_SAMPLE = 5;

export interface Td2rdmBenchOptions {
  readonly sites: number | null;
  readonly workgroup: number | null;
  readonly closure: string | undefined;
  readonly stage: string | undefined;
}

/** Prints a table for each closure. */
export async function benchTd2rdm(gpu: Gpu, options: Td2rdmBenchOptions): Promise<void> {
  const sites = options.sites ?? 6;
  const closures = options.closure === undefined ? CLOSURES : [oneOf("closure", options.closure, CLOSURES)];
  for (const closure of closures) await benchClosure(gpu, systemOf(gpu, sites, closure), options);
}

function oneOf<T extends string>(option: string, value: string, expected: readonly T[]): T {
  const found = expected.find((each) => each === value);
  if (found === undefined) throw new Error(`--${option}: found ${value}, expected ${expected.join(", ")}`);
  return found;
}

function systemOf({ adapter }: Gpu, sites: number, closure: Td2rdmClosure): Td2rdmSystem {
  return {
    lattice: buildLattice({ kind: "chain", sites, boundary: "open" }),
    electrons: Math.floor(sites / 2),
    hopping: 1,
    interval: INTERVAL,
    samples: LIMITS[adapter.software ? "software" : "gpu"].samples + 1,
    dt: DT,
    closure,
    contractionConsistent: true,
    purification: null,
  };
}

async function benchClosure(gpu: Gpu, system: Td2rdmSystem, options: Td2rdmBenchOptions): Promise<void> {
  const { closure, lattice, samples } = system;
  const limits = LIMITS[gpu.adapter.software ? "software" : "gpu"];
  const { dab } = drain(
    initialRdm({
      lattice: { kind: "chain", sites: lattice.sites, boundary: "open" },
      electrons: { up: system.electrons, down: system.electrons },
      hopping: 1,
      quench: { protocol: "trap-release", interaction: 1, trap: 1 },
      time: { end: 1, sample: INTERVAL },
    }),
  );
  const cpu = cpuRate(system, dab, limits.duration);
  const batch = await createTd2rdmBatch(gpu, system, {
    ...(options.workgroup === null ? {} : { workgroup: options.workgroup }),
    ...(options.stage === undefined ? {} : { stage: oneOf("stage", options.stage, STAGES) }),
  });
  console.log(
    `\n${closure}, consistent, ${lattice.sites} sites, Dab of the stage in ${batch.stage}\nCPU engine, one thread: ${cpu.toFixed(0)} steps/s\n   batch   steps/s    ratio   GFLOP/s      GB/s`,
  );
  const { flops, bytes } = stepWork(closure, lattice.sites, true);
  for (let size = 1; size <= limits.batch; size *= 4) {
    const points = Array.from({ length: size }, (_, k) => ({ interaction: 0.25 + k / size, trap: 0, dab }));
    await runs(batch, points, 0);
    const steps = size * STEPS_PER_SAMPLE * (samples - 1);
    const rate = steps / (await runs(batch, points, limits.duration));
    const columns = [
      rate.toFixed(0),
      (rate / cpu).toFixed(2),
      ((rate * flops) / 1e9).toFixed(2),
      ((rate * bytes) / 1e9).toFixed(2),
    ];
    console.log([String(size).padStart(8), ...columns.map((column) => column.padStart(9))].join(" "));
  }
  batch.destroy();
}

/** Mean seconds of a run, over at least one run and `duration` seconds. */
async function runs(batch: Td2rdmBatch, points: readonly Td2rdmPoint[], duration: number): Promise<number> {
  const begun = performance.now();
  const elapsed = (): number => (performance.now() - begun) / 1000;
  const handlers = { signal: new AbortController().signal, onSamples: () => undefined };
  let count = 0;
  do {
    await batch.run(points, handlers);
    count++;
  } while (elapsed() < duration);
  return elapsed() / count;
}

/** Steps per second of the CPU engine, after a warm-up. */
function cpuRate({ lattice, electrons, ...spec }: Td2rdmSystem, dab: Float64Array, duration: number): number {
  const rhs = createTd2rdmRhs(lattice.sites, electrons, oneBodyMatrix(lattice, 1, 0), 1, spec);
  const measure = (seconds: number): number => {
    const stepper = new FixedStepper((_, y, out) => rhs.evaluate(y, out), dab.slice(), DT);
    const begun = performance.now();
    while (performance.now() - begun < 1000 * seconds) drain(stepper.step(stepper.time + DT));
    return (1000 * stepper.accepted) / (performance.now() - begun);
  };
  measure(duration / 2);
  return measure(duration);
}
