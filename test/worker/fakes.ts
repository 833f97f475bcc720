import { InputError } from "../../src/base/errors.ts";
import { type SampledField, valuesPerSample } from "../../src/base/fields.ts";
import type { MethodOutcome, MethodRun, MethodSpec } from "../../src/methods/types.ts";
import { type Config, parseConfig, sampleCount, siteCount } from "../../src/protocol/config.ts";
import type { StartMethod } from "../../src/worker/job-runner.ts";

/** Blocks the thread for some milliseconds, as a numerical kernel would. */
export function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

export const COMPLETED: MethodOutcome = {
  status: "completed",
  divergedAt: null,
  message: null,
  steps: { accepted: 7, rejected: 1 },
  groundState: null,
  checks: {
    particleDrift: 0,
    energyDrift: 0,
    minEigenvalueD: null,
    minEigenvalueQ: null,
    contractionResidual: null,
  },
};

export interface FakeOptions {
  /** Work per sample, ms. */
  readonly pace?: number;
  /** Samples after which `ending` happens instead of the next sample. */
  readonly after?: number;
  readonly ending?: () => MethodOutcome;
  /** Value written to every element of sample k. */
  readonly value?: (k: number) => number;
  readonly perBatch?: number;
}

/** A method whose samples are known: sample k of every field holds `value(k)`, k by default. */
export function fakeMethod(options: FakeOptions = {}): StartMethod {
  return function* (system, _method, fields): MethodRun {
    const { pace = 0, after = Number.POSITIVE_INFINITY, value = (k: number) => k, perBatch = 1 } = options;
    const samples = sampleCount(system.time);
    const sites = siteCount(system.lattice);
    yield { kind: "progress", phase: "ground-state", fraction: 0 };
    for (let first = 0; first < samples; first += perBatch) {
      if (first >= after) return options.ending?.() ?? COMPLETED;
      if (pace > 0) work(pace);
      const count = Math.min(perBatch, samples - first);
      yield {
        kind: "samples",
        batch: { first, count, fields: fill(fields, sites, first, count, value) },
      };
      yield { kind: "progress", phase: "propagation", fraction: (first + count) / samples };
    }
    return COMPLETED;
  };
}

function fill(
  fields: readonly SampledField[],
  sites: number,
  first: number,
  count: number,
  value: (k: number) => number,
): Partial<Record<SampledField, Float64Array<ArrayBuffer>>> {
  return Object.fromEntries(
    fields.map((name) => {
      const width = valuesPerSample(name, sites);
      return [
        name,
        Float64Array.from({ length: width * count }, (_, i) => value(first + Math.floor(i / width))),
      ];
    }),
  );
}

export const throwing = (error: Error): StartMethod =>
  fakeMethod({
    after: 3,
    ending: () => {
      throw error;
    },
  });

export const refusing = throwing(new InputError("electrons", { up: 1, down: 2 }, "a closed shell"));

export const diverging = fakeMethod({
  after: 5,
  ending: () => ({ ...COMPLETED, status: "diverged", divergedAt: 0.5, message: "try purification" }),
});

/** Chooses a fake by the kind of the method. */
export function byKind(
  table: Readonly<Record<"exact" | "mean-field" | "td2rdm", StartMethod>> &
    Readonly<Partial<Record<MethodSpec["kind"], StartMethod>>>,
): StartMethod {
  return (system, method, fields) => (table[method.kind] ?? table.td2rdm)(system, method, fields);
}

/** A small config: `sites` sites, samples at 0, 0.1 ... */
export function smallConfig(changes: Record<string, unknown> = {}): Config {
  return parseConfig({
    schema: "cumulant-explorer/config@1",
    lattice: { kind: "chain", sites: 2 },
    electrons: { up: 1, down: 1 },
    time: { end: 2, sample: 0.1 },
    ...changes,
  });
}
