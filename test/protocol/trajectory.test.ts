import { describe, expect, it } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { Accumulator } from "../../src/engine/accumulator.ts";
import { parseConfig } from "../../src/protocol/config.ts";
import type { RunOutcome } from "../../src/protocol/results.ts";
import {
  buildTrajectory,
  parseTrajectory,
  type Trajectory,
  trajectoryToResults,
} from "../../src/protocol/trajectory.ts";
import { smallConfig } from "../worker/fakes.ts";
import { DONE, exampleFile, exampleResults, OUTPUTS, SOFTWARE, sendPair } from "./example.ts";

const diverged: RunOutcome = { ...DONE, status: "diverged", divergedAt: 0.72, message: "purify" };
const refused: RunOutcome = { ...DONE, status: "refused", message: "open shell", checks: null };

/** The runs with the closure residual of one among the data of another. */
function moved(runs: Trajectory["runs"], from: number, to: number): Trajectory["runs"] {
  const { closureResidual } = runs[from].data;
  return runs.map((run, k) => (k === to ? { ...run, data: { ...run.data, closureResidual } } : run));
}

function complaint(spoil: (file: ReturnType<typeof exampleFile>) => unknown): string {
  const file = exampleFile();
  const replaced = spoil(file);
  try {
    parseTrajectory(replaced ?? file);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("buildTrajectory", () => {
  it("writes the outputs of the config and the relative errors, and nothing else", () => {
    const { runs } = exampleFile();
    expect(Object.keys(runs[0].data)).toEqual([...OUTPUTS]);
    expect(Object.keys(runs[1].data)).toEqual([...OUTPUTS, "relativeError"]);
    expect(runs[0].data.dab).toMatchObject({
      dims: ["time", "i1", "i2", "j1", "j2"],
      shape: [21, 2, 2, 2, 2],
    });
    expect(runs[0].data.dab?.imag).toHaveLength(21 * 16);
    expect(runs[0].data.density).not.toHaveProperty("imag");
  });

  it("keeps every digit", () => {
    const results = exampleResults();
    const { runs, diagnostics } = exampleFile();
    expect(runs[2].data.density?.real).toEqual([...(results.methods[2].data.density ?? [])]);
    expect(runs[2].data.relativeError?.real).toEqual(diagnostics.relativeError["TD2RDM V · CC"]);
    expect(diagnostics.pearson).toBe(results.diagnostics.pearson);
  });

  it("states units, index order and software", () => {
    const file = exampleFile();
    expect(file.units).toEqual({ hbar: 1, energy: "J", time: "1/J" });
    expect(file.conventions.dab).toMatch(/<c\+_\{j1 up\} .*; dims time,i1,i2,j1,j2, row-major$/);
    expect(file.conventions.energy).toMatch(/in J; dims time/);
    expect(Object.keys(file.conventions)).toEqual(expect.arrayContaining([...OUTPUTS]));
    expect(file.software).toEqual(SOFTWARE);
    expect(file.created).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("accepts a divergence on the way to a last sample that rounding puts beyond the window", () => {
    const file = exampleFile();
    Object.assign(file.runs[1], { status: "diverged", divergedAt: 20 * 0.1 * (1 + 1e-15) });
    expect(() => parseTrajectory(file)).not.toThrow();
    Object.assign(file.runs[1], { divergedAt: 2.001 });
    expect(() => parseTrajectory(file)).toThrow(
      /^runs\[1\].divergedAt: found 2.001, expected a time between/,
    );
  });

  it("ends a diverged run at its last good sample", () => {
    const { runs } = buildTrajectory(exampleResults({ samples: 8, outcome: diverged }), SOFTWARE);
    expect(runs[1]).toMatchObject({ status: "diverged", divergedAt: 0.72, message: "purify" });
    expect(runs[1].time).toHaveLength(8);
    expect(runs[1].data.density?.shape).toEqual([8, 2]);
  });

  it("leaves out methods without samples and says why", () => {
    const { runs, omitted } = buildTrajectory(exampleResults({ samples: 0, outcome: refused }), SOFTWARE);
    expect(runs.map(({ method }) => method.kind)).toEqual(["exact", "td2rdm"]);
    expect(omitted).toEqual([{ method: { kind: "mean-field" }, status: "refused", message: "open shell" }]);
  });

  it("writes the infinite gap of a level that stands alone as null, and reads it back", () => {
    const results = exampleResults();
    const alone: RunOutcome = {
      ...DONE,
      groundState: { energy: 1, gap: Number.POSITIVE_INFINITY, residual: 0 },
    };
    results.methods[0].outcome = alone;
    const text = JSON.stringify(buildTrajectory(results, SOFTWARE));
    const file = parseTrajectory(JSON.parse(text));
    expect(file.runs[0].groundState?.gap).toBeNull();
    expect(trajectoryToResults(file, "a").methods[0].outcome).toEqual(alone);
  });

  it("writes closure residuals that are undefined as null, and reads them back", () => {
    const results = exampleResults();
    const config = parseConfig({
      ...results.config,
      outputs: [...results.config.outputs, "closureResidual"],
    });
    const residuals = Float64Array.from({ length: 21 }, (_, k) => (k === 0 ? Number.NaN : k / 10));
    results.methods[2].data.closureResidual = residuals;
    const text = JSON.stringify(buildTrajectory({ ...results, config }, SOFTWARE));
    const file = parseTrajectory(JSON.parse(text));
    expect(file.runs[2].data.closureResidual?.real.slice(0, 3)).toEqual([null, 0.1, 0.2]);
    expect(file.runs[1].data).not.toHaveProperty("closureResidual");
    expect(file.conventions.closureResidual).toMatch(/null where .* vanishes; dims time, row-major$/);
    expect(trajectoryToResults(file, "a").methods[2].data.closureResidual).toEqual(residuals);
    expect(() => parseTrajectory({ ...file, runs: moved(file.runs, 2, 1) })).toThrow(
      /^runs\[1\].data.closureResidual: found "mean-field", expected a run of td2rdm/,
    );
    file.runs[2].data.closureResidual?.real.splice(4, 1, -1);
    expect(() => parseTrajectory(file)).toThrow(
      /^runs\[2\].data.closureResidual.real\[4\]: found -1, expected/,
    );
  });

  it("writes a run that goes on as cancelled, with the errors known so far", () => {
    const accumulator = new Accumulator({ config: smallConfig(), fields: OUTPUTS }, () => undefined);
    sendPair(accumulator, 0, 0, 5);
    sendPair(accumulator, 1, 0, 9, 0.1);
    const file = buildTrajectory(accumulator.results, SOFTWARE);
    expect(file.runs.map(({ status, time }) => [status, time.length])).toEqual([
      ["cancelled", 5],
      ["cancelled", 9],
    ]);
    expect(file.runs[1].data).not.toHaveProperty("relativeError");
    expect(file.diagnostics.relativeError["Mean field"]).toHaveLength(5);
    expect(file.runs[0].checks.particleDrift).toBe(0);
    expect(parseTrajectory(JSON.parse(JSON.stringify(file)))).toEqual(file);
  });
});

describe("round trip", () => {
  it.each([
    ["complete", { samples: 21, outcome: DONE }],
    ["with a diverged run", { samples: 8, outcome: diverged }],
    ["with a refused run", { samples: 0, outcome: refused }],
  ] as const)("gives the same results again, %s", (_name, meanField) => {
    const before = exampleResults(meanField);
    const text = JSON.stringify(buildTrajectory(before, SOFTWARE));
    const after = trajectoryToResults(parseTrajectory(JSON.parse(text)), "a.json");
    expect(after.source).toEqual({ kind: "imported", name: "a.json" });
    expect(after.config).toEqual(before.config);
    expect(after.times).toEqual(before.times);
    expect(after.diagnostics).toEqual(before.diagnostics);
    expect(after.methods).toHaveLength(3);
    for (const [index, method] of after.methods.entries()) {
      const { label, status, filled, backend } = before.methods[index];
      expect(method).toMatchObject({ index, label, status, filled, backend });
      for (const name of [...OUTPUTS, "relativeError"] as const) {
        expect(method.data[name]?.subarray(0, filled * 2)).toEqual(
          before.methods[index].data[name]?.subarray(0, filled * 2),
        );
      }
    }
    expect(JSON.stringify(buildTrajectory(after, SOFTWARE)).length).toBeCloseTo(text.length, -1);
  });
});

describe("parseTrajectory", () => {
  it("accepts the example", () => {
    expect(complaint(() => undefined)).toBe("accepted");
  });

  it.each([
    ["another schema", (f) => Object.assign(f, { schema: "x" }), /^schema: found "x", expected "cumulant/],
    [
      "a missing part",
      (f) => Reflect.deleteProperty(f, "units"),
      /^units: found nothing, expected an object/,
    ],
    [
      "other units",
      (f) => Object.assign(f.units, { energy: "eV" }),
      /^units.energy: found "eV", expected "J"/,
    ],
    [
      "an unknown field",
      (f) => Object.assign(f.runs[0], { extra: 1 }),
      /^runs\[0\].extra: found 1, expected no/,
    ],
    [
      "a date that is none",
      (f) => Object.assign(f, { created: "now" }),
      /^created: found "now", expected a UTC time such as 2026-01-31T12:00:00Z$/,
    ],
    [
      "a bad config",
      (f) => Object.assign(f.config.electrons, { up: 3 }),
      /^config.electrons.up: found 3, expected at most 2 \(Pauli/,
    ],
    [
      "null for a number",
      (f) => Object.assign(f.runs[0].data.density?.real ?? [], { 4: null }),
      /^runs\[0\].data.density.real\[4\]: found null, expected a finite number/,
    ],
    [
      "an unknown quantity",
      (f) => Object.assign(f.runs[0].data, { spin: f.runs[0].data.energy }),
      /^runs\[0\].data.spin: found .*, expected no field of this name/,
    ],
    [
      "a method that the config has not",
      (f) => Object.assign(f.runs[2].method, { closure: "mazziotti" }),
      /^runs\[2\].method: found .*mazziotti.*, expected one of config.methods/,
    ],
    ["missing samples", (f) => f.runs[0].time.pop(), /^runs\[0\].time.length: found 20, expected 21 samples/],
    ["too many samples", (f) => f.runs[0].time.push(2.1), /^runs\[0\].time.length: found 22, expected 21/],
    [
      "a shifted sample",
      (f) => Object.assign(f.runs[1].time, { 3: 0.31 }),
      /^runs\[1\].time\[3\]: found 0.31, expected 3 \* config.time.sample/,
    ],
    [
      "a divergence without a time",
      (f) => Object.assign(f.runs[1], { status: "diverged" }),
      /^runs\[1\].divergedAt: found null, expected a time between 0 and 2/,
    ],
    [
      "a time of divergence without one",
      (f) => Object.assign(f.runs[1], { divergedAt: 1 }),
      /^runs\[1\].divergedAt: found 1, expected null for a run that is completed/,
    ],
    [
      "swapped dimensions",
      (f) => Object.assign(f.runs[0].data.density ?? {}, { dims: ["site", "time"] }),
      /^runs\[0\].data.density.dims: found \["site","time"\], expected \["time","site"\]/,
    ],
    [
      "a wrong shape",
      (f) => Object.assign(f.runs[0].data.density ?? {}, { shape: [21, 3] }),
      /^runs\[0\].data.density.shape: found \[21,3\], expected \[21,2\]/,
    ],
    [
      "a missing value",
      (f) => f.runs[0].data.density?.real.pop(),
      /^runs\[0\].data.density.real.length: found 41, expected 42, the product/,
    ],
    [
      "a missing imaginary part",
      (f) => Reflect.deleteProperty(f.runs[0].data.dab ?? {}, "imag"),
      /^runs\[0\].data.dab.imag.length: found nothing, expected 336/,
    ],
    [
      "an imaginary part of a real field",
      (f) => Object.assign(f.runs[0].data.energy ?? {}, { imag: [0] }),
      /^runs\[0\].data.energy.imag: found \[0\], expected no imaginary part/,
    ],
    [
      "a doublon number above 1",
      (f) => Object.assign(f.runs[0].data.doublons?.real ?? [], { 0: 1.01 }),
      /^runs\[0\].data.doublons.real\[0\]: found 1.01, expected between 0 and 1/,
    ],
    [
      "a density above 2",
      (f) => Object.assign(f.runs[0].data.density?.real ?? [], { 0: 2.1, 1: -0.1 }),
      /^runs\[0\].data.density.real\[0\]: found 2.1, expected between 0 and 2/,
    ],
    [
      "a negative norm",
      (f) => Object.assign(f.runs[2].data.delta2?.real ?? [], { 5: -0.1 }),
      /^runs\[2\].data.delta2.real\[5\]: found -0.1, expected at least 0/,
    ],
    [
      "lost particles",
      (f) => Object.assign(f.runs[2].data.density?.real ?? [], { 2: 1 }),
      /^runs\[2\].data.density.real\[2 ... 3\] \(sum\): found 1\.\d+, expected 2 electrons/,
    ],
    [
      "a real part that is not Hermitian",
      (f) => Object.assign(f.runs[0].data.dab?.real ?? [], { 17: 0.3 }),
      /^runs\[0\].data.dab.real\[20\]: found .*, expected 0.3, as real\[17\]: Dab is Hermitian/,
    ],
    [
      "an imaginary part that is not Hermitian",
      (f) => Object.assign(f.runs[0].data.dab?.imag ?? [], { 21: 0.3 }),
      /^runs\[0\].data.dab.imag\[21\]: found 0.3, expected -0.3, as -imag\[21\]/,
    ],
    [
      "a wrong trace",
      (f) => Object.assign(f.runs[0].data.dab?.real ?? [], { 5: 0.25 }),
      /^runs\[0\].data.dab \(trace of sample 0\): found 1.25, expected 1 = n_up n_dn/,
    ],
    [
      "doublons that are not those of dab",
      (f) => Object.assign(f.runs[0].data.doublons?.real ?? [], { 1: 0.25 }),
      /^runs\[0\].data.doublons.real\[1\]: found 0.25, expected 0, the element \[1 1; 1 1\] of dab at sample 0/,
    ],
    [
      "densities that are not those of dab",
      (f) => Object.assign(f.runs[0].data.density?.real ?? [], { 0: 1.5, 1: 0.5 }),
      /^runs\[0\].data.density.real\[0\]: found 1.5, expected 2, the contraction of dab at sample 0/,
    ],
    [
      "errors of an unknown method",
      (f) => Object.assign(f.diagnostics.relativeError, { Guess: [0] }),
      /^diagnostics.relativeError\["Guess"\]: found \[0\], expected one of the methods Exact, Mean field/,
    ],
    [
      "errors at more times than there are",
      (f) => f.diagnostics.relativeError["Mean field"].push(0.1),
      /^diagnostics.relativeError\["Mean field"\].length: found 22, expected at most 21/,
    ],
    [
      "a correlation above 1",
      (f) => Object.assign(f.diagnostics, { pearson: 1.5 }),
      /^diagnostics.pearson: found 1.5, expected at most 1/,
    ],
  ] satisfies [string, (file: ReturnType<typeof exampleFile>) => unknown, RegExp][])(
    "rejects %s",
    (_name, spoil, message) => {
      expect(
        complaint((file) => {
          spoil(file);
        }),
      ).toMatch(message);
    },
  );

  it("does not hold an approximate method to the bounds of a quantum state", () => {
    const withoutDab = exampleFile();
    Reflect.deleteProperty(withoutDab.runs[2].data, "dab");
    Object.assign(withoutDab.runs[2].data.density?.real ?? [], { 0: 2.1, 1: -0.1 });
    expect(parseTrajectory(withoutDab).runs).toHaveLength(3);
  });
});
