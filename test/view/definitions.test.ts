import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PREDICTORS } from "../../src/analysis/measure.ts";
import { FIELD_NAMES } from "../../src/base/fields.ts";
import { DEFAULT_MEMORY, defaultConfig, defaultMethod, OUTPUT_NAMES } from "../../src/protocol/config.ts";
import { CLOSURE_NAME } from "../../src/protocol/labels.ts";
import { mapFieldNames } from "../../src/protocol/map-fields.ts";
import { methodSchema } from "../../src/protocol/method-schema.ts";
import { learned } from "../../src/state/config-edits.ts";
import { PLOTS } from "../../src/view/catalog.ts";
import type { Definition } from "../../src/view/definition-types.ts";
import { DEFINITIONS, mapFieldDefinition, plotDefinition } from "../../src/view/definitions.ts";
import { equationHtml } from "../../src/view/equation.ts";
import { keyFigures } from "../../src/view/key-figures.ts";
import { goldenResults } from "../support/results.ts";

/** The text of docs/physics.md from a section on, or of another page; fails where there is none. */
function document(section: Definition["section"]): string {
  if (typeof section === "string") return readFileSync(section, "utf8");
  const [, text] = readFileSync("docs/physics.md", "utf8").split(new RegExp(`^(?=## ${section}\\b)`, "m"));
  return text ?? "";
}

const ENTRIES = Object.entries(DEFINITIONS);

test.each(ENTRIES)(
  "%s is typeset, for screen readers too, and tells what and where from",
  (_id, definition) => {
    const html = equationHtml(definition.tex);
    expect(html).toContain("<math");
    expect(html).not.toContain("katex-error");
    expect(definition.text).toMatch(/^[A-Z\u0394*].*\.$/);
    expect(document(definition.section)).toMatch(/^#{1,2} \S/m);
    for (const { url } of definition.sources) expect(url).toMatch(/^https:\/\//);
  },
);

test("TeX that does not parse is an error", () => {
  expect(() => equationHtml("\\frac{1}")).toThrow(/KaTeX parse error/);
});

test("every field, output, key figure, plot and closure has an entry", () => {
  const ids = new Set(Object.keys(DEFINITIONS));
  const wanted: string[] = [
    ...FIELD_NAMES,
    ...OUTPUT_NAMES,
    ...keyFigures(goldenResults()).map(({ definition }) => definition),
    ...Object.values(PLOTS).map((spec) => plotDefinition(spec, 0)),
    ...Object.keys(CLOSURE_NAME),
  ];
  expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
});

test("every predictor, kind of method and kind of memory has an entry", () => {
  const memories = Object.keys(DEFAULT_MEMORY).filter((kind) => kind !== "none");
  const kinds = [...methodSchema.options.map(({ shape }) => shape.kind.value), ...memories, ...PREDICTORS];
  expect(kinds).toEqual(expect.arrayContaining(["td2rdm", "latent", "unseenFraction"]));
  expect(kinds.filter((kind) => !(kind in DEFINITIONS))).toEqual([]);
});

test("every field of a map has an entry", () => {
  const methods = [...defaultConfig().methods, learned("neural-ode"), defaultMethod("dmd")];
  const names = mapFieldNames({ methods });
  expect(names).toEqual(expect.arrayContaining(["unseenFraction", "meanError", "divergedAt:Mean field"]));
  expect(names.filter((name) => mapFieldDefinition(name) === null)).toEqual([]);
  for (const axis of ["interaction", "trap"]) expect(mapFieldDefinition(axis)).toBe(axis);
  expect(mapFieldDefinition("somethingNew:TD2RDM V")).toBeNull();
});
