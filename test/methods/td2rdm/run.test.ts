import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../../../src/base/errors.ts";
import { FIELD_NAMES, type SampledField } from "../../../src/base/fields.ts";
import { exactRun } from "../../../src/methods/exact.ts";
import { td2rdmRun } from "../../../src/methods/td2rdm/run.ts";
import type { ClosureName, SystemSpec, Td2rdmSpec } from "../../../src/methods/types.ts";
import { frobenius, maxDifference } from "../../support/brute-force.ts";
import { type CollectedRun, collect, trapQuench } from "../../support/runs.ts";

const CLOSURES = ["valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"] as const;

function spec(closure: ClosureName, more: Partial<Td2rdmSpec> = {}): Td2rdmSpec {
  return {
    kind: "td2rdm",
    closure,
    contractionConsistent: true,
    purification: "none",
    integrator: { kind: "rk4", dt: 0.02 },
    ...more,
  };
}

function run(system: SystemSpec, method: Td2rdmSpec, ...fields: SampledField[]): CollectedRun {
  return collect(td2rdmRun(system, method, new Set(fields)));
}

const short = { time: { end: 2, sample: 0.5 } };

describe.each(CLOSURES)("%s", (closure) => {
  test("keeps particles and, with contraction consistency, the energy", () => {
    const consistent = run(trapQuench(4, 1, 1, short), spec(closure)).outcome.checks;
    expect(consistent.particleDrift).toBeLessThan(1e-10);
    expect(consistent.energyDrift).toBeLessThan(1e-9);
    expect(consistent.contractionResidual).toBeLessThan(1e-12);
    const plain = run(trapQuench(4, 1, 1, short), spec(closure, { contractionConsistent: false })).outcome
      .checks;
    expect(plain.particleDrift).toBeLessThan(1e-10);
    expect(plain.energyDrift).toBeGreaterThan(1e-4);
    expect(plain.contractionResidual).toBeGreaterThan(1e-3);
  });

  test.each([true, false])(
    "is exact without interaction, contraction consistent: %s",
    (contractionConsistent) => {
      const system = trapQuench(4, 0, 0.8, { time: { end: 3, sample: 1 } });
      const integrator = { kind: "dopri5", rtol: 1e-10, atol: 1e-12 } as const;
      const exact = collect(exactRun(system, new Set<SampledField>(["dab"]))).samples.dab ?? [];
      const { samples } = run(system, spec(closure, { contractionConsistent, integrator }), "dab", "delta2");
      expect(samples.dab?.length).toBe(4);
      for (const [k, dab] of (samples.dab ?? []).entries()) {
        expect(maxDifference(dab, exact[k])).toBeLessThan(1e-8);
        expect(samples.delta2?.[k][0]).toBeLessThan(1e-8);
      }
    },
  );

  test("is exact with interaction as long as correlations are small", () => {
    const system = trapQuench(4, 0.05, 0.5, { time: { end: 1, sample: 1 } });
    const exact = collect(exactRun(system, new Set<SampledField>(["dab"]))).samples.dab ?? [];
    const { samples } = run(system, spec(closure), "dab");
    const difference = exact[1].map((value, i) => value - (samples.dab?.[1][i] ?? Number.NaN));
    expect(frobenius(difference)).toBeLessThan(1e-4);
  });
});

test("Dormand-Prince and Runge-Kutta steps agree", () => {
  const system = trapQuench(4, 1, 1, { time: { end: 5, sample: 0.5 } });
  const coarse = run(
    system,
    spec("valdemoro", { integrator: { kind: "dopri5", rtol: 1e-9, atol: 1e-11 } }),
    "dab",
  );
  const fine = run(system, spec("valdemoro", { integrator: { kind: "rk4", dt: 0.005 } }), "dab");
  expect(coarse.outcome.steps.accepted).toBeLessThan(500);
  expect(fine.outcome.steps.accepted).toBe(1000);
  for (const [k, dab] of (fine.samples.dab ?? []).entries()) {
    expect(maxDifference(dab, coarse.samples.dab?.[k] ?? new Float64Array())).toBeLessThan(1e-7);
  }
});

