import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/protocol/config.ts";
import { buildPlot, rangeOf } from "../../src/view/build-plot.ts";
import { PLOT_IDS, PLOTS, type PlotId } from "../../src/view/catalog.ts";
import { describePlot } from "../../src/view/describe.ts";
import {
  DEFAULT_OPTIONS,
  type HeatPlot,
  type LinePlot,
  type PlotData,
  type PlotOptions,
} from "../../src/view/model.ts";
import { exportFigure, screenFigure } from "../../src/view/plotly-figure.ts";
import { field, goldenResults, patchMethod } from "../support/results.ts";

const EMPTY: PlotData = { results: null, previous: null, imported: [] };
const COLORS = { background: "#fff", text: "#000", muted: "#555", grid: "#eee" };
const FRAME = { width: 900, height: 300, window: [0, 20], theme: "light" } as const;

function build(id: PlotId, data: Partial<PlotData>, options: Partial<PlotOptions> = {}, t = 7.4) {
  return buildPlot(id, { ...EMPTY, ...data }, { ...DEFAULT_OPTIONS, ...options }, null, t);
}
const lines = (id: PlotId, data: Partial<PlotData>, options: Partial<PlotOptions> = {}): LinePlot => {
  const { body } = build(id, data, options);
  if (body.kind !== "lines") throw new Error(`${id} is ${body.kind}`);
  return body;
};
const heat = (id: PlotId, data: Partial<PlotData>, options: Partial<PlotOptions> = {}): HeatPlot => {
  const { body } = build(id, data, options);
  if (body.kind !== "heat") throw new Error(`${id} is ${body.kind}`);
  return body;
};

describe("curves", () => {
  it("show the norms of exact, and of every approximate method its two-particle norm", () => {
    const results = goldenResults();
    const { series } = lines("cumulants", { results });
    expect(series.map(({ label }) => label)).toEqual(["‖Δ_{12}‖", "‖Δ_{123}‖", "Mean field", "V · CC"]);
    expect(series[1].at(100)).toBe(results.methods[0].data.delta3?.[100]);
    expect(series[3].at(100)).toBe(results.methods[2].data.delta2?.[100]);
  });

  it("show closure residuals of TD2RDM runs, with a gap where they are undefined", () => {
    const results = goldenResults();
    const residuals = new Float64Array(results.times.length).fill(0.5);
    residuals[0] = Number.NaN;
    results.methods[2].data.closureResidual = residuals;
    const plot = lines("closure", { results });
    expect(plot.series.map(({ label }) => label)).toEqual(["V · CC"]);
    expect(plot.axis.range[0]).toBe(0);
    expect(plot.axis.range[1]).toBeGreaterThanOrEqual(0.5);
    expect(plot.axis.range[1]).toBeLessThanOrEqual(0.6);
    expect(plot.series[0].at(0)).toBeNaN();
  });

  it("say how closure residuals are had", () => {
    const results = goldenResults();
    expect(build("closure", { results }).note).toBe(
      "Not computed. Hide this plot and choose it again to compute it.",
    );
    const exact = goldenResults([{ kind: "exact" }]);
    expect(build("closure", { results: exact }).note).toBe("Only TD2RDM has a closure: add such a method.");
  });

  it("show errors on a log axis without exact, above the noise of the start", () => {
    const results = goldenResults();
    results.methods[2].data.relativeError?.fill(1e-15, 0, 2);
    const plot = lines("error", { results });
    expect(plot.series.map(({ label }) => label)).toEqual(["Mean field", "V · CC"]);
    expect(plot.axis.scale).toBe("log");
    expect(plot.axis.range[0]).toBeGreaterThan(1e-5);
  });

  it("show drifts as distances from the start", () => {
    const results = goldenResults();
    const { series } = lines("drift", { results }, { quantity: 1 });
    const particles = field(results, 0, "particles");
    expect(series[0].at(0)).toBe(0);
    expect(series[0].at(50)).toBe(Math.abs(particles[50] - particles[0]));
  });

  it("mark hidden curves", () => {
    const results = goldenResults();
    const { series } = lines("error", { results }, { hidden: ["Mean field"] });
    expect(series.map(({ hidden }) => hidden)).toEqual([true, false]);
    expect(screenFigure(lines("error", { results }, { hidden: ["Mean field"] }), FRAME).data).toHaveLength(1);
  });

  it("keep the run before, dimmed, from the front of the new one on, until that has ended", () => {
    const previous = goldenResults();
    const results = goldenResults(undefined, 80);
    const { series } = lines("error", { results, previous });
    const old = series.filter(({ dim }) => dim);
    expect(old.map(({ label }) => label)).toEqual(["Mean field", "V · CC"]);
    expect(old[0].from).toBe(79);
    expect(series.filter(({ dim }) => !dim).every(({ count }) => count === 80)).toBe(true);
    expect(lines("error", { results: goldenResults(), previous }).series.some(({ dim }) => dim)).toBe(false);
  });

  it("draw an imported run alongside, in its method's colour and its own dash", () => {
    const results = goldenResults();
    const imported = [{ ...goldenResults(), source: { kind: "imported", name: "mine.json" } as const }];
    const { series } = lines("error", { results, imported });
    const [own, other] = ["V · CC", "V · CC · mine"].map((label) =>
      series.find((curve) => curve.label === label),
    );
    expect(other?.ink.light).toBe(own?.ink.light);
    expect(other?.dash).not.toBe(own?.dash);
    expect(new Set(series.map(({ id }) => id)).size).toBe(series.length);
    const norms = lines("cumulants", { results, imported }).series.map(({ label }) => label);
    expect(norms).toContain("‖Δ_{123}‖ · mine");
  });

  it("keep their range while a new run streams in", () => {
    const first = build("cumulants", { results: goldenResults() });
    const next = buildPlot(
      "cumulants",
      { ...EMPTY, results: goldenResults(undefined, 3) },
      DEFAULT_OPTIONS,
      rangeOf(first),
      0,
    );
    expect(rangeOf(next)).toEqual(rangeOf(first));
  });

  it("say why there are none", () => {
    expect(build("error", { results: goldenResults([{ kind: "exact" }]) }).note).toMatch(
      /exact method and at least/,
    );
    const results = goldenResults([{ kind: "exact" }]);
    expect(build("entropy", { results: patchMethod(results, 0, { data: {} }) }).note).toMatch(
      /do not compute this/,
    );
    expect(build("error", { results: goldenResults(undefined, 1) }).note).toBeNull();
  });
});

