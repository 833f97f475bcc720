import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import {
  emptyMap,
  fileFromTable,
  type MapFile,
  type MapTable,
  parseMap,
  pointBackends,
  tableFromFile,
} from "../../src/protocol/map.ts";
import { isWindowField, mapFieldNames } from "../../src/protocol/map-fields.ts";
import { smallConfig } from "../worker/fakes.ts";

const axes = { interaction: [0, 1, 2], trap: [0.5, 1] };
const provenance = {
  software: { name: "cumulant-explorer", version: "0.1.0", commit: null },
  created: "2026-01-02T03:04:05.000Z",
};
const config = smallConfig({ methods: [{ kind: "exact" }, { kind: "mean-field" }] });
const backend = { device: "cpu", adapter: null, precision: "float64" } as const;

/** Point 0 done, point 1 diverged, point 2 failed, the others pending. */
function exampleTable(): MapTable {
  const table = emptyMap(config, axes, backend);
  const set = (point: number, values: Record<string, number>): void => {
    for (const [name, value] of Object.entries(values)) table.fields[name][point] = value;
  };
  const exact = { meanDelta3: 0.123456, buildup: 0.023456, initialDelta3: 0.1, gap: 0.5 };
  set(0, { ...exact, "relativeError:Mean field": 0.2, "relativeErrorAtEnd:Mean field": 1 / 3 });
  set(1, { ...exact, pearson: -0.25, "divergedAt:Mean field": 1.5 });
  set(2, exact);
  table.status.splice(0, 3, "done", "diverged", "failed");
  return table;
}

const part = (points: number[]) => ({ backend, reason: null, points });

const exampleFile = (): MapFile => fileFromTable(exampleTable(), provenance);

