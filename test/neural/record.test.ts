import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { exactTrajectory } from "../../src/methods/exact-trajectory.ts";
import type { SystemSpec } from "../../src/methods/types.ts";
import { buildProblem } from "../../src/neural/dataset.ts";
import { trainNow } from "../../src/neural/drive.ts";
import { fieldOfRollout } from "../../src/neural/memory/field.ts";
import { historyTime } from "../../src/neural/memory/memory.ts";
import { readNpz, writeNpz } from "../../src/neural/npz.ts";
import { defaultOptions, type NeuralOptions } from "../../src/neural/options.ts";
import { buildRecord, checkpointOf, type TrainingRecord } from "../../src/neural/record.ts";
import { recordFromJson, recordFromNpz, recordToJson, recordToNpz } from "../../src/neural/record-files.ts";
import { ReferenceEngine } from "../../src/neural/reference-engine.ts";
import { normBound, Rollout, rolloutSeries } from "../../src/neural/rollout.ts";
import { Trainer } from "../../src/neural/trainer.ts";
import type { TrainingOutcome } from "../../src/neural/trainer-types.ts";
import { trapQuench } from "../support/runs.ts";

const OPTIONS: NeuralOptions = {
  ...defaultOptions(3),
  trainUntil: 3,
  hidden: [6, 5],
  stages: [
    { kind: "derivative", steps: 30, batch: 8 },
    { kind: "shooting", steps: 20, batch: 4, length: 5 },
  ],
  evaluateEvery: 20,
};
const SYSTEM = trapQuench(3, 2, 1, { electrons: { up: 2, down: 1 } });
const TRAJECTORIES = [SYSTEM, { ...SYSTEM, hopping: 0.9 }].map((system) =>
  drain(exactTrajectory(system, 0.05, 3)),
);

function finish(trainer: Trainer, engine: ReferenceEngine): TrainingOutcome {
  return drain(trainNow(trainer, engine));
}

/** The record of a training interrupted after `steps` steps (or finished). */
function recordAfter(steps: number, options: NeuralOptions = OPTIONS): TrainingRecord {
  const trainer = new Trainer(buildProblem(SYSTEM.lattice, TRAJECTORIES, options), options);
  const engine = new ReferenceEngine(trainer.shape, trainer.problem.data, options.adam);
  for (const event of trainNow(trainer, engine)) {
    if (event.kind === "progress" && event.entry.step >= steps) break;
  }
  const origin = {
    software: { name: "cumulant-explorer", version: "0.1.0", commit: null },
    created: "2026-11-24T12:00:00Z",
    config: { schema: "cumulant-explorer/config@1", hopping: 1 },
    lattice: SYSTEM.lattice,
    electrons: SYSTEM.electrons,
  };
  const errors = { training: 0.01, extrapolation: null, baseline: 0.2, skill: null };
  return buildRecord(trainer, engine, engine.read(), origin, { status: "running", message: null, errors });
}

const MEMORIES = [
  { kind: "delay", delays: 2, stride: 0.25 },
  { kind: "latent", states: 4, rates: [0.25, 1] },
] as const;
const RECORD = recordAfter(30);
const throughJson = (record: TrainingRecord): TrainingRecord =>
  recordFromJson(JSON.parse(JSON.stringify(recordToJson(record))));
const throughNpz = (record: TrainingRecord): TrainingRecord => recordFromNpz(recordToNpz(record));

describe.each([
  ["JSON", throughJson],
  ["npz", throughNpz],
])("a record through %s", (_, through) => {
  test("comes back as it was", () => {
    expect(through(RECORD)).toEqual(RECORD);
    const other = { ...OPTIONS, skip: "none", hidden: [], packing: "hermitian" } as const;
    const plain = recordAfter(10, other);
    expect(plain.best.trainingError).toBe(null);
    expect(through(plain)).toEqual(plain);
    for (const memory of MEMORIES) {
      const remembering = recordAfter(10, { ...OPTIONS, memory });
      expect(remembering.model.memory.kind).toBe(memory.kind);
      expect(through(remembering)).toEqual(remembering);
    }
  });

  test.each([{ kind: "none" } as const, ...MEMORIES])(
    "goes on training to the same end bit for bit, memory: $kind",
    (memory) => {
      const options = { ...OPTIONS, memory };
      const end = (from: TrainingRecord | null): TrainingOutcome => {
        const problem = buildProblem(SYSTEM.lattice, TRAJECTORIES, options);
        const trainer = new Trainer(problem, options, from === null ? null : checkpointOf(from, problem));
        return finish(trainer, new ReferenceEngine(trainer.shape, problem.data, options.adam));
      };
      expect(end(through(recordAfter(30, options)))).toEqual(end(null));
    },
  );
});

