import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIELD_NAMES, fieldShape, type SampledField, valuesPerSample } from "../../src/base/fields.ts";
import { createInProcessEngine } from "../../src/engine/in-process-engine.ts";
import { OUTPUT_NAMES, parseConfig } from "../../src/protocol/config.ts";
import type { ResultSet } from "../../src/protocol/results.ts";
import { buildTrajectory, parseTrajectory } from "../../src/protocol/trajectory.ts";

const schema = "cumulant-explorer/config@1";
const never = new AbortController().signal;
/** Fields that compare another method with the exact dynamics. */
const NOT_EXACT: ReadonlySet<string> = new Set(["relativeError", "closureResidual"]);

function run(changes: Record<string, unknown>, fields: readonly SampledField[]): Promise<ResultSet> {
  const config = parseConfig({ schema, ...changes });
  return createInProcessEngine().run({ config, fields }, { signal: never, onUpdate: () => undefined });
}

interface Golden {
  readonly times: number[];
  readonly density: number[][];
  readonly pearsonNorms: number;
  readonly meanDelta3: number;
  readonly buildup: number;
}

describe("the engine with the real methods", () => {
  it.each([
    ["2 sites", { lattice: { kind: "chain", sites: 2 }, electrons: { up: 1, down: 1 } }],
    [
      "3 sites, open shell",
      {
        lattice: { kind: "chain", sites: 3, boundary: "periodic" },
        electrons: { up: 2, down: 1 },
        methods: [{ kind: "exact" }, { kind: "mean-field" }],
      },
    ],
    [
      "2 x 2 sites, interaction quench",
      {
        lattice: { kind: "rectangle", lx: 2, ly: 2 },
        electrons: { up: 2, down: 2 },
        quench: { protocol: "interaction-quench", interactionBefore: 1, interaction: 3, trap: 0.3 },
      },
    ],
    [
      "4 sites, product state",
      {
        lattice: { kind: "chain", sites: 4 },
        electrons: { up: 2, down: 2 },
        quench: { protocol: "product-state", interaction: 2, sites: ["ud", "ud", "0", "0"] },
      },
    ],
    [
      "4 sites, all electrons of one spin",
      {
        lattice: { kind: "chain", sites: 4 },
        electrons: { up: 2, down: 0 },
        methods: [{ kind: "exact" }, { kind: "mean-field" }],
      },
    ],
  ] as const)("computes every field of %s, and its file passes every check", async (_name, changes) => {
    const results = await run(
      { ...changes, time: { end: 1, sample: 0.25 }, outputs: OUTPUT_NAMES },
      OUTPUT_NAMES,
    );
    // The closure residual is a share of |Delta3| of the exact state, undefined where there is none.
    const still = Array.from(results.methods[0].data.delta3 ?? [], (norm) => norm < 1e-10);
    for (const { method, status, filled, data, outcome } of results.methods) {
      expect([method.kind, status, filled]).toEqual([method.kind, "completed", 5]);
      expect(outcome?.checks?.particleDrift).toBeLessThan(1e-10);
      for (const [name, values] of Object.entries(data)) {
        const absent = (k: number): boolean => name === "closureResidual" && still[k];
        expect(values.every((value, k) => Number.isFinite(value) !== absent(k))).toBe(true);
      }
      expect("closureResidual" in data).toBe(method.kind === "td2rdm");
    }
    const { data } = results.methods[0];
    for (const name of FIELD_NAMES.filter((field) => !NOT_EXACT.has(field))) {
      expect([name, data[name]?.length]).toEqual([name, 5 * valuesPerSample(name, results.sites)]);
      expect(fieldShape(name, results.sites, 5)[0]).toBe(5);
    }
    const software = { name: "test", version: "0", commit: null };
    const file = JSON.parse(JSON.stringify(buildTrajectory(results, software))) as unknown;
    expect(parseTrajectory(file).runs).toHaveLength(results.methods.length);
  });

  it("reproduces the densities, diagnostics and ordering of errors of the golden file", async () => {
    const golden = JSON.parse(
      readFileSync(new URL("../golden/exact-m4-u1-v1.json", import.meta.url), "utf8"),
    ) as Golden;
    const results = await run({ lattice: { kind: "chain", sites: 4 }, electrons: { up: 2, down: 2 } }, [
      "density",
      "delta2",
      "delta3",
    ]);
    const [exact, meanField, td2rdm] = results.methods;
    for (const [k, time] of golden.times.entries()) {
      const sample = Math.round(time / 0.1);
      for (const [i, density] of golden.density[k].entries()) {
        expect(exact.data.density?.[4 * sample + i]).toBeCloseTo(density, 9);
      }
    }
    expect(results.diagnostics.pearson).toBeCloseTo(golden.pearsonNorms, 7);
    expect(results.diagnostics.meanDelta3).toBeCloseTo(golden.meanDelta3, 8);
    expect(results.diagnostics.buildup).toBeCloseTo(golden.buildup, 8);
    const errors = [meanField, td2rdm].map(({ data }) => data.relativeError?.at(10) ?? Number.NaN);
    expect(errors[1]).toBeLessThan(errors[0]);
    expect(exact.data.dab).toBeUndefined();
  });

  it("ends a diverging closure at its last good sample and goes on with the next method", async () => {
    const results = await run(
      {
        lattice: { kind: "chain", sites: 4 },
        electrons: { up: 2, down: 2 },
        methods: [
          { kind: "td2rdm", closure: "nakatsuji-yasuda", contractionConsistent: false },
          { kind: "td2rdm", closure: "valdemoro" },
        ],
      },
      ["density"],
    );
    const [diverged, completed] = results.methods;
    expect([diverged.status, completed.status]).toEqual(["diverged", "completed"]);
    const { divergedAt, message } = diverged.outcome ?? {};
    expect(divergedAt).toBeGreaterThan(results.times[diverged.filled - 1]);
    expect(message).toMatch(/purification/i);
    const good = diverged.data.density?.subarray(0, 4 * diverged.filled) ?? new Float64Array();
    expect(good.length).toBeGreaterThan(0);
    expect(good.every(Number.isFinite)).toBe(true);
  });
});
