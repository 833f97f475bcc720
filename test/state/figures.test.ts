import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type MapTable, parseMap, tableFromFile } from "../../src/protocol/map.ts";
import {
  FIGURES,
  figureQuery,
  type MapView,
  readFigureQuery,
  viewOf,
  withoutFigure,
} from "../../src/state/figures.ts";
import { fixed } from "../../src/view/format.ts";
import { quantityNames } from "../../src/view/map-fields.ts";
import { pointAt } from "../../src/view/map-grid.ts";
import { scatterModel } from "../../src/view/map-scatter.ts";

const map: MapTable = tableFromFile(parseMap(JSON.parse(readFileSync("public/maps/default.json", "utf8"))));
const V = "TD2RDM V · CC";
const points = [...map.status.keys()];
const value = (field: string, point: number): number => map.fields[field]?.[point] ?? Number.NaN;
const where = (field: string, accepts: (value: number) => boolean): number[] =>
  points.filter((point) => accepts(value(field, point)));
const negative = where("pearson", (r) => r < 0);
const ended = where(`relativeError:${V}`, (error) => error >= 0);
const exploded = where(`divergedAt:${V}`, (t) => t >= 0);
const least = (numbers: number[]): number => Math.min(...numbers);
const lowestU = (of: number[]): number => least(of.map((point) => pointAt(map.axes, point).u));

function spearman({ x = "", y = "" }: MapView): string {
  const model = scatterModel(map, { x, y, color: "interaction" }, "cividis");
  return `*ρ* = ${fixed(model.spearman, 3)} over ${model.points.length} points`;
}

/** The phrases of each sentence that hold a number. */
const CLAIMS: Readonly<Record<string, (view: MapView) => readonly string[]>> = {
  correlation: () => {
    const defined = where("pearson", (r) => !Number.isNaN(r)).length;
    return [`${Math.round((100 * negative.length) / defined)} %`, `*U* below ${lowestU(negative)}`];
  },
  buildup: () => {
    const b = points.map((point) => value("buildup", point));
    const there = negative.map((point) => value("buildup", point));
    return [
      `up to *b* = ${fixed(Math.max(...b), 2)}`,
      `from ${fixed(least(there), 2)} to ${fixed(Math.max(...there), 2)}`,
    ];
  },
  errors: () => {
    const better = ended.filter(
      (point) => value(`relativeError:${V}`, point) < value("relativeError:Mean field", point),
    );
    return [
      `${better.length} of the ${ended.length} points where it comes to the end`,
      `at ${exploded.length} of ${points.length} it explodes, at none with *U* below ${lowestU(exploded)}`,
    ];
  },
  divergence: () => [
    `${exploded.length} of ${points.length} points`,
    `*t* = ${fixed(least(exploded.map((point) => value(`divergedAt:${V}`, point))), 1)}`,
  ],
  "error-buildup": (view) => [spearman(view)],
  "error-correlation": (view) => [spearman(view)],
};

test("every figure says of the site's map what is there", () => {
  expect(Object.keys(CLAIMS)).toEqual(FIGURES.map(({ id }) => id));
  for (const { id, sentence, view } of FIGURES) {
    let rest = sentence;
    for (const phrase of CLAIMS[id]?.(view) ?? []) {
      expect(sentence).toContain(phrase);
      rest = rest.replace(phrase, "");
    }
    expect(rest, "numbers that no claim accounts for").not.toMatch(/\d/);
  }
});

test("every figure opens by a link with fields that the map has", () => {
  const names = quantityNames(map);
  for (const { view } of FIGURES) {
    const query = figureQuery(view);
    expect(new URLSearchParams(query).get("page")).toBe("map");
    expect(readFigureQuery(query)).toEqual(view);
    expect(viewOf(view, Object.keys(map.fields), names)).toEqual({ known: view, unknown: [] });
  }
});

test("names the map does not have are told, the others shown", () => {
  const asked = readFigureQuery("?page=map&map=default&first=interaction&second=buildup&x=trap&y=nonsense");
  expect(viewOf(asked ?? {}, ["pearson", "buildup"], ["pearson", "buildup", "interaction", "trap"])).toEqual({
    known: { second: "buildup", x: "trap" },
    unknown: ["interaction", "nonsense"],
  });
});

test("a query without the site's map asks for nothing, and the view leaves the address", () => {
  expect(readFigureQuery("?page=map&first=pearson")).toBeNull();
  expect(readFigureQuery("?map=mine")).toBeNull();
  expect(readFigureQuery("?map=default")).toEqual({});
  expect(withoutFigure("?page=map&map=default&first=pearson&lang=en")).toBe("?page=map&lang=en");
  expect(withoutFigure("?map=default")).toBe("");
});