test("a record does not go on with other data", () => {
  const other = (system: SystemSpec, options = OPTIONS): (() => unknown) => {
    const series = [system, system].map((quench) => drain(exactTrajectory(quench, 0.05, 3)));
    return () => checkpointOf(RECORD, buildProblem(SYSTEM.lattice, series, options));
  };
  expect(other(SYSTEM, { ...OPTIONS, packing: "hermitian" })).toThrow("those of the data: 81 reals");
  expect(other({ ...SYSTEM, hopping: 0.5 })).toThrow(/^scale: found [\d.]+, expected that of the data, /);
  const shifted = TRAJECTORIES.map((series) => ({ ...series, dab: series.dab.map((value) => value + 1e-3) }));
  expect(() => checkpointOf(RECORD, buildProblem(SYSTEM.lattice, shifted, OPTIONS))).toThrow(
    /^mean\[0\]: found/,
  );
  const [, latent] = MEMORIES;
  const slower = { ...OPTIONS, memory: { ...latent, rates: [0.1, 1] } };
  const record = recordAfter(10, { ...OPTIONS, memory: latent });
  expect(() => checkpointOf(record, buildProblem(SYSTEM.lattice, TRAJECTORIES, slower))).toThrow(
    /^memory.projection\[0\]: found/,
  );
});

describe("a bad file is refused by name", () => {
  const change = (edit: (file: Record<string, never>) => void): (() => TrainingRecord) => {
    const file = JSON.parse(JSON.stringify(recordToJson(RECORD))) as Record<string, never>;
    edit(file);
    return () => recordFromJson(file);
  };
  const set =
    (path: string, value: unknown) =>
    (file: object): void => {
      const keys = path.split("/");
      const last = keys.pop() ?? "";
      const holder = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, {
        ...file,
      });
      if (keys.length === 0) Object.assign(file, { [last]: value });
      else holder[last] = value;
    };

  test.each([
    ["schema", "cumulant-explorer/config@1", 'schema: found "cumulant-explorer/config@1", expected one of'],
    ["lattice/sites", 30, "expected a lattice of at most 24 sites"],
    ["lattice/sites", 4, "arrays.mean: found"],
    ["options/hidden", [6, 4], "arrays.layers.1.weight: found [5,6], expected the shape 4 x 6"],
    ["options/stages", [], "options.stages: found [], expected at least one stage"],
    [
      "options/stages/1/length",
      0,
      "options.stages[1].length: found 0, expected a whole number of at least 1",
    ],
    ["options/adam/beta2", 1, "options.adam.beta2: found 1, expected a number from 0 to below 1"],
    ["engine/device", "tpu", 'engine.device: found "tpu", expected one of cpu, webgpu'],
    ["symmetries/mirrors", ["z"], 'symmetries.mirrors[0]: found "z", expected one of x, y'],
    ["history/1/loss", "low", 'history[1].loss: found "low", expected a number of at least 0'],
    ["random", [1, 2], "random: found [1,2], expected four whole numbers"],
    ["arrays/skip.weight/values/7", null, "arrays.skip.weight.values[7]: found null, expected a number"],
    ["arrays/layers.0.bias", undefined, "arrays.layers.0.bias: found nothing, expected an object"],
    ["arrays/mean/shape", [3, 3], "arrays.mean: found [3,3], expected the shape"],
  ])("%s = %j", (path, value, message) => {
    expect(change(set(path, value))).toThrow(message);
  });

  test("that is no npz file, or holds other arrays or numbers that are not finite", () => {
    expect(() => recordFromNpz(new Uint8Array(40))).toThrow(
      "expected an .npz file: a zip archive of .npy arrays",
    );
    expect(() => recordFromNpz(writeNpz({}))).toThrow(
      "record: found nothing, expected the bytes of JSON text",
    );
    const arrays = readNpz(recordToNpz(RECORD));
    const { data } = arrays.mean;
    data[3] = Number.NaN;
    expect(() => recordFromNpz(writeNpz(arrays))).toThrow(
      "arrays.mean[3]: found NaN, expected a finite number",
    );
  });
});

