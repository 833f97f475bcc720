import { describe, expect, it } from "vitest";
import { type Analysis, analyse } from "../../src/analysis/analyse.ts";
import { defaultSettings } from "../../src/analysis/settings.ts";
import { drain } from "../../src/base/steps.ts";
import type { MapTable } from "../../src/protocol/map.ts";
import {
  CLASS_COLORS,
  classCsv,
  classMapSvg,
  classPixels,
  classScatter,
  classScatterSvg,
  drawnPredictors,
  errorChoice,
  OPEN_COLOR,
} from "../../src/view/analysis-picture.ts";
import { analysisStatements, interval, type Verdict } from "../../src/view/analysis-words.ts";
import { MEASURED_POINTS, type RegimePoint, regimeTable } from "../support/regime-map.ts";

const run = (table: MapTable): Analysis =>
  drain(analyse(table, { ...defaultSettings(table), resamples: 400 }));
const say = (points: readonly RegimePoint[]) =>
  analysisStatements(run(regimeTable(points, points.length, 1)));
const about = (statements: ReturnType<typeof say>, start: RegExp) =>
  statements.find(({ text }) => start.test(text)) ?? { verdict: "none", text: "" };

/** 20 points whose error rises with r and falls with b: the paper turned round. */
const CONTRARY: readonly RegimePoint[] = Array.from({ length: 20 }, (_, k) => {
  const error = 0.01 * (k + 1);
  return { r: -1 + 0.1 * k, b: 2 - 0.1 * k, unseen: 0.3, mean: 0.25, neural: error, delay: error };
});

describe("the summary", () => {
  it("states what the intervals decide, and says of the rest that it is open", () => {
    const statements = say(MEASURED_POINTS);
    expect(about(statements, /^Whether \*r\* alone/).verdict).toBe<Verdict>("open");
    expect(about(statements, /^Whether \*r\* alone/).text).toMatch(
      /extrapolation error of Neural ODE is not decided by these points: Spearman −0\.28 \(95 % −0\.\d\d … 0\.\d\d, 10 points\)\.$/,
    );
    expect(about(statements, /^The larger \*b\*/).verdict).toBe<Verdict>("confirms");
    expect(about(statements, /^The larger the unseen fraction/).verdict).toBe<Verdict>("more");
    expect(about(statements, /^\|Δ_\{3\}\|\(0\) against/).text).toContain(
      "the predictor is the same at all points",
    );
    expect(about(statements, /^The criterion \*r\* ≥ 0\.70/)).toMatchObject({
      verdict: "confirms",
      text: expect.stringContaining("right at 8 of 10 points (always giving the commoner answer is at 6)"),
    });
  });

  it("says as plainly where the paper is contradicted", () => {
    const statements = say(CONTRARY);
    for (const start of [
      /^The larger \*r\*, the larger/,
      /^The larger \*b\*, the smaller/,
      /worse than chance/,
    ]) {
      expect(about(statements, start).verdict).toBe<Verdict>("contradicts");
    }
  });

  it("states nothing where the interval holds zero", () => {
    for (const points of [MEASURED_POINTS, CONTRARY, MEASURED_POINTS.slice(0, 5)]) {
      for (const { verdict, text } of say(points)) {
        const [, low, high] = /95 % (\S+) … ([^),]+)/.exec(text.replaceAll("−", "-")) ?? [];
        if (verdict === "fact" || low === undefined) continue;
        expect({ text, open: verdict === "open" }).toEqual({
          text,
          open: !(Number(low) > 0 || Number(high) < 0),
        });
      }
    }
  });

  it("tells of partial maps, of too few points and of old maps", () => {
    const partial = analysisStatements(run(regimeTable(MEASURED_POINTS, 6, 2)));
    expect(partial[0]?.text).toBe("10 of 12 points of the map are computed.");
    const few = say(MEASURED_POINTS.slice(0, 2));
    expect(about(few, /^\*r\* against/).text).toContain("no coefficient, it needs at least 4 points");
    const none = analysisStatements(run(regimeTable([], 2, 1)));
    expect(about(none, /^No point/).verdict).toBe<Verdict>("fact");
    const table = regimeTable(MEASURED_POINTS, 10, 1);
    const { unseenFraction: _, ...fields } = table.fields;
    expect(analysisStatements(run({ ...table, fields }))[0]?.text).toContain(
      "errors are those over the whole window",
    );
  });

  it("writes intervals with true minus signs", () => {
    expect(interval({ value: -0.144, low: -0.5, high: 0.3 })).toBe("−0.14 (95 % −0.50 … 0.30)");
    expect(interval({ value: 0.1, low: Number.NaN, high: Number.NaN })).toBe("0.10 (no interval)");
    expect(interval({ value: Number.NaN, low: Number.NaN, high: Number.NaN })).toBe("undefined");
  });
});

describe("pictures of an analysis", () => {
  const table = regimeTable(MEASURED_POINTS, 4, 3);
  const analysis = run(table);
  const choice = errorChoice(table, analysis.settings, "buildup");

  it("give every point the colour of its class", () => {
    const pixels = classPixels(table, analysis.classes, [1, 2, 3]);
    // The first point is U = 1, V = 0.5: lower left.
    expect(Array.from(pixels.subarray(4 * 8, 4 * 8 + 4))).toEqual([...CLASS_COLORS.local, 255]);
    expect(Array.from(pixels.subarray(4 * 10, 4 * 10 + 4))).toEqual([...CLASS_COLORS.none, 255]);
    const open = analysis.classes.with(0, null);
    expect(classPixels(table, open, [1, 2, 3])[4 * 8 + 3]).toBe(0);
    const { points, colors } = classScatter(table, choice, open);
    expect(colors[0]).toBe(OPEN_COLOR);
    expect(colors[9]).toEqual(CLASS_COLORS.none);
    expect(points).toHaveLength(10);
  });

  it("stand alone as SVG", () => {
    expect(drawnPredictors(table)).toEqual(["pearson", "buildup", "unseenFraction"]);
    const map = classMapSvg(table, analysis.classes, "4 sites");
    expect(map.match(/fill="rgb\(0 114 178\)"/g)).toHaveLength(6 + 1); // cells and key
    const scatter = classScatterSvg(table, choice, analysis.classes, "4 sites");
    expect(scatter.match(/<circle/g)).toHaveLength(10 + 3);
    expect(scatter).toContain("unpredictable");
  });

  it("have their numbers in a CSV file", () => {
    const lines = classCsv(table, analysis).trimEnd().split("\n");
    expect(lines).toHaveLength(13);
    expect(lines[0]).toMatch(/^interaction,trap,status,class,criterion,pearson,/);
    expect(lines[1]).toMatch(/^1,0\.5,done,local,fails,-0\.29,/);
    expect(lines[12]).toMatch(/^4,1\.5,pending,,,,/);
  });
});
