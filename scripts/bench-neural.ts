/**
 * `npm run bench:neural [-- --cpu]`: time per optimisation step of the neural ODE on every engine of this
 * machine, beside an orientation number, and of the default recipe as a whole. Engines take turns, so that a
 * busy machine hits all of them; "CPU time" is what the threads of this process computed, waiting left out.
 * WebGPU (Dawn) follows by itself, unless `--cpu` leaves it out: a step takes up to minutes on a software adapter.
 */
import { availableParallelism } from "node:os";
import type { TrainingStage } from "../src/base/recipe.ts";
import { spawnGradientThread } from "../src/cli/spawn-gradient-thread.ts";
import { createPoolEngine } from "../src/neural/cpu/pool-engine.ts";
import { createWasmEngine } from "../src/neural/cpu/wasm-engine.ts";
import { defaultOptions, shapeOf } from "../src/neural/options.ts";
import { parameterCount, parameterLayout } from "../src/neural/parameters.ts";
import { ReferenceEngine } from "../src/neural/reference-engine.ts";
import type { FieldShape, StepRequest, TrainingData, TrainingEngine } from "../src/neural/types.ts";
import { print, printMachine, ratio, time } from "./bench-table.ts";
import { openDawnTraining, timeDawn } from "./neural-dawn.ts";
import { median } from "./words.ts";

const ADAM = defaultOptions(6).adam;
/** Rows of one trajectory over [0, 10], every h / 2. */
const ROWS = 201;
const INTERVAL = 0.05;

interface Contender {
  /** Steps of each turn. */
  readonly repetitions: number;
  readonly create: (shape: FieldShape, data: TrainingData) => TrainingEngine | Promise<TrainingEngine>;
}

const SINGLE: Contender = {
  repetitions: 5,
  create: (shape, data) => createWasmEngine(shape, data, ADAM),
};
const POOL: Contender = {
  repetitions: 5,
  create: (shape, data) => createPoolEngine(shape, data, ADAM, availableParallelism(), spawnGradientThread),
};
const CONTENDERS: readonly Contender[] = [
  {
    repetitions: 1,
    create: (shape, data) => new ReferenceEngine(shape, data, ADAM),
  },
  SINGLE,
  POOL,
];
const TURNS = 5;
/** Steps before the first turn, for the compilers. */
const WARM_UP = 5;

/** Steps of WebGPU without reading back: many on a GPU, few on a software adapter. */
const TOGETHER = { gpu: 20, software: 1 };
const STAGE: TrainingStage = { kind: "shooting", steps: 1, batch: 16, length: 20 };

/** Smooth curves of order 1: times do not depend on what is learned. */
function smoothData(size: number): TrainingData {
  const value = (row: number, i: number, derivative: 0 | 1): number => {
    const frequency = 0.3 + (1.7 * i) / size;
    const angle = frequency * row * INTERVAL + i;
    return derivative === 0 ? Math.sin(angle) : frequency * Math.cos(angle);
  };
  const series = (derivative: 0 | 1): Float64Array =>
    Float64Array.from({ length: ROWS * size }, (_, k) => value(Math.floor(k / size), k % size, derivative));
  return { states: series(0), slopes: series(1), interval: INTERVAL };
}

/** Small weights, so that every rollout stays of order 1. */
async function createEngine(
  { create }: Contender,
  shape: FieldShape,
  data: TrainingData,
): Promise<TrainingEngine> {
  const engine = await create(shape, data);
  const count = parameterCount(shape);
  const zeros = (): Float64Array<ArrayBuffer> => new Float64Array(count);
  const parameters = zeros().map((_, k) => 0.02 * Math.sin(k * k));
  await engine.write({ parameters, first: zeros(), second: zeros(), steps: 0 });
  return engine;
}

function requestOf(stage: TrainingStage): StepRequest {
  const spread = (count: number, below: number): Uint32Array<ArrayBuffer> =>
    Uint32Array.from({ length: count }, (_, k) => Math.floor((k * below) / count));
  if (stage.kind === "derivative") {
    return { kind: "derivative", learningRate: 1e-4, rows: spread(stage.batch, ROWS) };
  }
  const { batch, length } = stage;
  const starts = spread(batch, ROWS - 2 * length);
  return { kind: "shooting", learningRate: 1e-4, starts, steps: length, stride: 2 };
}

/** Floating-point operations of a step: 6 per weight and evaluation of the field. */
function operations(shape: FieldShape, stage: TrainingStage): number {
  const weights = parameterLayout(shape).reduce(
    (sum, { rows, columns }) => (columns === 1 && rows > 1 ? sum : sum + rows * columns),
    0,
  );
  return 6 * weights * stage.batch * (stage.kind === "derivative" ? 1 : 4 * stage.length);
}

interface Times {
  readonly wall: number;
  readonly cpu: number;
}

async function timeStep(engine: TrainingEngine, request: StepRequest): Promise<Times> {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await engine.step(request);
  const { user, system } = process.cpuUsage(used);
  return { wall: (performance.now() - begun) / 1e3, cpu: (user + system) / 1e6 };
}

