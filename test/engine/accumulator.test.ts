import { describe, expect, it } from "vitest";
import { type SampledField, valuesPerSample } from "../../src/base/fields.ts";
import { Accumulator, requestedFields } from "../../src/engine/accumulator.ts";
import type { RunJob } from "../../src/engine/engine.ts";
import type { Chunk } from "../../src/protocol/messages.ts";
import type { RunOutcome } from "../../src/protocol/results.ts";
import { COMPLETED, smallConfig } from "../worker/fakes.ts";

const done: RunOutcome = { ...COMPLETED, wallSeconds: 1 };
const cancelled: RunOutcome = { ...done, status: "cancelled", checks: null };

/** Samples first ... first + count - 1 of the named fields; every element of sample k is `value(k)`. */
function chunkOf(
  sites: number,
  fields: readonly SampledField[],
  first: number,
  count: number,
  value: (k: number) => number,
): Chunk {
  const entries = fields.map((name) => {
    const width = valuesPerSample(name, sites);
    const values = Float64Array.from({ length: width * count }, (_, i) =>
      value(first + Math.floor(i / width)),
    );
    return [name, values] as const;
  });
  return { first, count, fields: Object.fromEntries(entries) };
}

function open(changes: Record<string, unknown> = {}, fields: readonly SampledField[] = ["dab"]) {
  const job: RunJob = { config: smallConfig(changes), fields };
  let updates = 0;
  const accumulator = new Accumulator(job, () => {
    updates += 1;
  });
  return { accumulator, results: accumulator.results, updates: () => updates };
}

const jobOf = (kinds: readonly string[], fields: readonly SampledField[]): RunJob => ({
  config: smallConfig({ methods: kinds.map((kind) => ({ kind })) }),
  fields,
});

describe("requestedFields", () => {
  it("adds dab only where exact and another method meet", () => {
    expect(requestedFields(jobOf(["exact", "mean-field"], []))).toContain("dab");
    expect(requestedFields(jobOf(["exact"], []))).not.toContain("dab");
    expect(requestedFields(jobOf(["mean-field", "td2rdm"], []))).not.toContain("dab");
  });

  it("asks for what was wanted and for what the checks need, each once", () => {
    const fields = requestedFields(jobOf(["exact"], ["energy", "delta3"]));
    expect([...fields].sort()).toEqual(["delta3", "density", "energy", "particles"]);
  });
});

