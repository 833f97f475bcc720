import { expect, test } from "vitest";
import { defaultConfig, parseConfig, sampleCount } from "../../src/protocol/config.ts";
import { td2rdm, withLattice, withMethodAdded } from "../../src/state/config-edits.ts";
import { previewConfig } from "../../src/state/preview.ts";

test("the preview of the default config has all methods, fewer samples and longer steps", () => {
  const { config, indices } = previewConfig(defaultConfig());
  expect(indices).toEqual([0, 1, 2]);
  expect(sampleCount(config.time)).toBe(101);
  expect(config.methods[2]).toMatchObject({ kind: "td2rdm", integrator: { kind: "rk4", dt: 0.1 } });
  expect(parseConfig(config)).toEqual(config);
});

test("coarse samples are a subset of the fine ones", () => {
  const full = parseConfig({ ...defaultConfig(), time: { end: 50, sample: 0.2 } });
  const { sample } = previewConfig(full).config.time;
  expect(sample / 0.2).toBeCloseTo(Math.round(sample / 0.2), 12);
  expect(sample).toBeGreaterThan(0.2);
});

test("a window with few samples is not refined", () => {
  const full = parseConfig({ ...defaultConfig(), time: { end: 2, sample: 0.5 } });
  expect(previewConfig(full).config.time).toEqual({ end: 2, sample: 0.5 });
});

test("slow methods wait for the full run, the fastest always takes part", () => {
  const eight = withLattice(withMethodAdded(defaultConfig(), td2rdm("mazziotti")), {
    kind: "chain",
    sites: 8,
    boundary: "open",
  });
  const { config, indices } = previewConfig(eight);
  expect(indices).not.toContain(3);
  expect(indices).toContain(1);
  expect(config.methods).toHaveLength(indices.length);
  expect(config.methods[indices.indexOf(1)]).toEqual({ kind: "mean-field" });
});

test("the step is never made longer than strong interactions allow, nor shorter than it was", () => {
  const small = withLattice(defaultConfig(), { kind: "chain", sites: 4, boundary: "open" });
  const strong = parseConfig({ ...small, quench: { protocol: "trap-release", interaction: 36, trap: 1 } });
  expect(previewConfig(strong).config.methods[2]).toMatchObject({ integrator: { dt: 1 / 40 } });
  const stronger = parseConfig({ ...small, quench: { protocol: "trap-release", interaction: 96, trap: 1 } });
  expect(previewConfig(stronger).config.methods[2]).toMatchObject({ integrator: { dt: 0.02 } });
});