/** Median times of a step of every contender, and what it calls itself. */
async function measure(
  contenders: readonly Contender[],
  shape: FieldShape,
  stage: TrainingStage,
): Promise<(Times & { readonly name: string })[]> {
  const data = smoothData(shape.size);
  const request = requestOf(stage);
  const engines = await Promise.all(contenders.map((contender) => createEngine(contender, shape, data)));
  const samples = contenders.map((): Times[] => []);
  for (const [k, engine] of engines.entries()) {
    for (let i = 0; i < Math.min(WARM_UP, contenders[k].repetitions); i++) await engine.step(request);
  }
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [k, engine] of engines.entries()) {
      for (let i = 0; i < contenders[k].repetitions; i++) samples[k].push(await timeStep(engine, request));
    }
  }
  const names = engines.map(({ precision, adapter }) => `${precision}, ${adapter ?? "reference"}`);
  for (const engine of engines) engine.destroy();
  return samples.map((times, k) => ({
    wall: median(times.map(({ wall }) => wall)),
    cpu: median(times.map(({ cpu }) => cpu)),
    name: names[k],
  }));
}

async function stepTable(title: string, shape: FieldShape, orientation: number | null): Promise<void> {
  const work = operations(shape, STAGE);
  const times = await measure(CONTENDERS, shape, STAGE);
  const rows = times.map(({ name, wall, cpu }) => [
    name,
    time(wall),
    (work / wall / 1e9).toFixed(1),
    time(cpu),
    (work / cpu / 1e9).toFixed(1),
    ratio(wall, times[0].wall),
    orientation === null ? "" : ratio(wall, orientation),
  ]);
  const header = ["", "step", "GFLOP/s", "CPU time", "per core", "reference", "PyTorch, 1 core"];
  print(`${title}, 16 windows of 20 RK4 steps: ${(work / 1e9).toFixed(2)} GFLOP`, header, rows);
  await gpuTable(shape, times[CONTENDERS.indexOf(POOL)].wall);
}

/** The same step by WebGPU, beside `pool` seconds on all cores. */
async function gpuTable(shape: FieldShape, pool: number): Promise<void> {
  if (typeof webgpu === "string") return;
  const steps = webgpu.gpu.adapter.software ? TOGETHER.software : TOGETHER.gpu;
  const times = await timeDawn(webgpu, shape, smoothData(shape.size), ADAM, requestOf(STAGE), steps);
  const work = operations(shape, STAGE);
  const row = (what: string, wall: number): string[] => [
    what,
    time(wall),
    (work / wall / 1e9).toFixed(1),
    ratio(wall, pool),
  ];
  const { dispatches, submissions, kernels } = times;
  const title = `${webgpu.name}; per step ${dispatches} dispatches in ${submissions.toPrecision(2)} submissions`;
  const rows = [row(`${steps} together, each`, times.among), row("one, read back", times.alone)];
  print(title, ["", "step", "GFLOP/s", "all cores"], rows);
  if (kernels === null) return;
  const all = kernels.reduce((sum, { seconds }) => sum + seconds, 0);
  const shares = kernels.map(({ name, seconds }) => [
    name,
    time(seconds),
    `${((100 * seconds) / all).toFixed(1)} %`,
  ]);
  print("its kernels by the clock of the device", ["", "step", "share"], shares);
}

async function recipeTable(sites: number, size: number, goal: number): Promise<void> {
  const options = defaultOptions(sites);
  const shape = shapeOf(options, size);
  const contenders = [SINGLE, POOL];
  const totals = contenders.map(() => ({ wall: 0, cpu: 0 }));
  const rows: string[][] = [];
  for (const stage of options.stages) {
    const times = await measure(contenders, shape, stage);
    times.forEach(({ wall, cpu }, k) => {
      totals[k].wall += stage.steps * wall;
      totals[k].cpu += stage.steps * cpu;
    });
    const what = stage.kind === "derivative" ? "derivative matching" : `shooting over ${stage.length} steps`;
    rows.push([`${stage.steps} x ${what}`, ...times.flatMap(({ wall, cpu }) => [time(wall), time(cpu)])]);
  }
  rows.push(["all", ...totals.flatMap(({ wall, cpu }) => [time(wall), time(cpu)])]);
  rows.push(["goal", ...totals.flatMap(({ wall }) => [ratio(wall, goal), ""])]);
  const header = ["", "1 thread", "CPU time", `${availableParallelism()} threads`, "CPU time"];
  print(`Default recipe, ${sites} sites (${size} reals), without evaluation; goal ${goal} s`, header, rows);
}

printMachine();
const webgpu = process.argv.includes("--cpu") ? "WebGPU is left out" : await openDawnTraining();
if (typeof webgpu === "string") console.log(webgpu);
await stepTable("(a) default for 6 sites, 342-128-128-342 with skip", shapeOf(defaultOptions(6), 342), null);
await stepTable(
  "(b) 1296-256-256-1296 without skip",
  { size: 1296, hidden: [256, 256], activation: "tanh", skip: "none" },
  0.25,
);
await recipeTable(4, 72, 15);
await recipeTable(6, 342, 60);
if (typeof webgpu !== "string") webgpu.gpu.destroy();
