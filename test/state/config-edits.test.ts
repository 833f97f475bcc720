import { expect, test } from "vitest";
import { defaultConfig, parseConfig } from "../../src/protocol/config.ts";
import {
  learned,
  nextSiteState,
  productSites,
  type SiteState,
  withEnd,
  withLattice,
  withLatticeKind,
  withMethodAdded,
  withOutput,
  withProductSites,
  withProtocol,
  withQuench,
} from "../../src/state/config-edits.ts";

const chain = (sites: number) => ({ kind: "chain", sites, boundary: "open" }) as const;

test("half filling stays half filling when the lattice changes, another filling is left alone", () => {
  expect(withLattice(defaultConfig(), chain(8)).electrons).toEqual({ up: 4, down: 4 });
  expect(withLattice(defaultConfig(), chain(5)).electrons).toEqual({ up: 2, down: 2 });
  const dilute = { ...defaultConfig(), electrons: { up: 1, down: 1 } };
  expect(withLattice(dilute, chain(8)).electrons).toEqual({ up: 1, down: 1 });
});

test("an output is added once and taken out, and closure residuals are dropped where they are not to be had", () => {
  const { outputs } = defaultConfig();
  const wanted = withOutput(withOutput(defaultConfig(), "closureResidual", true), "closureResidual", true);
  expect(wanted.outputs).toEqual([...outputs, "closureResidual"]);
  expect(withOutput(wanted, "closureResidual", false)).toEqual(defaultConfig());
  expect(withLattice(wanted, chain(10)).outputs).toContain("closureResidual");
  expect(parseConfig(withLattice(wanted, chain(12))).outputs).toEqual(outputs);
});

test("the training of a learned method ends within the window", () => {
  const config = withMethodAdded(defaultConfig(), learned("dmd"));
  expect(config.methods[3]).toMatchObject({ kind: "dmd", trainUntil: 10 });
  expect(withEnd(config, 12).methods[3]).toMatchObject({ trainUntil: 10 });
  const shorter = withEnd(config, 8);
  expect(shorter).toMatchObject({ time: { end: 8, sample: 0.1 } });
  expect(shorter.methods[3]).toMatchObject({ trainUntil: 4 });
  expect(withMethodAdded(shorter, learned("neural-ode")).methods[4]).toMatchObject({ trainUntil: 4 });
  expect(parseConfig(shorter)).toEqual(shorter);
});

test("a product state is fitted to a new lattice, and so are the electrons", () => {
  const product = withProductSites(defaultConfig(), ["ud", "0", "ud", "0", "ud", "0"]);
  const smaller = withLattice(product, chain(4));
  expect(smaller.quench).toMatchObject({ sites: ["ud", "0", "ud", "0"] });
  expect(smaller.electrons).toEqual({ up: 2, down: 2 });
  expect(withLattice(product, chain(7)).quench).toMatchObject({
    sites: ["ud", "0", "ud", "0", "ud", "0", "0"],
  });
});

test("a chain becomes a ladder of as many sites, and a ladder a chain", () => {
  const ladder = withLatticeKind(defaultConfig(), "rectangle");
  expect(ladder.lattice).toEqual({ kind: "rectangle", lx: 3, ly: 2, boundary: "open" });
  expect(withLatticeKind(ladder, "chain")).toEqual(defaultConfig());
  expect(withLatticeKind(ladder, "rectangle")).toBe(ladder);
});

test("every protocol can follow every other, and keeps U", () => {
  const protocols = ["trap-release", "interaction-quench", "product-state"] as const;
  for (const first of protocols) {
    for (const second of protocols) {
      const start = parseConfig(withQuench(withProtocol(defaultConfig(), first), { interaction: 3 }));
      const end = parseConfig(withProtocol(start, second));
      expect(end.quench).toMatchObject({ protocol: second, interaction: 3 });
    }
  }
});

test("product states at half filling", () => {
  expect(productSites("doublon-cluster", 6)).toEqual(["0", "ud", "ud", "ud", "0", "0"]);
  expect(productSites("charge-density-wave", 4)).toEqual(["ud", "0", "ud", "0"]);
  expect(productSites("neel", 4)).toEqual(["u", "d", "u", "d"]);
});

test("clicking goes through all occupations", () => {
  const seen = new Set<SiteState>();
  for (let state: SiteState = "0", step = 0; step < 4; step++, state = nextSiteState(state)) seen.add(state);
  expect(seen.size).toBe(4);
});