describe("npz files", () => {
  test("hold arrays of any shape, aligned as NumPy wants them", () => {
    const arrays = {
      a: { shape: [2, 3], data: Float64Array.of(1, -2.5, 1e-300, Number.MAX_VALUE, 0.1, -0) },
      b: { shape: [4], data: Int32Array.of(1, -1, 2 ** 31 - 1, 0) },
      scalar: { shape: [], data: Float64Array.of(7) },
      empty: { shape: [0, 5], data: new Float64Array(0) },
    };
    const bytes = writeNpz(arrays);
    expect(readNpz(bytes)).toEqual(arrays);
    expect(writeNpz(arrays)).toEqual(bytes);
    const file = unzipSync(bytes)["a.npy"];
    expect(strFromU8(file.subarray(1, 6))).toBe("NUMPY");
    expect((10 + file[8] + 256 * file[9]) % 64).toBe(0);
  });
});

describe("the Python loader", () => {
  const folder = mkdtempSync(join(tmpdir(), "neural-loader-"));
  const records = [{ kind: "none" } as const, ...MEMORIES].map((memory) =>
    recordAfter(50, { ...OPTIONS, memory }),
  );
  const path = ({ model }: TrainingRecord, kind: string): string =>
    join(folder, `${model.memory.kind}.${kind}`);

  beforeAll(() => {
    for (const record of records) {
      writeFileSync(path(record, "npz"), recordToNpz(record));
      writeFileSync(path(record, "json"), JSON.stringify(recordToJson(record)));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(
    records.flatMap((record) =>
      (["npz", "json"] as const).map((kind) => [kind, record.model.memory.kind, record] as const),
    ),
  )("evaluates the field and a rollout of the .%s as we do, memory: %s", (kind, _, record) => {
    const { packing, shape, parameters, memory } = record.model;
    const found = evaluateInPython(path(record, kind));
    const field = fieldOfRollout(shape, parameters, memory);
    const tape = field.newTape(2);
    tape.inputs.set(record.starts);
    const slopes = new Float64Array(2 * shape.size);
    field.evaluate(tape, 0, 2, slopes);
    expectClose(found.slopes, slopes, 1e-12);
    const rollout = new Rollout(record.model, TRAJECTORIES[1].dab, normBound(SYSTEM.electrons));
    // 25 steps after the state that the file begins with.
    const history = Math.round(10 * historyTime(memory));
    const { dab } = drain(rolloutSeries(rollout, 0.1, history + 26));
    expect(found.time).toBeCloseTo(historyTime(memory), 12);
    expectClose(found.dab, dab.slice(-packing.values), 1e-11);
    expect(found.again).toBeLessThan(1e-12);
  });
});

interface PythonAnswer {
  readonly slopes: number[];
  readonly dab: number[];
  readonly again: number;
  readonly time: number;
}

/** Slopes at all starts; Dab 25 steps after the second start; how far a state changes through Dab and back. */
function evaluateInPython(file: string): PythonAnswer {
  const loader = fileURLToPath(new URL("../../docs/neural-loader.py", import.meta.url));
  const script = `
import json, runpy, sys
import numpy as np
field = runpy.run_path(sys.argv[1])["NeuralField"].load(sys.argv[2])
last = field.rollout(field.starts, 25)[-1, 1]
dab = field.dab(last)
print(json.dumps({
    "slopes": field(field.starts).ravel().tolist(),
    "dab": dab.reshape(-1).view(float).tolist(),
    "again": float(np.abs(field.state(dab) - last[: len(field.mean)]).max()),
    "time": field.start_time,
}))`;
  const { status, stdout, stderr } = spawnSync(
    process.env.PYTHON ?? "python3",
    ["-c", script, loader, file],
    {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    },
  );
  if (status !== 0) throw new Error(`python3 with NumPy is needed: ${stderr}`);
  return JSON.parse(stdout) as PythonAnswer;
}

function expectClose(found: readonly number[], expected: Float64Array, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  expect(worst).toBeLessThan(tolerance);
}
