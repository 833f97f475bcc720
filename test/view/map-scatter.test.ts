import { describe, expect, it } from "vitest";
import { defaultConfig, parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";
import {
  BY_STATUS,
  defaultScatter,
  dotBeside,
  dotNear,
  STATUS_COLORS,
  scatterModel,
  scatterTitle,
} from "../../src/view/map-scatter.ts";

const backend = { device: "cpu", adapter: null, precision: "float64" } as const;
const ERROR = "relativeError:Mean field";

/** Five points along U: the third has no error, as it diverged, the last is not computed. */
function table(): MapTable {
  const config = parseConfig({ ...defaultConfig(), methods: [{ kind: "exact" }, { kind: "mean-field" }] });
  const map = emptyMap(config, { interaction: [1, 2, 3, 4, 5], trap: [1] }, backend);
  map.status.splice(0, 4, "done", "done", "diverged", "done");
  map.fields["buildup"]?.set([0, 1, 5, 4]);
  map.fields[ERROR]?.set([0.001, 0.1, Number.NaN, 0.01]);
  return map;
}

describe("a scatter", () => {
  const choice = { x: "buildup", y: ERROR, color: BY_STATUS };
  const model = scatterModel(table(), choice, "cividis");

  it("has a dot per point that has both values, in its place", () => {
    expect([...model.points]).toEqual([0, 1, 3]);
    expect(model.missing).toBe(1);
    expect(model.x.kind).toBe("linear");
    expect(model.y.kind).toBe("log");
    expect([...model.right]).toEqual([0, 0.25, 1]);
    const [low = 0, high = 0, middle = 0] = model.up;
    expect(high - middle).toBeCloseTo(middle - low, 12); // decades are equally far apart
  });

  it("tells the coefficients of the values, not of their places", () => {
    expect(model.spearman).toBeCloseTo(0.5, 12);
    const [x, y] = [
      [0, 1, 4],
      [0.001, 0.1, 0.01],
    ];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 3;
    const [mx, my] = [mean(x), mean(y)];
    const xy = x.reduce((sum, value, k) => sum + (value - mx) * ((y[k] ?? 0) - my), 0);
    const norm = (values: number[], m: number) => Math.hypot(...values.map((value) => value - m));
    expect(model.pearson).toBeCloseTo(xy / norm(x, mx) / norm(y, my), 12);
  });

  it("is coloured by status, or by a third quantity, grey where that is undefined", () => {
    expect(model.color).toBeNull();
    expect(model.colors).toEqual([STATUS_COLORS.done, STATUS_COLORS.done, STATUS_COLORS.done]);
    const all = scatterModel(table(), { x: "interaction", y: "buildup", color: ERROR }, "viridis");
    expect(all.points).toHaveLength(4);
    expect(all.colors[2]).toEqual(STATUS_COLORS.failed);
    expect(all.colors[0]).toEqual([68, 1, 84]);
    const status = scatterModel(table(), { x: "interaction", y: "buildup", color: BY_STATUS }, "viridis");
    expect(status.colors[2]).toEqual(STATUS_COLORS.diverged);
  });

  it("finds the dot near a place, and the next one along the axis", () => {
    const plane = { width: 100, height: 100, reach: 10 };
    const at = (dot: number) => ({ right: model.right[dot] ?? 0, up: (model.up[dot] ?? 0) + 0.05 });
    expect([0, 1, 2].map((dot) => dotNear(model, at(dot), plane))).toEqual([0, 1, 3]);
    expect(dotNear(model, { right: 0.6, up: 0 }, plane)).toBeNull();
    expect(dotBeside(model, null, 1)).toBe(0);
    expect(dotBeside(model, null, -1)).toBe(3);
    expect(dotBeside(model, 1, 1)).toBe(3);
    expect(dotBeside(model, 3, 1)).toBe(3);
    expect(dotBeside(model, 1, -1)).toBe(0);
  });

  it("opens with the error of the last method, or with r where there is none", () => {
    expect(defaultScatter(table())).toEqual({ x: "buildup", y: ERROR, color: "interaction" });
    const exact = emptyMap(
      parseConfig({ ...defaultConfig(), methods: [{ kind: "exact" }] }),
      { interaction: [1], trap: [1] },
      backend,
    );
    expect(defaultScatter(exact).y).toBe("pearson");
    expect(scatterTitle({ ...choice, y: "gap" })).toBe("Gap of the ground state against Buildup b");
  });

  it("copes with a map that has no points yet", () => {
    const map = table();
    map.status.fill("pending");
    const empty = scatterModel(map, choice, "cividis");
    expect(empty.points).toHaveLength(0);
    expect(empty.pearson).toBeNaN();
    expect(dotBeside(empty, null, 1)).toBeNull();
  });
});