test("the error of Runge-Kutta steps falls by sixteen when dt is halved", () => {
  const system = trapQuench(4, 1, 1, { time: { end: 1, sample: 1 } });
  const final = (dt: number): Float64Array =>
    run(system, spec("valdemoro", { integrator: { kind: "rk4", dt } }), "dab").samples.dab?.[1] ??
    new Float64Array();
  const exact = final(0.005);
  const ratio = maxDifference(final(0.1), exact) / maxDifference(final(0.05), exact);
  expect(Math.log2(ratio)).toBeGreaterThan(3.8);
  expect(Math.log2(ratio)).toBeLessThan(4.3);
});

test("densities keep the mirror symmetry of the trap", () => {
  const { samples } = run(
    trapQuench(6, 1, 1, { time: { end: 10, sample: 1 } }),
    spec("valdemoro"),
    "density",
  );
  expect(samples.density?.length).toBe(11);
  for (const density of samples.density ?? []) {
    expect(maxDifference(density, density.toReversed())).toBeLessThan(1e-10);
  }
});

test("open chains of any size, filling, interaction and trap: particles, energy and contractions are kept", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 5 }),
      fc.nat(),
      fc.double({ min: 0, max: 4, noNaN: true }),
      fc.double({ min: 0.1, max: 1.5, noNaN: true }),
      fc.constantFrom(...CLOSURES),
      (sites, seed, interaction, trap, closure) => {
        const n = 1 + (seed % sites);
        const system = trapQuench(sites, interaction, trap, {
          electrons: { up: n, down: n },
          time: { end: 0.4, sample: 0.2 },
        });
        const { outcome } = run(system, spec(closure), "energy");
        expect(outcome.checks.particleDrift).toBeLessThan(1e-10);
        expect(outcome.checks.energyDrift).toBeLessThan(1e-9);
        expect(outcome.checks.contractionResidual).toBeLessThan(1e-9);
      },
    ),
    { numRuns: 20 },
  );
});

test("a rectangle and other protocols run", () => {
  const rectangle: SystemSpec = {
    lattice: { kind: "rectangle", lx: 2, ly: 2, boundary: "open" },
    electrons: { up: 2, down: 2 },
    hopping: 0.7,
    quench: { protocol: "product-state", interaction: 2, sites: ["ud", "0", "0", "ud"] },
    time: { end: 1, sample: 0.25 },
  };
  const { samples, outcome } = run(rectangle, spec("valdemoro"), "density");
  expect(outcome.groundState).toBeNull();
  expect([...(samples.density?.[0] ?? [])]).toEqual([2, 0, 0, 2]);
  expect(outcome.checks.energyDrift).toBeLessThan(1e-9);
  expect(samples.density?.[4][1]).toBeGreaterThan(0.1);
});

test("the trap stays on after an interaction quench", () => {
  const system: SystemSpec = {
    ...trapQuench(4, 1, 1, short),
    quench: { protocol: "interaction-quench", interactionBefore: 1, interaction: 1, trap: 1 },
  };
  const { samples } = run(system, spec("valdemoro", { contractionConsistent: false }), "density");
  const { density } = samples;
  expect(maxDifference(density?.[1] ?? new Float64Array(), density?.[0] ?? new Float64Array(4))).toBeLessThan(
    1e-2,
  );
});

test("every field is delivered except delta3", () => {
  const wanted = FIELD_NAMES.filter((name): name is SampledField => name !== "relativeError");
  const { samples, count } = run(trapQuench(4, 1, 1, short), spec("valdemoro"), ...wanted);
  expect(count).toBe(5);
  expect(Object.keys(samples).toSorted()).toEqual(wanted.filter((name) => name !== "delta3").toSorted());
  for (const arrays of Object.values(samples)) {
    expect(arrays.flatMap((array) => [...array]).every(Number.isFinite)).toBe(true);
  }
  const exact = collect(exactRun(trapQuench(4, 1, 1, short), new Set(wanted))).samples;
  const wrong = wanted.filter((name) => {
    if (name === "closureResidual") return false;
    const start = samples[name]?.[0] ?? new Float64Array();
    return !(maxDifference(start, exact[name]?.[0] ?? new Float64Array()) < 1e-6);
  });
  expect(wrong).toEqual([]);
});

