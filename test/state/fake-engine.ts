import type { Engine, RunHandlers, RunJob } from "../../src/engine/engine.ts";
import { NO_DIAGNOSTICS } from "../../src/engine/exact-diagnostics.ts";
import { sampleTimes, siteCount } from "../../src/protocol/config.ts";
import { methodLabels } from "../../src/protocol/labels.ts";
import type { ResultSet } from "../../src/protocol/results.ts";

/** A run of the fake engine; the test decides when samples arrive and when it ends. */
export interface FakeRun {
  readonly job: RunJob;
  readonly results: ResultSet;
  readonly aborted: () => boolean;
  /** Pretends that every method has `filled` samples. */
  stream(filled: number): void;
  finish(): Promise<void>;
  fail(message: string): Promise<void>;
}

export function fakeEngine(): { engine: Engine; runs: FakeRun[] } {
  const runs: FakeRun[] = [];
  const engine: Engine = {
    description: { device: "cpu", precision: "float64", threads: 2 },
    run: (job, handlers) =>
      new Promise((resolve, reject) => runs.push(fakeRun(runs.length, job, handlers, resolve, reject))),
    dispose: () => undefined,
  };
  return { engine, runs };
}

function fakeRun(
  id: number,
  job: RunJob,
  { signal, onUpdate }: RunHandlers,
  resolve: (results: ResultSet) => void,
  reject: (error: Error) => void,
): FakeRun {
  const results = emptyResults(id, job);
  const settled = () => new Promise<void>((done) => setTimeout(done, 0));
  return {
    job,
    results,
    aborted: () => signal.aborted,
    stream(filled) {
      for (const method of results.methods) {
        method.status = "running";
        method.filled = filled;
      }
      results.version += 1;
      onUpdate(results);
    },
    async finish() {
      for (const method of results.methods) method.status = signal.aborted ? "cancelled" : "completed";
      results.version += 1;
      resolve(results);
      await settled();
    },
    async fail(message) {
      reject(new Error(message));
      await settled();
    },
  };
}

function emptyResults(id: number, { config, preview = false }: RunJob): ResultSet {
  const labels = methodLabels(config.methods);
  return {
    id,
    config,
    sites: siteCount(config.lattice),
    times: sampleTimes(config.time),
    methods: config.methods.map((method, index) => ({
      index,
      label: labels[index] ?? "",
      method,
      backend: { device: "cpu", adapter: null, precision: "float64" },
      status: "queued",
      phase: "ground-state",
      filled: 0,
      fraction: 0,
      secondsLeft: null,
      data: {},
      outcome: null,
    })),
    diagnostics: NO_DIAGNOSTICS,
    preview,
    source: { kind: "computed" },
    version: 0,
  };
}
