import { InputError } from "../base/errors.ts";
import type { MemorySpec } from "../methods/types.ts";
import { type LatticeSpec, siteCount } from "../physics/lattice.ts";
import { checkOptions } from "./check-options.ts";
import type { WindowErrors } from "./errors.ts";
import {
  booleanAt,
  integerAt,
  listAt,
  numberAt,
  objectAt,
  oneOf,
  orNull,
  positiveAt,
  textAt,
} from "./json-checks.ts";
import { type Memory, memorySize } from "./memory/memory.ts";
import type { NpyArray } from "./npz.ts";
import { shapeOf } from "./options.ts";
import { Packing, type Symmetries } from "./packing.ts";
import { parameterCount, parameterLayout } from "./parameters.ts";
import type { RecordOrigin, TrainingRecord } from "./record.ts";
import { blockShape, MEMORY_ARRAYS, OPTIMISER_ARRAYS, RECORD_SCHEMA } from "./record-parts.ts";
import type { Evaluation, HistoryEntry } from "./trainer-types.ts";
import type { FieldShape } from "./types.ts";

/** Most sites of a lattice whose Dab is packed: 2 M^4 reals are 0.7 million. */
const MOST_SITES = 24;

/** A record from the contents of a file. @throws InputError naming the field */
export function checkRecord(
  meta: Readonly<Record<string, unknown>>,
  arrays: Readonly<Record<string, NpyArray>>,
): TrainingRecord {
  oneOf(meta.schema, "schema", [RECORD_SCHEMA]);
  const origin = checkOrigin(meta);
  const options = checkOptions(meta.options, "options");
  const packing = new Packing(origin.lattice, checkSymmetries(meta.symmetries));
  const take = (name: string, extents: readonly number[]): Float64Array<ArrayBuffer> =>
    takeArray(arrays, name, extents);
  const memory = joinMemory(options.memory, packing.size, arrays);
  const shape = shapeOf(options, packing.size + memorySize(memory, packing.size));
  const count = parameterCount(shape);
  const trajectories = arrays.starts?.shape[0] ?? 0;
  return {
    ...origin,
    options,
    engine: checkEngine(meta.engine),
    status: oneOf(meta.status, "status", ["running", "completed", "diverged"]),
    message: orNull(meta.message, (value) => textAt(value, "message")),
    model: {
      packing,
      normalisation: { mean: take("mean", [packing.size]), scale: positiveAt(meta.scale, "scale") },
      memory,
      shape,
      parameters: joinWeights(shape, arrays),
      step: options.step,
    },
    best: checkEvaluation(meta.best, "best"),
    errors: orNull(meta.errors, checkErrors),
    starts: take("starts", [trajectories, shape.size]),
    history: listAt(meta.history, "history", checkEntry),
    evaluations: listAt(meta.evaluations, "evaluations", checkEvaluation),
    optimiser: {
      parameters: take(OPTIMISER_ARRAYS.parameters, [count]),
      first: take(OPTIMISER_ARRAYS.first, [count]),
      second: take(OPTIMISER_ARRAYS.second, [count]),
      steps: integerAt(meta.optimiserSteps, "optimiserSteps", 0),
    },
    random: checkRandom(meta.random),
  };
}

function checkOrigin(meta: Readonly<Record<string, unknown>>): RecordOrigin {
  const software = objectAt(meta.software, "software");
  const electrons = objectAt(meta.electrons, "electrons");
  return {
    software: {
      name: textAt(software.name, "software.name"),
      version: textAt(software.version, "software.version"),
      commit: orNull(software.commit, (value) => textAt(value, "software.commit")),
    },
    created: textAt(meta.created, "created"),
    config: meta.config,
    lattice: checkLattice(meta.lattice),
    electrons: {
      up: integerAt(electrons.up, "electrons.up", 1),
      down: integerAt(electrons.down, "electrons.down", 1),
    },
  };
}

function checkLattice(value: unknown): LatticeSpec {
  const found = objectAt(value, "lattice");
  const boundary = oneOf(found.boundary, "lattice.boundary", ["open", "periodic"]);
  const extent = (name: "sites" | "lx" | "ly"): number => integerAt(found[name], `lattice.${name}`, 1);
  const kind = oneOf(found.kind, "lattice.kind", ["chain", "rectangle"]);
  const lattice: LatticeSpec =
    kind === "chain"
      ? { kind, sites: extent("sites"), boundary }
      : { kind, lx: extent("lx"), ly: extent("ly"), boundary };
  if (siteCount(lattice) > MOST_SITES) {
    throw new InputError("lattice", value, `a lattice of at most ${MOST_SITES} sites`);
  }
  return lattice;
}

