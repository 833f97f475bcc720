import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { GpuError } from "../../src/gpu/problems.ts";
import { createValdemoroBatch } from "../../src/gpu/td2rdm/batch.ts";
import type { Td2rdmPoint, Td2rdmSamples, Td2rdmSystem } from "../../src/gpu/td2rdm/types.ts";
import { initialRdm } from "../../src/methods/initial.ts";
import { createTd2rdmRhs } from "../../src/methods/td2rdm/rhs.ts";
import { FixedStepper } from "../../src/ode/stepper.ts";
import { buildLattice, type LatticeSpec, oneBodyMatrix } from "../../src/physics/lattice.ts";
import { openTestGpu } from "./open.ts";

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.destroy());

function chain(sites: number): LatticeSpec {
  return { kind: "chain", sites, boundary: "open" };
}

function systemOf(spec: LatticeSpec, electrons: number, consistent: boolean, samples: number): Td2rdmSystem {
  const shape = { lattice: buildLattice(spec), electrons, hopping: 1, dt: 0.02 };
  return { ...shape, interval: 0.1, samples, contractionConsistent: consistent };
}

/** Quenches from the ground states of traps; a trap of half the strength stays on. */
function points(spec: LatticeSpec, electrons: number, quenches: readonly [number, number][]): Td2rdmPoint[] {
  return quenches.map(([interaction, trap]) => {
    const { dab } = drain(
      initialRdm({
        lattice: spec,
        electrons: { up: electrons, down: electrons },
        hopping: 1,
        quench: { protocol: "trap-release", interaction, trap },
        time: { end: 1, sample: 0.1 },
      }),
    );
    return { interaction, trap: trap / 2, dab };
  });
}

/** Dab at all samples by the float64 engine with the same steps. */
function reference(system: Td2rdmSystem, { interaction, trap, dab }: Td2rdmPoint): Float64Array[] {
  const { lattice, electrons, hopping, interval, samples, dt, contractionConsistent } = system;
  const h = oneBodyMatrix(lattice, hopping, trap);
  const spec = { closure: "valdemoro" as const, contractionConsistent };
  const rhs = createTd2rdmRhs(lattice.sites, electrons, h, interaction, spec);
  const stepper = new FixedStepper((_, y, out) => rhs.evaluate(y, out), dab.slice(), dt);
  const result = [dab];
  for (let k = 1; k < samples; k++) {
    while (stepper.time < k * interval) drain(stepper.step(k * interval));
    result.push(stepper.state.slice());
  }
  return result;
}

async function runBatch(
  system: Td2rdmSystem,
  quenches: readonly Td2rdmPoint[],
  options: Parameters<typeof createValdemoroBatch>[2] = {},
) {
  const batch = await createValdemoroBatch(gpu, system, options);
  const chunks: Td2rdmSamples[] = [];
  const status = await batch.run(quenches, {
    signal: new AbortController().signal,
    onSamples: (chunk) => void chunks.push(chunk),
  });
  batch.destroy();
  const find = (p: number, s: number): Td2rdmSamples => {
    const found = chunks.filter(
      ({ firstPoint, points, firstSample, samples }) =>
        p >= firstPoint && p < firstPoint + points && s >= firstSample && s < firstSample + samples,
    );
    expect(found).toHaveLength(1);
    return found[0];
  };
  const at = (field: "delta2" | "energy" | "trace" | "norm", p: number, s: number): number => {
    const chunk = find(p, s);
    return chunk[field][(p - chunk.firstPoint) * chunk.samples + s - chunk.firstSample];
  };
  return { status, at, dab: (p: number, s: number): Float64Array => find(p, s).dab(p, s) };
}

function largestDifference(x: Float64Array, y: Float64Array): number {
  expect(x.length).toBe(y.length);
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y[i])), 0);
}

describe("a batch of Valdemoro TD2RDM quenches, against float64", () => {
  const quenches: readonly [number, number][] = [
    [1, 1],
    [3, 0.4],
    [0.25, 2],
  ];
  const square: LatticeSpec = { kind: "rectangle", lx: 2, ly: 2, boundary: "open" };
  const cases: [string, LatticeSpec, number, boolean, number, number, number][] = [
    ["2 sites, consistent, workgroup 1", chain(2), 1, true, 1, 1, 6],
    ["4 sites, workgroup 135 of 136", chain(4), 2, false, 3, 135, 4],
    ["4 sites as a square, 1 electron per spin, consistent", square, 1, true, 1, 33, 6],
    ["6 sites, consistent", chain(6), 3, true, 1, 32, 3],
  ];
  it.each(cases)("%s", async (_, lattice, electrons, consistent, count, workgroup, samples) => {
    const system = systemOf(lattice, electrons, consistent, samples);
    const batch = points(lattice, electrons, quenches.slice(0, count));
    const { status, at, dab } = await runBatch(system, batch, { workgroup });
    expect(status).toBe("completed");
    batch.forEach((point, p) => {
      let worst = 0;
      reference(system, point).forEach((expected, s) => {
        worst = Math.max(worst, largestDifference(dab(p, s), expected));
        expect(Math.abs(at("trace", p, s) - electrons ** 2)).toBeLessThan(2e-6 * electrons ** 2);
        expect(Math.abs(at("norm", p, s) - Math.hypot(...expected))).toBeLessThan(1e-5);
      });
      const drift = Math.abs(at("energy", p, samples - 1) - at("energy", p, 0));
      expect(drift).toBeLessThan(consistent ? 1e-5 : 0.1);
      expect(worst).toBeLessThan(5e-7);
    });
  });
});

it("stays close to float64 over 500 steps, keeps the energy, and lets other points explode", async () => {
  const system = systemOf(chain(4), 2, true, 101);
  const [first, second] = points(chain(4), 2, [
    [1, 1],
    [3, 0.4],
  ]);
  const huge = { ...first, dab: first.dab.map((value) => 1e6 * value) };
  const { at, dab } = await runBatch(system, [first, huge, second]);
  const expected = [reference(system, first), [], reference(system, second)];
  for (const p of [0, 2]) {
    let worst = 0;
    expected[p].forEach((sample, s) => {
      worst = Math.max(worst, largestDifference(dab(p, s), sample));
      expect(Math.abs(at("energy", p, s) - at("energy", p, 0))).toBeLessThan(1e-5);
    });
    expect(worst).toBeLessThan(5e-6);
  }
  for (const s of [1, 50, 100]) expect(at("norm", 1, s) <= 5).toBe(false);
});

it("names the limit that Dab of 8 sites exceeds", async () => {
  const failure = await createValdemoroBatch(gpu, systemOf(chain(8), 4, true, 2)).catch(
    (caught: unknown) => caught,
  );
  expect(failure).toBeInstanceOf(GpuError);
  expect((failure as GpuError).problem).toMatchObject({
    kind: "limit-too-small",
    limit: "maxComputeWorkgroupStorageSize",
  });
});