describe("rows", () => {
  it("show the exact method as a map, or as one line per site", () => {
    const results = goldenResults();
    const plot = heat("density", { results });
    expect(plot.rows).toHaveLength(6);
    expect(plot.layers[0].at(50, 3)).toBe(field(results, 0, "density")[50 * 6 + 3]);
    expect(plot.color).toMatchObject({ palette: "cividis", range: [0, 1.8] });
    const { series } = lines("density", { results }, { view: "lines" });
    expect(series).toHaveLength(6);
    expect(series[3].at(50)).toBe(plot.layers[0].at(50, 3));
  });

  it("show another method, or its difference to exact on a symmetric diverging scale", () => {
    const results = goldenResults();
    const exact = field(results, 0, "density");
    const closure = field(results, 2, "density");
    expect(heat("density", { results }, { method: 2 }).layers[0].at(60, 1)).toBe(closure[361]);
    const plot = heat("density", { results }, { method: 2, difference: true });
    expect(plot.layers[0].at(60, 1)).toBeCloseTo(closure[361] - exact[361], 12);
    expect(plot.color.palette).toBe("diverging");
    expect(plot.color.range[0]).toBe(-plot.color.range[1]);
  });

  it("keep the columns of the run before that are not replaced yet", () => {
    const data = { results: goldenResults(undefined, 80), previous: goldenResults() };
    const { layers } = heat("density", data);
    expect(layers.map(({ dim, from, count }) => [dim, from, count])).toEqual([
      [true, 80, 201],
      [false, 0, 80],
    ]);
  });

  it("drop the run before when it has other sites", () => {
    const previous = goldenResults();
    const results = {
      ...goldenResults(undefined, 10),
      sites: 4,
      config: parseConfig({
        schema: "cumulant-explorer/config@1",
        lattice: { kind: "chain", sites: 4 },
        electrons: { up: 2, down: 2 },
      }),
    };
    expect(heat("density", { results, previous }).layers).toHaveLength(1);
  });
});

describe("matrices", () => {
  it("show the sample nearest to the cursor, white at zero", () => {
    const results = goldenResults();
    const { body } = build("spinSpin", { results }, {}, 3.04);
    if (body.kind !== "matrix") throw new Error(body.kind);
    expect(body.time).toBeCloseTo(3);
    expect(body.at(1, 2)).toBe(field(results, 0, "spinSpin")[30 * 36 + 8]);
    expect(body.color.range[0]).toBe(-body.color.range[1]);
  });
});

describe("every plot", () => {
  it.each(PLOT_IDS)("%s can be empty, drawn, exported and put in words", (id) => {
    const empty = build(id, {});
    expect(screenFigure(empty.body, FRAME).layout.width).toBe(900);
    const results = goldenResults();
    results.methods[2].data.closureResidual = new Float64Array(results.times.length).fill(0.5);
    const { body, note } = build(id, { results });
    expect(note).toBeNull();
    const screen = screenFigure(body, FRAME);
    const exported = exportFigure(body, FRAME, { title: PLOTS[id].title, subtitle: "" }, COLORS);
    expect(screen.data.length).toBeGreaterThan(0);
    expect(exported.data.length).toBe(screen.data.length);
    expect(exported.layout.xaxis?.title).toBeDefined();
    expect(exported.layout.yaxis?.title).toBeDefined();
    expect(screen.layout.xaxis?.visible).toBe(false);
    const words = describePlot(PLOTS[id], body, [0, 20]);
    expect(words).not.toMatch(/[*_{}]|NaN|undefined/);
    expect(words.length).toBeGreaterThan(60);
  });
});
