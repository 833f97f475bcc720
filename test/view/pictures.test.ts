import { describe, expect, it } from "vitest";
import { buildPlot } from "../../src/view/build-plot.ts";
import { PLOTS } from "../../src/view/catalog.ts";
import { exportFileName, exportSubtitle } from "../../src/view/export-text.ts";
import { latticePicture, siteLook, siteLooks } from "../../src/view/lattice-picture.ts";
import { DEFAULT_OPTIONS, type LinePlot, type Series } from "../../src/view/model.ts";
import { curvePixels } from "../../src/view/paint.ts";
import { LUTS, lutOffset, paletteColor, sequenceInk } from "../../src/view/palette.ts";
import { runProgress } from "../../src/view/run-progress.ts";
import { drawnColumns, drawnSamples } from "../../src/view/sampling.ts";
import { field, goldenResults, patchMethod } from "../support/results.ts";

describe("palettes", () => {
  it("run from dark blue to yellow, and from blue over white to orange", () => {
    expect(paletteColor("cividis", 0, 0, 2)).toBe("rgb(0, 32, 81)");
    expect(paletteColor("cividis", 2, 0, 2)).toBe("rgb(253, 234, 69)");
    expect(paletteColor("diverging", 0, -1, 1)).toBe("rgb(243, 242, 240)");
    expect(paletteColor("diverging", -5, -1, 1)).toBe("rgb(31, 102, 173)");
  });

  it("rise in brightness throughout (cividis)", () => {
    const lut = LUTS.cividis;
    const brightness = Array.from(
      { length: 256 },
      (_, k) => 0.2126 * lut[3 * k] + 0.7152 * lut[3 * k + 1] + 0.0722 * lut[3 * k + 2],
    );
    for (let k = 8; k < 256; k += 8) expect(brightness[k]).toBeGreaterThan(brightness[k - 8]);
    expect(lutOffset(99, 0, 1)).toBe(3 * 255);
  });

  it("give lines that count sites distinct inks", () => {
    const inks = Array.from({ length: 6 }, (_, k) => sequenceInk(k, 6).light);
    expect(new Set(inks).size).toBe(6);
    expect(inks[0]).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe("curves on canvas", () => {
  const times = Float64Array.from({ length: 10_001 }, (_, k) => k * 0.002);
  const series = (at: (k: number) => number, from = 0, count = times.length): Series => ({
    id: "a",
    label: "a",
    times,
    from,
    count,
    at,
    ink: { light: "#000000", dark: "#ffffff" },
    dash: "solid",
    dim: false,
    hidden: false,
  });
  const plot: LinePlot = { kind: "lines", axis: { label: "", scale: "linear", range: [0, 2] }, series: [] };
  const area = { width: 500, height: 100, window: [0, 20], theme: "light" } as const;

  it("keep the extremes of many samples in few points", () => {
    const spike = series((k) => (k === 7777 ? 2 : 1));
    const samples = drawnSamples(spike, area);
    expect(samples).toContain(7777);
    expect(samples.length).toBeLessThanOrEqual(1001);
    expect(samples.at(-1)).toBe(10_000);
  });

  it("draw every sample of a narrow window, and one beyond each edge", () => {
    const samples = drawnSamples(
      series(() => 1),
      { width: 500, window: [4, 4.1] },
    );
    expect(times[samples[0]]).toBeCloseTo(4);
    expect(times[samples[50]]).toBeCloseTo(4.1);
    expect(samples).toHaveLength(51);
  });

  it("map time and value to pixels", () => {
    const points = curvePixels(
      plot,
      series((k) => k / 5000, 0, 5001),
      area,
    );
    expect(points.slice(0, 2)).toEqual([0, 100]);
    expect(points.at(-2)).toBeCloseTo(250);
    expect(points.at(-1)).toBeCloseTo(50);
  });

  it("draw no more heatmap columns than can be told apart, and all of them when zoomed in", () => {
    const layer = { times, from: 0, count: times.length, at: () => 0, dim: false };
    const coarse = drawnColumns(layer, area);
    expect(coarse.stride).toBe(14);
    expect(coarse.samples.length).toBeLessThanOrEqual(750);
    const fine = drawnColumns(layer, { width: 500, window: [4, 4.1] });
    expect(fine).toMatchObject({ stride: 1 });
    expect(fine.samples).toHaveLength(51);
    expect(drawnColumns({ ...layer, count: 0 }, area).samples).toEqual([]);
  });

  it("draw nothing before there are samples, and only the rest of an older run", () => {
    expect(
      curvePixels(
        plot,
        series(() => 1, 0, 0),
        area,
      ),
    ).toEqual([]);
    expect(
      curvePixels(
        plot,
        series(() => 1, 9_000),
        area,
      )[0],
    ).toBeCloseTo(450);
  });
});

describe("lattice", () => {
  it("puts a chain in a row inside the box", () => {
    const { dots, radius, bonds } = latticePicture({ kind: "chain", sites: 12, boundary: "open" }, 236, 34);
    expect(dots).toHaveLength(12);
    expect(new Set(dots.map(({ y }) => y)).size).toBe(1);
    expect(dots[0].x - radius).toBeGreaterThan(0);
    expect(dots[11].x + radius).toBeLessThan(236);
    expect(dots[1].x - dots[0].x).toBeGreaterThan(2 * radius);
    expect(bonds).toEqual([[dots[0], dots[11]]]);
  });

  it("lets periodic bonds leave the picture on both sides", () => {
    const { dots, bonds } = latticePicture({ kind: "chain", sites: 6, boundary: "periodic" }, 236, 34);
    expect(bonds[0][0].x).toBeLessThan(dots[0].x);
    expect(bonds[0][1].x).toBeGreaterThan(dots[5].x);
    expect(bonds[0][0].x).toBeGreaterThan(0);
  });

  it("numbers a rectangle row by row", () => {
    const { dots, bonds } = latticePicture({ kind: "rectangle", lx: 3, ly: 2, boundary: "open" }, 236, 48);
    expect(dots[1].y).toBe(dots[0].y);
    expect(dots[3]).toEqual({ x: dots[0].x, y: dots[5].y });
    expect(bonds).toHaveLength(5);
  });

  it("colours by density and rings by doublons", () => {
    expect(siteLook(0, 0)).toMatchObject({ fill: paletteColor("cividis", 0, 0, 2), ring: { width: 0 } });
    expect(siteLook(2, 1).fill).toBe(paletteColor("cividis", 1, 0, 1));
    expect(siteLook(1, 0.8).ring.width).toBeGreaterThan(siteLook(1, 0.2).ring.width);
    for (const doublon of [0, 0.5, 1]) {
      const { ring } = siteLook(1, doublon);
      expect(ring.radius + ring.width / 2).toBeLessThan(1);
      expect(ring.radius - ring.width / 2).toBeGreaterThan(0);
    }
  });

  it("shows the exact run at the playhead, or nothing before it has samples", () => {
    const results = goldenResults();
    const looks = siteLooks(results, 7.42);
    expect(looks.map(({ density }) => density)).toEqual(
      Array.from(field(results, 0, "density").slice(444, 450)),
    );
    expect(siteLooks(patchMethod(results, 0, { filled: 0 }), 7.42)).toEqual([]);
    expect(siteLooks(null, 0)).toEqual([]);
  });
});

describe("progress", () => {
  it("tells the slowest method, its share and the time it needs", () => {
    let results = goldenResults();
    results = patchMethod(results, 2, { status: "running", fraction: 0.71, secondsLeft: 2.2 });
    const progress = runProgress(results);
    expect(progress).toMatchObject({ running: true, text: "V · CC 71 % · 2 s left" });
    expect(progress.fraction).toBeCloseTo(2.71 / 3);
  });

  it("tells how a run ended", () => {
    expect(runProgress(null)).toEqual({ running: false, fraction: 0, text: "" });
    expect(runProgress(goldenResults()).text).toBe("Done in 0.4 s");
    expect(runProgress(patchMethod(goldenResults(), 1, { status: "cancelled" })).text).toBe("Cancelled");
    expect(runProgress(patchMethod(goldenResults(), 1, { status: "diverged" })).text).toBe(
      "1 of 3 stopped early",
    );
  });
});

describe("exports", () => {
  it("name the system in file and subtitle", () => {
    const results = goldenResults();
    expect(exportFileName("error", results, "svg")).toBe("cumulant-explorer_error_M6_U1_V1.svg");
    const { body } = buildPlot(
      "density",
      { results, previous: null, imported: [] },
      DEFAULT_OPTIONS,
      null,
      0,
    );
    expect(exportSubtitle(PLOTS.density, body, results, DEFAULT_OPTIONS)).toBe(
      "*M* = 6, 3↑ 3↓, *U* = 1 *J*, *V* = 1 *J*, Exact",
    );
  });
});
