import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/protocol/config.ts";
import {
  estimateMethod,
  formatBytes,
  formatSeconds,
  hilbertDimension,
  needsWaveFunction,
  recordedBytes,
} from "../../src/protocol/estimate.ts";

const chain = (sites: number, changes: Record<string, unknown> = {}) =>
  parseConfig({
    schema: "cumulant-explorer/config@1",
    lattice: { kind: "chain", sites },
    electrons: { up: sites / 2, down: sites / 2 },
    ...changes,
  });
const alone = { methods: [{ kind: "exact" }] };

describe("estimates", () => {
  it("count the amplitudes of a sector", () => {
    expect([2, 6, 12].map((sites) => hilbertDimension(chain(sites)))).toEqual([4, 400, 853_776]);
    expect(hilbertDimension({ lattice: chain(6).lattice, electrons: { up: 6, down: 1 } })).toBe(6);
  });

  it("know which initial states are determinants", () => {
    const approximate = { kind: "td2rdm" };
    const quench = (interactionBefore: number) =>
      chain(4, { quench: { protocol: "interaction-quench", interactionBefore, interaction: 2 } });
    expect(needsWaveFunction(chain(4), approximate)).toBe(true);
    expect(needsWaveFunction(quench(1), approximate)).toBe(true);
    expect(needsWaveFunction(quench(0), approximate)).toBe(false);
    const free = { protocol: "trap-release", interaction: 0, trap: 1 };
    expect(needsWaveFunction(chain(4, { quench: free }), approximate)).toBe(false);
    expect(needsWaveFunction(quench(0), { kind: "exact" })).toBe(true);
  });

  it("count the exact propagation and the whole closure behind a closure residual", () => {
    const outputs = ["closureResidual"];
    const free = { quench: { protocol: "interaction-quench", interactionBefore: 0, interaction: 2 } };
    const method = { kind: "td2rdm" };
    expect(needsWaveFunction(chain(4, { ...free, outputs }), method)).toBe(true);
    expect(needsWaveFunction(chain(4, { ...free, outputs }), { kind: "mean-field" })).toBe(false);
    const cost = (sites: number, wanted: readonly string[]) => {
      const config = chain(sites, { outputs: wanted, methods: [method] });
      return estimateMethod(config, config.methods[0]);
    };
    expect(cost(8, outputs).bytes - cost(8, []).bytes).toBeGreaterThan(5 * 16 * 28 ** 2 * 8 ** 2);
    const [exact] = chain(10, alone).methods;
    const d3 = estimateMethod(chain(10, { ...alone, outputs: ["delta3"] }), exact).seconds;
    expect(cost(10, outputs).seconds - cost(10, []).seconds).toBeGreaterThan(0.5 * d3);
  });

  it("record two-particle matrices only where they are wanted or compared", () => {
    const bytes = 201 * 6 ** 4 * 16;
    expect(recordedBytes(chain(6))).toBe(bytes);
    expect(recordedBytes(chain(6, { ...alone, outputs: ["dab"] }))).toBe(bytes);
    expect(recordedBytes(chain(6, { ...alone, outputs: ["density"] }))).toBe(0);
    expect(recordedBytes(chain(6, { outputs: ["density"] }))).toBe(bytes);
  });

  it("fit 12 sites and grow with what is asked", () => {
    const densities = chain(12, { ...alone, outputs: ["density"] });
    const norms = chain(12, { ...alone, outputs: ["density", "delta3"] });
    const [small, large] = [densities, norms].map((config) => estimateMethod(config, config.methods[0]));
    expect(small.bytes).toBeGreaterThan(20 * 853_776 * 16);
    expect(small.bytes).toBeLessThan(1e9);
    expect(large.seconds).toBeGreaterThan(10 * small.seconds);
  });

  it("order the closures by their cost", () => {
    const config = chain(6, {
      methods: ["valdemoro", "nakatsuji-yasuda", "mazziotti"].map((closure) => ({ kind: "td2rdm", closure })),
    });
    const seconds = config.methods.map((method) => estimateMethod(config, method).seconds);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  });

  it("count the training of learned methods, its stages and the size of its network", () => {
    const config = (method: Record<string, unknown>) => chain(6, { methods: [{ kind: "exact" }, method] });
    const of = (method: Record<string, unknown>) => estimateMethod(config(method), config(method).methods[1]);
    const dmd = of({ kind: "dmd" });
    const recipe = of({ kind: "neural-ode" });
    const short = of({ kind: "neural-ode", stages: [{ kind: "derivative", steps: 10 }] });
    const wide = of({ kind: "neural-ode", hidden: [512, 512], packing: "hermitian" });
    const [delayed, latent] = ["delay", "latent"].map((memory) =>
      of({ kind: "neural-ode", memory: { kind: memory } }),
    );
    expect(delayed.seconds).toBeGreaterThan(2 * recipe.seconds);
    expect(latent.seconds).toBeGreaterThan(recipe.seconds);
    expect(latent.seconds).toBeLessThan(1.2 * recipe.seconds);
    const closure = of({ kind: "learned-closure" });
    const brief = of({ kind: "learned-closure", stages: [{ kind: "derivative", steps: 10 }] });
    expect(dmd.dimension).toBe(400);
    expect(closure.dimension).toBe(400);
    expect(closure.seconds).toBeGreaterThan(30);
    expect(brief.seconds).toBeLessThan(closure.seconds / 10);
    expect(dmd.seconds).toBeLessThan(recipe.seconds / 10);
    expect(short.seconds).toBeLessThan(recipe.seconds / 10);
    expect(wide.seconds).toBeGreaterThan(5 * recipe.seconds);
    expect(wide.bytes).toBeGreaterThan(3 * recipe.bytes);
  });

  it("know that learned methods start from exact dynamics, whatever the state before", () => {
    const free = { protocol: "trap-release", interaction: 0, trap: 1 };
    expect(needsWaveFunction(chain(4, { quench: free }), { kind: "dmd" })).toBe(true);
  });

  it.each([
    [999, "999 B"],
    [4400, "4.4 kB"],
    [66_000_000, "66.0 MB"],
    [2 ** 31, "2.1 GB"],
    [1.5e25, "1.5e+13 TB"],
  ])("write %d bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.001, "0.1 s"],
    [0.44, "0.4 s"],
    [89, "89 s"],
    [200, "3 min"],
    [9000, "2.5 h"],
  ])("write %d seconds as %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