describe("Accumulator", () => {
  it("puts samples where they belong and counts them", () => {
    const { accumulator, results, updates } = open();
    accumulator.chunk(
      1,
      chunkOf(2, ["density", "energy"], 0, 3, (k) => k),
    );
    accumulator.chunk(
      1,
      chunkOf(2, ["density", "energy"], 3, 2, (k) => k),
    );
    const method = results.methods[1];
    expect(method?.filled).toBe(5);
    expect([...(method?.data.density ?? [])].slice(0, 12)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0, 0]);
    expect(method?.data.energy).toHaveLength(21);
    expect(results.version).toBe(2);
    expect(updates()).toBe(2);
  });

  it("gives every result set its own id and the job's facts", () => {
    const [a, b] = [open(), open()];
    expect(a.results.id).not.toBe(b.results.id);
    expect(a.results).toMatchObject({ sites: 2, preview: false, source: { kind: "computed" } });
    expect(a.results.times).toHaveLength(21);
    expect(a.results.times[20]).toBeCloseTo(2, 12);
  });

  it.each([
    { order: "exact first", exact: [0, 21], other: [0, 21], seesaw: false },
    { order: "exact last", exact: [0, 21], other: [0, 21], seesaw: true },
    { order: "interleaved", exact: [0, 5, 21], other: [0, 9, 21], seesaw: false },
  ])("computes relative errors, $order", ({ exact, other, seesaw }) => {
    const { accumulator, results } = open();
    const send = (method: number, bounds: readonly number[], part: number, value: (k: number) => number) => {
      const [first, end] = [bounds[part], bounds[part + 1]];
      accumulator.chunk(method, chunkOf(2, ["dab"], first, end - first, value));
    };
    for (let part = 0; part + 1 < exact.length; part++) {
      if (seesaw) send(1, other, part, (k) => 2 + k / 10);
      send(0, exact, part, () => 2);
      if (!seesaw) send(1, other, part, (k) => 2 + k / 10);
    }
    const errors = results.methods[1]?.data.relativeError ?? new Float64Array();
    expect(errors).toHaveLength(21);
    for (const [k, error] of errors.entries()) expect(error).toBeCloseTo(k / 20, 12);
    expect(results.methods[0]?.data.relativeError).toBeUndefined();
  });

  it("leaves the relative error open until both sides are there", () => {
    const { accumulator, results } = open();
    accumulator.chunk(
      0,
      chunkOf(2, ["dab"], 0, 5, () => 2),
    );
    accumulator.chunk(
      1,
      chunkOf(2, ["dab"], 0, 9, () => 3),
    );
    expect(results.methods[1]?.data.relativeError?.[4]).toBe(0.5);
    expect(results.methods[1]?.data.relativeError?.[5]).toBeNaN();
  });

  it("frees the two-particle matrices at the end unless they were wanted", () => {
    for (const wanted of [true, false]) {
      const { accumulator, results } = open(
        { methods: [{ kind: "exact" }, { kind: "mean-field" }] },
        wanted ? ["dab"] : [],
      );
      for (const method of [0, 1])
        accumulator.chunk(
          method,
          chunkOf(2, ["dab"], 0, 21, () => 1),
        );
      accumulator.finished(0, done);
      expect(results.methods[0]?.data.dab).toBeDefined();
      accumulator.finished(1, done);
      expect(results.methods[0]?.data.dab !== undefined).toBe(wanted);
      expect(results.methods[1]?.data.relativeError?.[20]).toBe(0);
    }
  });

  it("computes the diagnostics when exact is complete", () => {
    const { accumulator, results } = open({ time: { end: 0.3, sample: 0.1 } });
    accumulator.chunk(0, {
      first: 0,
      count: 4,
      fields: { delta2: Float64Array.of(1, 2, 3, 4), delta3: Float64Array.of(1, 3, 2, 4) },
    });
    expect(results.diagnostics.pearson).toBeNull();
    accumulator.finished(0, done);
    expect(results.diagnostics.pearson).toBeCloseTo(0.8, 12);
    expect(results.diagnostics).toMatchObject({ meanDelta3: 2.5, initialDelta3: 1, buildup: 1.5 });
  });

  it("leaves the correlation undefined for constant norms, and everything for a cancelled run", () => {
    const constant = open({ time: { end: 0.1, sample: 0.1 } });
    constant.accumulator.chunk(
      0,
      chunkOf(2, ["delta2", "delta3"], 0, 2, () => 0.1),
    );
    constant.accumulator.finished(0, done);
    expect(constant.results.diagnostics).toEqual({
      pearson: null,
      meanDelta3: 0.1,
      initialDelta3: 0.1,
      buildup: 0,
      unseenFraction: null,
      extrapolation: null,
    });
    const partial = open();
    partial.accumulator.chunk(
      0,
      chunkOf(2, ["delta2", "delta3"], 0, 2, (k) => k),
    );
    partial.accumulator.finished(0, cancelled);
    expect(partial.results.diagnostics.meanDelta3).toBeNull();
  });

  it("derives the checks of a cancelled run from its samples", () => {
    const { accumulator, results } = open();
    accumulator.chunk(0, {
      first: 0,
      count: 3,
      fields: {
        particles: Float64Array.of(2, 2.5, 1.75),
        energy: Float64Array.of(-1, -1.5, -0.75),
        minEigenvalueD: Float64Array.of(0, -0.25, 0.5),
      },
    });
    accumulator.finished(0, cancelled);
    expect(results.methods[0]?.outcome?.checks).toEqual({
      particleDrift: 0.5,
      energyDrift: 0.5,
      minEigenvalueD: -0.25,
      minEigenvalueQ: null,
      contractionResidual: null,
    });
    accumulator.finished(1, cancelled);
    expect(results.methods[1]?.outcome?.checks).toBeNull();
  });
});
