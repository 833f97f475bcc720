import { describe, expect, it } from "vitest";
import { defaultConfig, parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";
import { mapCsv, mapSvg, pictureName, scatterSvg } from "../../src/view/map-export.ts";
import {
  absenceAt,
  mapFieldInfo,
  mapFieldTitle,
  quantityNames,
  quantityOptions,
  quantityValues,
} from "../../src/view/map-fields.ts";
import {
  axisPlace,
  axisTicks,
  computedCount,
  drawnPoints,
  mapPixels,
  NOT_DIVERGED_COLOR,
  pointAt,
} from "../../src/view/map-grid.ts";
import { mapScale } from "../../src/view/map-scale.ts";
import { BY_STATUS } from "../../src/view/map-scatter.ts";

const backend = { device: "cpu", adapter: null, precision: "float64" } as const;

function table(interaction: number[], trap: number[]): MapTable {
  const config = parseConfig({ ...defaultConfig(), methods: [{ kind: "exact" }] });
  return emptyMap(config, { interaction, trap }, backend);
}

function methodTable(): MapTable {
  const config = parseConfig({ ...defaultConfig(), methods: [{ kind: "exact" }, { kind: "mean-field" }] });
  return emptyMap(config, { interaction: [1, 2], trap: [1, 2] }, backend);
}

const PENDING = [1, 2, 3] as const;

describe("the grid", () => {
  it("draws every cell from the nearest computed point of a coarser grid", () => {
    const map = table([1, 2, 3, 4], [1, 2, 3, 4]);
    expect([...new Set(drawnPoints(map))]).toEqual([-1]);
    map.status[0] = "done";
    expect([...new Set(drawnPoints(map))]).toEqual([0]);
    map.status[10] = "diverged"; // (2, 2)
    const drawn = drawnPoints(map);
    expect([10, 11, 14, 15].map((cell) => drawn[cell])).toEqual([10, 10, 10, 10]);
    expect([2, 8, 5].map((cell) => drawn[cell])).toEqual([0, 0, 0]);
    expect(computedCount(map)).toBe(2);
  });

  it("puts interaction to the right and trap upwards, transparent where there is no value", () => {
    const map = table([1, 2], [1, 2]);
    map.status.fill("done");
    map.fields["pearson"]?.set([1, 0, -1, Number.NaN]);
    const values = map.fields["pearson"] ?? new Float64Array();
    const pixels = mapPixels(map, "pearson", mapScale("pearson", values), PENDING);
    const pixel = (k: number) => Array.from(pixels.subarray(4 * k, 4 * k + 4));
    expect(pixel(2)).toEqual([31, 102, 173, 255]); // bottom left: point 0, r = 1
    expect(pixel(0)).toEqual([245, 244, 242, 255]); // top left: point 1, r = 0
    expect(pixel(3)).toEqual([192, 92, 48, 255]); // bottom right: point 2, r = -1
    expect(pixel(1)).toEqual([0, 0, 0, 0]); // top right: undefined
    map.status.fill("pending");
    const pending = mapPixels(map, "pearson", mapScale("pearson", values), PENDING);
    expect([...pending]).toEqual([...PENDING, 255, ...PENDING, 255, ...PENDING, 255, ...PENDING, 255]);
  });

  it("marks powers of two along axes in equal ratios, round values along even ones", () => {
    const places = (axis: number[]) =>
      axisTicks(axis).map(({ label, place }) => [label, Number(place.toFixed(3))]);
    expect(places([0.25, 0.5, 1, 2])).toEqual([
      ["0.25", 0.125],
      ["0.5", 0.375],
      ["1", 0.625],
      ["2", 0.875],
    ]);
    expect(places([0.1, 1, 10, 100]).map(([label]) => label)).toEqual(["0.125", "0.5", "2", "8", "32"]);
    expect(places([1, 2, 3, 4, 5]).map(([label]) => label)).toEqual(["1", "2", "3", "4", "5"]);
    expect(places([1, 2, 3]).map(([label]) => label)).not.toContain("4");
    expect(places([0, 1, 2]).map(([label]) => label)).toContain("0.5");
    expect(places([2, 4])).toHaveLength(5);
  });

  it("tells methods that never diverge from those that have no value", () => {
    const map = methodTable();
    const field = "divergedAt:Mean field";
    map.status.splice(0, 4, "done", "diverged", "failed", "diverged");
    map.fields[field]?.set([Number.NaN, 3, Number.NaN, Number.NaN]);
    expect([0, 2, 3].map((point) => absenceAt(map, field, point))).toEqual([
      "notDiverged",
      "undefined",
      "notDiverged",
    ]);
    expect(absenceAt(map, "relativeError:Mean field", 1)).toBe("undefined");
    const values = map.fields[field] ?? new Float64Array();
    const pixels = mapPixels(map, field, mapScale(field, values), PENDING);
    expect([...pixels.subarray(8, 12)]).toEqual([...NOT_DIVERGED_COLOR, 255]); // bottom left: point 0
    expect([...pixels.subarray(12, 16)]).toEqual([0, 0, 0, 0]); // bottom right: point 2
    map.status[0] = "pending";
    expect(absenceAt(map, field, 0)).toBe("pending");
  });

  it("places values in the middle of their cells, on uneven axes too", () => {
    expect(axisPlace([0, 1, 2, 4], 0)).toBeCloseTo(0.125);
    expect(axisPlace([0, 1, 2, 4], 4)).toBeCloseTo(0.875);
    expect(axisPlace([0, 1, 2, 4], 3)).toBeCloseTo(0.75);
    expect(axisPlace([0, 1], -1)).toBeLessThan(0);
    expect(axisPlace([2], 2)).toBe(0.5);
    expect(axisTicks([0, 1, 2, 3, 4]).map(({ label }) => label)).toEqual(["0", "1", "2", "3", "4"]);
    expect(pointAt({ interaction: [1, 2], trap: [3, 4, 5] }, 4)).toEqual({ u: 2, v: 4 });
  });
});

describe("scales", () => {
  it("centre r at zero, count errors in decades, and let the rest include zero", () => {
    expect(mapScale("pearson", new Float64Array([0.2])).range).toEqual([-1, 1]);
    const error = mapScale("relativeError:MF", new Float64Array([0.002, 0.3, Number.NaN]));
    expect(error.range[0]).toBeCloseTo(1e-3);
    expect(error.fraction(0)).toBe(0);
    expect(error.fraction(1e9)).toBe(1);
    expect(mapScale("gap", new Float64Array([0.5, 1.5])).range[0]).toBe(0);
    expect(mapScale("buildup", new Float64Array([-0.5, 1.5])).range[0]).toBeLessThanOrEqual(-0.5);
    expect(mapScale("gap", new Float64Array([Number.NaN])).range).toEqual([0, 1]);
  });

  it("names the method of a field, and its unit", () => {
    expect(mapFieldInfo("relativeErrorAtEnd:Mean field").label).toContain("at the end, ");
    expect(mapFieldInfo("pearson").label).toBe("Pearson correlation r");
    expect(mapFieldTitle(mapFieldInfo("pearson"))).toBe("Pearson correlation *r*");
    expect(mapFieldTitle(mapFieldInfo("trap"))).toBe("Trap *V* (*J*)");
  });

  it("ends six decades below the largest error, and says so where there are smaller ones", () => {
    const scale = mapScale("relativeError:MF", new Float64Array([4e-13, 1e-3, 0.5]));
    expect(scale.range[0]).toBeCloseTo(1e-6, 12);
    expect(scale.ticks[0]?.label).toBe("≤ 10^{−6}");
    expect(scale.fraction(4e-13)).toBe(0);
    const all = mapScale("relativeError:MF", new Float64Array([1e-3, 0.5]));
    expect(all.ticks[0]?.label).toBe("10^{−3}");
  });

  it("offers quantities by method, exact ones first and axes last", () => {
    const learned = [{ kind: "exact" }, { kind: "td2rdm" }, { kind: "dmd" }];
    const { fields } = emptyMap(
      parseConfig({ ...defaultConfig(), methods: learned }),
      { interaction: [1], trap: [1] },
      backend,
    );
    const options = quantityOptions(quantityNames({ fields }));
    const groups = [...new Set(options.map(({ group }) => group))];
    expect(groups).toEqual(["Exact", "V · CC", "Delay-DMD", "Axes"]);
    expect(options.find(({ value }) => value === "unseenFraction")).toMatchObject({ group: "Exact" });
    expect(options.find(({ value }) => value === "skill:Delay-DMD")?.label).toBe(
      "Skill against the training mean, Delay-DMD",
    );
    expect(options.every(({ value, label }) => value !== label)).toBe(true);
  });

  it("knows the axes as quantities too", () => {
    const map = table([1, 2], [3, 4]);
    expect(quantityNames(map)).toEqual([...Object.keys(map.fields), "interaction", "trap"]);
    expect([...quantityValues(map, "interaction")]).toEqual([1, 1, 2, 2]);
    expect([...quantityValues(map, "trap")]).toEqual([3, 4, 3, 4]);
  });
});

describe("exports", () => {
  it("writes one CSV line per point, empty where undefined", () => {
    const map = table([1], [2, 3]);
    map.status[0] = "done";
    map.fields["pearson"]?.set([-0.25]);
    const [head, first, second] = mapCsv(map).split("\n");
    expect(head).toBe("interaction,trap,status,pearson,meanDelta3,buildup,initialDelta3,gap,backend");
    expect(first).toBe("1,2,done,-0.25,,,,,cpu float64");
    expect(second).toBe("1,3,pending,,,,,,");
  });

  it("says in every CSV line what computed the point", () => {
    const map = table([1], [2, 3]);
    map.status.fill("done");
    map.parts.push({
      backend: { device: "webgpu", adapter: "Test GPU", precision: "float32" },
      reason: null,
      points: [1],
    });
    const origins = mapCsv(map).trim().split("\n").slice(1);
    expect(origins.map((line) => line.split(",").at(-1))).toEqual(["cpu float64", "webgpu float32"]);
  });

  it("draws a picture with axes, a colour bar and one rectangle per drawn cell", () => {
    const map = table([1, 2], [1, 2]);
    map.status.fill("done");
    map.fields["pearson"]?.fill(1);
    const svg = mapSvg(map, "pearson", "a < b & c", "cividis");
    expect(svg.match(/fill="rgb\(31 102 173\)"/g)).toHaveLength(4);
    expect(svg).toContain("a &lt; b &amp; c");
    expect(svg).toContain("Pearson correlation ");
    expect(svg).toContain("linearGradient");
    expect(svg).not.toContain("no value");
    map.fields["pearson"]?.set([Number.NaN], 3);
    expect(mapSvg(map, "pearson", "", "cividis")).toContain("no value");
  });

  it("draws a scatter with a dot per point, axis names with units, and the coefficients", () => {
    const map = table([1, 2, 3], [1]);
    map.status.fill("done");
    map.fields["gap"]?.set([0.1, 0.2, 0.4]);
    const svg = scatterSvg(map, { x: "interaction", y: "gap", color: BY_STATUS }, "", "cividis");
    expect(svg.match(/<circle [^>]*r="3"/g)).toHaveLength(3);
    expect(svg).toContain("Gap of the ground state (");
    expect(svg).toMatch(/Spearman .*= 1\.000, Pearson = 0\.982, 3 points/);
    expect(svg).toContain("diverged");
    expect(pictureName(["relativeError:Mean field", "gap"])).toBe("relativeError-Mean-field-against-gap");
  });
});