test("hands control back between slopes and purification iterations when they are slow", () => {
  let clock = 0;
  const spy = vi.spyOn(Date, "now").mockImplementation(() => (clock += 10));
  try {
    const system = trapQuench(4, 2, 1, { time: { end: 0.4, sample: 0.4 } });
    const events = [...td2rdmRun(system, spec("valdemoro"), new Set(["energy"] as const))];
    expect(events.filter(({ kind }) => kind === "progress").length).toBeGreaterThanOrEqual(80);
    const method = spec("valdemoro", { purification: "energy-conserving" });
    const purified = [...td2rdmRun(system, method, new Set(["energy"] as const))];
    expect(purified.length).toBeGreaterThan(events.length);
    const fractions = events.flatMap((event) =>
      event.kind === "progress" && event.phase === "propagation" ? [event.fraction] : [],
    );
    expect(fractions.every((fraction, k) => fraction <= 1 && fraction >= (fractions[k - 1] ?? 0))).toBe(true);
  } finally {
    spy.mockRestore();
  }
});

describe("divergence", () => {
  test("Nakatsuji-Yasuda without purification is stopped at its last good sample", () => {
    const method = spec("nakatsuji-yasuda", { contractionConsistent: false });
    const { outcome, samples, count } = run(trapQuench(4, 1, 1), method, "dab");
    expect(outcome.status).toBe("diverged");
    expect(outcome.divergedAt).toBeGreaterThan(15);
    expect(outcome.divergedAt).toBeLessThan(20);
    expect(count).toBe(Math.floor((outcome.divergedAt ?? 0) / 0.1 + 1e-9) + 1);
    expect(outcome.message).toMatch(
      /^Nakatsuji-Yasuda without purification exploded at t = 1\d\.\d\. Turn purification on, or shorten the window\.$/,
    );
    for (const dab of samples.dab ?? []) expect(frobenius(dab)).toBeLessThan(5);
  });

  test("adaptive steps report it too", () => {
    const integrator = { kind: "dopri5", rtol: 1e-6, atol: 1e-8 } as const;
    const { outcome } = run(trapQuench(4, 1, 1), spec("mazziotti", { integrator }), "energy");
    expect(outcome.status).toBe("diverged");
    expect(outcome.divergedAt).toBeLessThan(20);
  });

  test.each([
    [{ kind: "rk4", dt: 1 }, /Take time steps below 0\.3, or shorten/],
    [{ kind: "dopri5", rtol: 0.1, atol: 0.1 }, /Tighten the tolerances, or shorten/],
  ] as const)("steps that are too long get the blame: %o", (integrator, message) => {
    const { outcome } = run(
      trapQuench(4, 1, 1, { time: { end: 20, sample: 5 } }),
      spec("valdemoro", { integrator }),
      "energy",
    );
    expect(outcome.status).toBe("diverged");
    expect(outcome.message).toMatch(message);
  });

  test("bounded runs are left alone", () => {
    const { outcome, count } = run(
      trapQuench(4, 1, 1),
      spec("valdemoro", { contractionConsistent: false }),
      "energy",
    );
    expect(outcome.checks.minEigenvalueD).toBeLessThan(-0.2);
    expect(outcome.status).toBe("completed");
    expect(outcome.divergedAt).toBeNull();
    expect(count).toBe(201);
  });
});

describe("refusals", () => {
  test("unequal numbers of up and down electrons", () => {
    const system = trapQuench(4, 1, 1, { electrons: { up: 2, down: 1 } });
    expect(() => td2rdmRun(system, spec("valdemoro"), new Set())).toThrow(InputError);
    expect(() => td2rdmRun(system, spec("valdemoro"), new Set())).toThrow(
      /^electrons: .*closed-shell singlets/,
    );
  });

  test("a Neel state is not a singlet", () => {
    const system: SystemSpec = {
      ...trapQuench(4, 1, 1),
      quench: { protocol: "product-state", interaction: 1, sites: ["u", "d", "u", "d"] },
    };
    expect(() => run(system, spec("valdemoro"), "energy")).toThrow(InputError);
    expect(() => run(system, spec("valdemoro"), "energy")).toThrow(/^methods: .*total spin 0/);
  });

  test("a ground state of higher spin is refused with its gap: Hund's rule on a triangle", () => {
    const system: SystemSpec = {
      lattice: { kind: "chain", sites: 3, boundary: "periodic" },
      electrons: { up: 2, down: 2 },
      hopping: 1,
      quench: { protocol: "trap-release", interaction: 4, trap: 0 },
      time: { end: 1, sample: 0.1 },
    };
    expect(() => run(system, spec("valdemoro"), "energy")).toThrow(
      /the gap above its ground state is 0\.\d+ J/,
    );
  });
});
