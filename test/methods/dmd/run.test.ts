import { describe, expect, it } from "vitest";
import { dmdRun } from "../../../src/methods/dmd/run.ts";
import { exactRun } from "../../../src/methods/exact.ts";
import type { DmdSpec, SystemSpec } from "../../../src/methods/types.ts";
import { type CollectedRun, collect, trapQuench } from "../../support/runs.ts";

const SPEC: DmdSpec = { kind: "dmd", delays: 10, stride: 0.2, rank: "auto", trainUntil: 10 };
const FIELDS = new Set(["dab", "density", "energy", "particles", "delta3"] as const);

function run(system: SystemSpec, change: Partial<DmdSpec> = {}): CollectedRun {
  return collect(dmdRun(system, { ...SPEC, ...change }, FIELDS));
}

function exactDab(system: SystemSpec): Float64Array[] {
  return collect(exactRun(system, new Set(["dab"]))).samples.dab ?? [];
}

/** |a - b| / |b| over the samples from `first` on. */
function error(a: readonly Float64Array[], b: readonly Float64Array[], first: number, end: number): number {
  let [difference, norm] = [0, 0];
  for (let k = first; k < end; k++) {
    a[k].forEach((value, i) => {
      difference += (value - b[k][i]) ** 2;
      norm += b[k][i] ** 2;
    });
  }
  return Math.sqrt(difference / norm);
}

/** M, U, V and the extrapolation error of delay-DMD: PHYSICS.md section 8. */
const TABLE = [
  [4, 1, 0.2, 0.0005],
  [4, 8, 1, 0.002],
  [4, 3, 0.4, 0.004],
  [4, 0.25, 1, 0.014],
  [4, 1, 1, 0.092],
  [4, 3, 2.5, 0.43],
  [6, 8, 0.4, 0.006],
  [6, 0.25, 0.2, 0.023],
  [6, 2, 0.2, 0.038],
  [6, 8, 1, 0.053],
  [6, 1, 0.2, 0.042],
  [6, 3, 0.4, 0.11],
  [6, 0.25, 1, 0.29],
  [6, 1, 1, 0.37],
  [6, 1, 1.5, 0.39],
  [6, 3, 2.5, 0.52],
] as const;

describe("DMD of exact trajectories", () => {
  it.each(TABLE)("extrapolates M = %d, U = %d, V = %d within a factor 2 of %d", (sites, u, v, expected) => {
    const system = trapQuench(sites, u, v);
    const { outcome, samples, count } = run(system);
    const exact = exactDab(system);
    expect(outcome.status).toBe("completed");
    expect(count).toBe(201);
    const found = error(samples.dab ?? [], exact, 101, 201);
    expect(found).toBeLessThan(2 * expected);
    expect(found).toBeGreaterThan(expected / 2);
    expect(error(samples.dab ?? [], exact, 0, 101)).toBeLessThan(0.01);
    expect(error(samples.dab ?? [], exact, 0, 20)).toBeLessThan(1e-13);
  });

  it("conserves what is linear: particles and energy", () => {
    const { outcome, data } = run(trapQuench(4, 1, 1));
    expect(outcome.checks.particleDrift).toBeLessThan(1e-6);
    expect(outcome.checks.energyDrift).toBeLessThan(1e-6);
    expect(data.particles?.at(-1)).toBeCloseTo(4, 6);
    expect(outcome.checks.minEigenvalueD).toBeLessThan(0);
    expect(data.delta3).toBeUndefined();
  });

  it("reports its rank and training error in words", () => {
    expect(run(trapQuench(4, 1, 0.2)).outcome.message).toMatch(
      /^Rank \d+ of \d+, training error \d\.\de-\d+\.$/,
    );
    expect(run(trapQuench(4, 1, 0.2), { rank: 6 }).outcome.message).toContain("Rank 6 of");
  });

  it("gives samples at times that are no multiple of its training interval", () => {
    const system = trapQuench(4, 1, 0.2, { time: { end: 12, sample: 0.07 } });
    const { samples, count } = run(system, { trainUntil: 8 });
    expect(count).toBe(172);
    expect(error(samples.dab ?? [], exactDab(system), 0, 114)).toBeLessThan(1e-6);
  });

  it("ends before the first sample that no state could have", () => {
    const { outcome, count } = run(trapQuench(4, 8, 1), { delays: 1 });
    expect(outcome.status).toBe("diverged");
    expect(outcome.message).toContain("exploded at t = ");
    expect(count).toBe(Math.round((outcome.divergedAt ?? 0) / 0.1));
  });

  it("stands still where the exact dynamics does", () => {
    const { outcome, samples } = run(trapQuench(4, 1, 0));
    const first = samples.dab?.[0] ?? new Float64Array();
    samples.dab?.at(-1)?.forEach((value, i) => expect(Math.abs(value - first[i])).toBeLessThan(1e-9));
    expect(outcome.status).toBe("completed");
  });

  it("reports the data as training, and hands out its samples in order", () => {
    const { events } = run(trapQuench(4, 1, 0.2));
    const phases = events.map((event) => (event.kind === "progress" ? event.phase : event.kind));
    expect([...new Set(phases)]).toEqual(["ground-state", "training", "samples"]);
  });

  it("refuses open shells and states of higher spin", () => {
    expect(() => run({ ...trapQuench(4, 1, 1), electrons: { up: 2, down: 1 } })).toThrow(
      "dynamic mode decomposition is written for closed-shell singlets",
    );
    const sites = ["u", "d", "u", "d"] as const;
    const neel: SystemSpec = {
      ...trapQuench(4, 1, 1),
      quench: { protocol: "product-state", interaction: 1, sites },
    };
    expect(() => run(neel)).toThrow('methods: found "dmd", expected an initial state of total spin 0');
  });
});
