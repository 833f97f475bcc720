import { describe, expect, it } from "vitest";
import type { Td2rdmBatch } from "../../src/gpu/td2rdm/batch.ts";
import type { PurificationReport } from "../../src/gpu/td2rdm/types.ts";
import { type MethodConfig, sampleCount, siteCount } from "../../src/protocol/config.ts";
import { type PreparedPoint, recordTd2rdm } from "../../src/worker/gpu-records.ts";
import { replay } from "../../src/worker/gpu-replay.ts";
import { collect } from "../support/runs.ts";
import { smallConfig } from "./fakes.ts";

const method: MethodConfig = {
  kind: "td2rdm",
  closure: "valdemoro",
  contractionConsistent: true,
  purification: "energy-conserving",
  integrator: { kind: "rk4", dt: 0.05 },
};
const config = smallConfig({ methods: [{ kind: "exact" }, method] });
const samples = sampleCount(config.time);
const width = 2 * siteCount(config.lattice) ** 4;

/** A device that hands out two chunks of constant matrices, the reports of purification growing, |Dab| as given. */
function fakeBatch(reports: readonly PurificationReport[], norm: (sample: number) => number) {
  const constant = (length: number) => new Float64Array(length).fill(1);
  const run: Td2rdmBatch["run"] = (points, { onSamples }) => {
    const cut = Math.floor(samples / 2);
    [0, cut].forEach((firstSample, part) => {
      const count = part === 0 ? cut : samples - cut;
      const items = points.length * count;
      onSamples({
        firstPoint: 0,
        points: points.length,
        firstSample,
        samples: count,
        delta2: constant(items),
        energy: constant(items),
        trace: constant(items),
        norm: Float64Array.from({ length: items }, (_, k) => norm(firstSample + (k % count))),
        dab: () => constant(width),
        purification: () => reports[part],
      });
    });
    return Promise.resolve("completed");
  };
  return { run };
}

const quiet: PurificationReport = { unfinished: 0, smallest: 0, iterations: 40, sweeps: 90 };
const unfinished: PurificationReport = { ...quiet, unfinished: 3, smallest: -2e-5 };

/** What becomes of the run of one point. */
async function outcome(reports: readonly PurificationReport[], norm: (sample: number) => number = () => 1) {
  const point: PreparedPoint = {
    point: { index: 0, interaction: 1, trap: 1 },
    interaction: 1,
    trap: 0,
    psi: new Float64Array(1),
    d1: null,
    dab: new Float64Array(width),
    groundState: null,
    records: new Map(),
  };
  await recordTd2rdm(fakeBatch(reports, norm), config, method, [point], new AbortController().signal);
  const record = point.records.get(method);
  if (record === undefined) throw new Error("nothing was recorded");
  return collect(replay(record));
}

describe("purification on a device", () => {
  it("says what it did not reach, and to which tolerance, as on the CPU", async () => {
    const run = await outcome([quiet, unfinished]);
    expect(run.count).toBe(samples);
    expect(run.outcome).toMatchObject({ status: "completed", divergedAt: null });
    expect(run.outcome.message).toBe(
      "Purification reached its limit of 500 iterations in 3 steps; eigenvalues down to -2.0e-5 remained, below the tolerance of -1e-6.",
    );
  });

  it("says nothing when it went well, or when the run diverged", async () => {
    expect((await outcome([quiet, quiet])).outcome.message).toBeNull();
    const diverged = await outcome([quiet, unfinished], (sample) => (sample > 4 ? Number.NaN : 1));
    expect(diverged.count).toBe(5);
    expect(diverged.outcome).toMatchObject({ status: "diverged", message: null });
    expect(diverged.outcome.divergedAt).toBeCloseTo(5 * config.time.sample, 12);
  });
});