describe("map files", () => {
  it("hold every field of the config's methods, and null where a value is undefined", () => {
    const file = parseMap(JSON.parse(JSON.stringify(exampleFile())));
    expect(Object.keys(file.fields)).toEqual([
      "pearson",
      "meanDelta3",
      "buildup",
      "initialDelta3",
      "gap",
      "relativeError:Mean field",
      "relativeErrorAtEnd:Mean field",
      "divergedAt:Mean field",
    ]);
    expect(file.fields.pearson).toEqual({
      dims: ["interaction", "trap"],
      shape: [3, 2],
      real: [null, -0.25, null, null, null, null],
    });
    expect(file.status).toEqual(["done", "diverged", "failed", "pending", "pending", "pending"]);
  });

  /** A finished point of a map with a learned method, all its values 0.5. */
  function judgedFile(time = { end: 2, sample: 0.1 }): MapFile {
    const methods = [
      { kind: "exact" },
      { kind: "mean-field" },
      { kind: "dmd", trainUntil: 1, delays: 1, rank: 3 },
    ];
    const judged = smallConfig({ methods, time });
    const table = emptyMap(judged, { interaction: [1], trap: [1] }, backend);
    for (const [name, column] of Object.entries(table.fields)) {
      if (!name.startsWith("divergedAt")) column[0] = name === "buildup" ? 0 : 0.5;
    }
    table.status[0] = "done";
    return fileFromTable(table, provenance);
  }
  const without = (file: MapFile, drop: (name: string) => boolean): MapFile => ({
    ...file,
    fields: Object.fromEntries(Object.entries(file.fields).filter(([name]) => !drop(name))),
  });

  it("judge the methods of a config with learned ones after the training too", () => {
    const file = parseMap(judgedFile());
    expect(Object.keys(file.fields).filter(isWindowField)).toEqual([
      "unseenFraction",
      "meanError",
      "trainingError:Mean field",
      "extrapolationError:Mean field",
      "skill:Mean field",
      "trainingError:DMD · rank 3 · to 1",
      "extrapolationError:DMD · rank 3 · to 1",
      "skill:DMD · rank 3 · to 1",
    ]);
    const still = edit("skill:Mean field", { real: [null] })(file);
    expect(parseMap(still)).toEqual(still);
    const gap = edit("extrapolationError:Mean field", { real: [null] })(file);
    expect(() => parseMap(gap)).toThrow("fields.extrapolationError:Mean field.real[0]: found null");
  });

  it("of earlier versions lack these, all of them", () => {
    const old = without(judgedFile(), isWindowField);
    expect(parseMap(old)).toEqual(old);
    const half = without(judgedFile(), (name) => name === "unseenFraction");
    expect(() => parseMap(half)).toThrow("fields.unseenFraction: found nothing, expected this field");
    const foreign = exampleFile();
    const stray = { ...foreign, fields: { ...foreign.fields, meanError: foreign.fields.gap } };
    expect(() => parseMap(stray)).toThrow('fields.meanError: found "a field", expected one of pearson');
  });

  it("need none of these values where the window ends with the training", () => {
    const file = judgedFile({ end: 1.05, sample: 0.1 });
    for (const [name, field] of Object.entries(file.fields)) if (isWindowField(name)) field.real[0] = null;
    expect(parseMap(file)).toEqual(file);
  });

  it("turn into a table and back without change", () => {
    expect(fileFromTable(tableFromFile(exampleFile()), provenance)).toEqual(exampleFile());
  });

  it("say which points another backend computed, and how far float32 is from float64", () => {
    const table = exampleTable();
    expect(exampleFile()).not.toHaveProperty("parts");
    expect(exampleFile()).not.toHaveProperty("deviation");
    const gpu = { device: "webgpu", adapter: "Test GPU", precision: "float32" } as const;
    const part = { backend: gpu, reason: null, points: [1, 2] };
    table.parts.push(part, { backend: { ...gpu, adapter: "Idle GPU" }, reason: null, points: [] });
    table.deviation = { points: [1], fields: { pearson: 1e-6, gap: null } };
    const file = parseMap(JSON.parse(JSON.stringify(fileFromTable(table, provenance))));
    expect(file).toMatchObject({ parts: [part], deviation: table.deviation });
    expect(fileFromTable(tableFromFile(file), provenance)).toEqual(file);
    expect(pointBackends(tableFromFile(file)).map(({ device }) => device)).toEqual([
      "cpu",
      "webgpu",
      "webgpu",
      "cpu",
      "cpu",
      "cpu",
    ]);
  });

  it.each<[string, object, string]>([
    ["a part beyond the map", { parts: [part([6])] }, "parts[0].points[0]: found 6, expected the number of"],
    [
      "a pending point in a part",
      { parts: [part([3])] },
      "parts[0].points[0]: found 3, expected a point that",
    ],
    [
      "a point in two parts",
      { parts: [part([0]), part([1, 0])] },
      "parts[1].points[1]: found 0, expected each",
    ],
    [
      "a deviation of a field that is not there",
      { deviation: { points: [0], fields: { charm: 1 } } },
      'deviation.fields.charm: found "a field", expected one of pearson',
    ],
    [
      "a deviation at a point that is not there",
      { deviation: { points: [5], fields: {} } },
      "deviation.points[0]: found 5, expected a point that is not pending",
    ],
    [
      "a negative deviation",
      { deviation: { points: [0], fields: { pearson: -1 } } },
      "deviation.fields.pearson: found -1, expected",
    ],
  ])("are refused with %s", (_name, change, message) => {
    expect(() => parseMap({ ...exampleFile(), ...change })).toThrow(message);
  });

  it("can be rounded to a number of digits and stay valid", () => {
    const rounded = parseMap(fileFromTable(exampleTable(), provenance, 4));
    expect(rounded.fields.meanDelta3?.real[0]).toBe(0.1235);
    expect(rounded.fields["relativeErrorAtEnd:Mean field"]?.real[0]).toBe(0.3333);
  });

  it.each<[string, (file: MapFile) => unknown, string]>([
    ["an unknown field", (file) => ({ ...file, color: 1 }), "color: found 1, expected no "],
    [
      "falling axes",
      (file) => ({ ...file, axes: { ...axes, trap: [1, 0.5] } }),
      "axes.trap[1]: found 0.5, expected more than 1",
    ],
    [
      "a missing field",
      ({ fields: { gap: _gap, ...fields }, ...file }) => ({ ...file, fields }),
      "fields.gap: found nothing, expected this field",
    ],
    [
      "a field of another method",
      (file) => ({ ...file, fields: { ...file.fields, "divergedAt:Exact": file.fields.gap } }),
      "fields.divergedAt:Exact: found ",
    ],
    ["a wrong shape", edit("gap", { shape: [2, 3] }), "fields.gap.shape: found [2,3], expected [3,2]"],
    ["a wrong length", edit("gap", { real: [1, 2] }), "fields.gap.real: found 2, expected 6 values"],
    [
      "r above 1",
      editPoint("pearson", 1, 1.5),
      "fields.pearson.real[1]: found 1.5, expected between -1 and 1",
    ],
    [
      "a negative norm",
      editPoint("meanDelta3", 0, -1),
      "fields.meanDelta3.real[0]: found -1, expected at least 0",
    ],
    [
      "divergence after the end",
      editPoint("divergedAt:Mean field", 1, 3),
      "fields.divergedAt:Mean field.real[1]: found 3, expected between 0 and 2",
    ],
    ["b off", editPoint("buildup", 0, 0.5), "fields.buildup.real[0]: found 0.5, expected 0.0234"],
    ["a value of a pending point", editPoint("gap", 4, 1), "fields.gap.real[4]: found 1, expected null"],
    ["a gap in a done point", editPoint("meanDelta3", 0, null), "fields.meanDelta3.real[0]: found null"],
    [
      "a done point that diverged",
      editPoint("divergedAt:Mean field", 0, 1),
      'status[0]: found "done", expected "diverged"',
    ],
    [
      "a diverged point that did not",
      editStatus(0, "diverged"),
      'status[0]: found "diverged", expected "done"',
    ],
    ["too few states", (file) => ({ ...file, status: ["pending"] }), "status: found 1, expected 6 entries"],
    [
      "a bad config",
      (file) => ({ ...file, config: { ...config, hopping: "1" } }),
      'config.hopping: found "1", expected',
    ],
    [
      "a map without exact",
      (file) => ({ ...file, config: { ...config, methods: [{ kind: "mean-field" }] } }),
      'config.methods: found ["mean-field"], expected an "exact" entry',
    ],
    [
      "a product state",
      (file) => ({
        ...file,
        config: { ...config, quench: { protocol: "product-state", interaction: 1, sites: ["ud", "0"] } },
      }),
      'config.quench.protocol: found "product-state", expected "trap-release" or',
    ],
  ])("refuse %s, naming field, value and expectation", (_name, spoil, message) => {
    expect(() => parseMap(JSON.parse(JSON.stringify(spoil(exampleFile()))))).toThrow(message);
  });
});

describe("public/maps/default.json", () => {
  const text = readFileSync(new URL("../../public/maps/default.json", import.meta.url), "utf8");

  it("is a complete map of the default config, small enough to ship", () => {
    const map = parseMap(JSON.parse(text));
    expect(text.length).toBeLessThan(100_000);
    expect(map.config).toEqual(defaultConfig());
    expect(Object.keys(map.fields)).toEqual(mapFieldNames(defaultConfig()));
    expect(new Set(map.status)).toEqual(new Set(["done", "diverged"]));
    expect(map.axes.interaction.length * map.axes.trap.length).toBe(33 * 33);
  });
});

function edit(name: string, changes: Partial<MapFile["fields"][string]>) {
  return (file: MapFile): unknown => ({
    ...file,
    fields: { ...file.fields, [name]: { ...file.fields[name], ...changes } },
  });
}

function editPoint(name: string, point: number, value: number | null) {
  return (file: MapFile): unknown => {
    const real = file.fields[name]?.real.map((old, index) => (index === point ? value : old));
    return edit(name, { real })(file);
  };
}

function editStatus(point: number, status: string) {
  return (file: MapFile): unknown => ({
    ...file,
    status: file.status.map((old, index) => (index === point ? status : old)),
  });
}
