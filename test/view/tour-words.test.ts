import { expect, test } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import { mapFieldInfo } from "../../src/view/map-fields.ts";
import { TOUR_STEPS, type TourFacts, tourWords } from "../../src/view/tour-words.ts";

const nothing: TourFacts = {
  quench: defaultConfig().quench,
  pearson: null,
  buildup: null,
  best: null,
  unseen: null,
  trainUntil: 10,
  end: 20,
  maps: null,
};
const maps = { first: mapFieldInfo("pearson").title, second: mapFieldInfo("buildup").title };

test("every step has words whatever is known, and none of them is an empty number", () => {
  for (const step of TOUR_STEPS) {
    const { title, body } = tourWords(step, nothing);
    expect(title).not.toBe("");
    expect(body).not.toMatch(/NaN|null|undefined/);
  }
});

test("the words hold the numbers that are on screen", () => {
  const facts: TourFacts = {
    ...nothing,
    pearson: 0.406,
    buildup: 0.826,
    best: { label: "V · CC", leaves: "2.1" },
    unseen: 0.264,
    maps,
  };
  expect(tourWords("quench", facts).body).toContain("*U* = 1.00 *J* and *V* = 1.00 *J*");
  expect(tourWords("diagnostics", facts).body).toContain("*b* = 0.83");
  expect(tourWords("diagnostics", facts).body).toContain("only loosely (*r* = 0.41)");
  expect(tourWords("errors", facts).body).toContain("V · CC is off by 5 % at *t* = 2.1");
  expect(tourWords("errors", { ...facts, best: { label: "V", leaves: null } }).body).toContain(
    "stays within 5 %",
  );
  expect(tourWords("learning", facts).body).toContain("26 %");
});

test("the maps are described as they are coloured now", () => {
  const first = (title: string) => ({ ...nothing, maps: { ...maps, first: title } });
  expect(tourWords("first-map", first(maps.first)).body).toContain(
    "orange where they move against each other",
  );
  expect(tourWords("first-map", first("Gap")).body).toContain("The colour is: Gap");
  expect(tourWords("second-map", { ...nothing, maps }).body).toContain("different questions");
  expect(tourWords("second-map", first("Gap")).body).not.toContain("different questions");
});

test("every protocol has a quench to begin with", () => {
  const interaction = {
    protocol: "interaction-quench",
    interactionBefore: 0,
    interaction: 4,
    trap: 0,
  } as const;
  expect(tourWords("quench", { ...nothing, quench: interaction }).body).toContain(
    "*U* = 0.00 *J* to *U* = 4.00",
  );
  const product = {
    protocol: "product-state",
    interaction: 2,
    sites: ["ud" as const, "0" as const],
  } as const;
  expect(
    tourWords("quench", { ...nothing, quench: { ...product, sites: [...product.sites] } }).body,
  ).toContain("*U* = 2.00");
});