function checkSymmetries(value: unknown): Symmetries {
  const { exchange, mirrors } = objectAt(value, "symmetries");
  return {
    exchange: booleanAt(exchange, "symmetries.exchange"),
    mirrors: listAt(mirrors, "symmetries.mirrors", (mirror, path) => oneOf(mirror, path, ["x", "y"])),
  };
}

function checkEngine(value: unknown): TrainingRecord["engine"] {
  const { device, adapter, precision } = objectAt(value, "engine");
  return {
    device: oneOf(device, "engine.device", ["cpu", "webgpu"]),
    adapter: orNull(adapter, (name) => textAt(name, "engine.adapter")),
    precision: oneOf(precision, "engine.precision", ["float32", "float64"]),
  };
}

function checkEntry(value: unknown, path: string): HistoryEntry {
  const { step, stage, loss, gradientNorm, learningRate } = objectAt(value, path);
  return {
    step: integerAt(step, `${path}.step`, 1),
    stage: integerAt(stage, `${path}.stage`, 0),
    loss: numberAt(loss, `${path}.loss`, 0),
    gradientNorm: numberAt(gradientNorm, `${path}.gradientNorm`, 0),
    learningRate: numberAt(learningRate, `${path}.learningRate`, 0),
  };
}

function checkEvaluation(value: unknown, path: string): Evaluation {
  const { step, trainingError } = objectAt(value, path);
  return {
    step: integerAt(step, `${path}.step`, 0),
    trainingError: orNull(trainingError, (error) => numberAt(error, `${path}.trainingError`, 0)),
  };
}

function checkErrors(value: unknown): WindowErrors {
  const found = objectAt(value, "errors");
  const at = (name: keyof WindowErrors): number | null =>
    orNull(found[name], (error) => numberAt(error, `errors.${name}`, 0));
  return {
    training: at("training"),
    extrapolation: at("extrapolation"),
    baseline: at("baseline"),
    skill: at("skill"),
  };
}

function checkRandom(value: unknown): number[] {
  const state = listAt(value, "random", integerAt);
  if (state.length === 4) return state;
  throw new InputError("random", value, "four whole numbers");
}

function takeArray(
  arrays: Readonly<Record<string, NpyArray>>,
  name: string,
  extents: readonly number[],
): Float64Array<ArrayBuffer> {
  const array = arrays[name];
  const wanted = extents.join(" x ");
  if (array === undefined) throw new InputError(`arrays.${name}`, undefined, `numbers, ${wanted}`);
  const { shape, data } = array;
  const fits = shape.length === extents.length && shape.every((extent, k) => extent === extents[k]);
  const count = extents.reduce((product, extent) => product * extent, 1);
  if (!fits || data.length !== count) throw new InputError(`arrays.${name}`, shape, `the shape ${wanted}`);
  const bad = data.findIndex((entry) => !Number.isFinite(entry));
  if (bad >= 0) throw new InputError(`arrays.${name}[${bad}]`, data[bad], "a finite number");
  return Float64Array.from(data);
}

/** The memory of a field on states of `inputs` reals. */
function joinMemory(spec: MemorySpec, inputs: number, arrays: Readonly<Record<string, NpyArray>>): Memory {
  if (spec.kind !== "latent") return spec;
  const size = arrays[MEMORY_ARRAYS.rates]?.shape[0] ?? 0;
  const rates = takeArray(arrays, MEMORY_ARRAYS.rates, [size]);
  const projection = takeArray(arrays, MEMORY_ARRAYS.projection, [size, inputs]);
  return { kind: "latent", law: { inputs, size, rates, projection } };
}

function joinWeights(
  shape: FieldShape,
  arrays: Readonly<Record<string, NpyArray>>,
): Float64Array<ArrayBuffer> {
  const parameters = new Float64Array(parameterCount(shape));
  for (const block of parameterLayout(shape)) {
    parameters.set(takeArray(arrays, block.name, blockShape(block)), block.offset);
  }
  return parameters;
}
