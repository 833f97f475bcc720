import { describe, expect, it } from "vitest";
import { drain } from "../../src/base/steps.ts";
import { afterQuench, beforeQuench, initialRdm, prepareInitialState } from "../../src/methods/initial.ts";
import type { SiteOccupation } from "../../src/methods/types.ts";
import { cumulantNorm } from "../../src/physics/cumulants.ts";
import { StateRdms } from "../../src/physics/state-rdms.ts";
import { distance } from "../support/random-systems.ts";
import { trapQuench } from "../support/runs.ts";

describe("beforeQuench and afterQuench", () => {
  it("read the protocols", () => {
    const trap = trapQuench(4, 3, 2);
    expect([beforeQuench(trap), afterQuench(trap)]).toEqual([
      { interaction: 3, trap: 2 },
      { interaction: 3, trap: 0 },
    ]);
    const interaction = trapQuench(4, 0, 0, {
      quench: { protocol: "interaction-quench", interactionBefore: 1, interaction: 5, trap: 0.3 },
    });
    expect([beforeQuench(interaction), afterQuench(interaction)]).toEqual([
      { interaction: 1, trap: 0.3 },
      { interaction: 5, trap: 0.3 },
    ]);
    const product = trapQuench(2, 0, 0, {
      quench: { protocol: "product-state", interaction: 5, sites: ["u", "d"] },
    });
    expect([beforeQuench(product), afterQuench(product)]).toEqual([null, { interaction: 5, trap: 0 }]);
  });
});

describe("initialRdm", () => {
  it("needs no Fock space for determinants, and agrees with it where there is one", () => {
    const free = trapQuench(4, 0, 0.8, { electrons: { up: 3, down: 1 } });
    const direct = drain(initialRdm(free));
    const nearly = drain(initialRdm(trapQuench(4, 1e-13, 0.8, { electrons: { up: 3, down: 1 } })));
    expect(distance(direct.dab, nearly.dab)).toBeLessThan(1e-11);
    expect(distance(direct.d1up, nearly.d1up)).toBeLessThan(1e-11);
    expect(distance(direct.d1dn, nearly.d1dn)).toBeLessThan(1e-11);
    expect(direct.groundState?.energy).toBeCloseTo(nearly.groundState?.energy ?? 0, 11);
    expect(direct.groundState?.gap).toBeCloseTo(nearly.groundState?.gap ?? 0, 9);
  });

  it("serves lattices far beyond exact dynamics", () => {
    const sites = 16;
    const free = drain(initialRdm(trapQuench(sites, 0, 0.1)));
    expect(cumulantNorm(free.d1up, free.d1dn, free.dab, sites)).toBe(0);
    expect(free.groundState?.residual).toBe(0);
    const occupations = Array.from({ length: sites }, (_, i): SiteOccupation => (i < 8 ? "ud" : "0"));
    const product = drain(
      initialRdm(
        trapQuench(sites, 0, 0, {
          quench: { protocol: "product-state", interaction: 1, sites: occupations },
        }),
      ),
    );
    expect(product.groundState).toBeNull();
    const diagonal = Array.from({ length: sites }, (_, i) => product.d1up[2 * i * (sites + 1)]);
    expect(diagonal).toEqual(occupations.map((site) => (site === "ud" ? 1 : 0)));
    expect(product.dab.reduce((sum, value) => sum + value, 0)).toBe(64);
  });

  it("goes through Fock space when the free shell is degenerate", () => {
    const ring = { kind: "chain", sites: 4, boundary: "periodic" } as const;
    const { groundState, dab } = drain(initialRdm(trapQuench(4, 0, 0, { lattice: ring })));
    expect(groundState?.gap).toBe(0);
    expect(dab.reduce((sum, value, i) => sum + (i % (2 * 17) === 0 ? value : 0), 0)).toBeCloseTo(4, 12);
  });
});

describe("degenerate free shells", () => {
  it("are the same state for all methods, without hopping too", () => {
    const flat = trapQuench(4, 0, 0, { hopping: 0 });
    const { dab, groundState } = drain(initialRdm(flat));
    const { space, psi } = drain(prepareInitialState(flat));
    const exact = new Float64Array(2 * 4 ** 4);
    drain(new StateRdms(space).upDown({ re: psi, im: new Float64Array(psi.length) }, exact));
    expect(distance(dab, exact)).toBe(0);
    expect(groundState?.gap).toBe(0);
  });

  it.each([16, 32])("are refused on a half-filled ring of %d sites", (sites) => {
    const lattice = { kind: "chain", sites, boundary: "periodic" } as const;
    expect(() => drain(initialRdm(trapQuench(sites, 0, 0, { lattice })))).toThrow(
      /^quench: .*expected a state before the quench that is not degenerate/,
    );
  });
});

describe("prepareInitialState", () => {
  it("is reproducible and remembers the last system only", () => {
    const system = trapQuench(6, 1, 1);
    const first = drain(prepareInitialState(system));
    expect(drain(prepareInitialState({ ...system, time: { end: 1, sample: 1 } }))).toBe(first);
    expect(drain(prepareInitialState(trapQuench(6, 1, 1.1)))).not.toBe(first);
    const again = drain(prepareInitialState(system));
    expect(again).not.toBe(first);
    expect(again.psi).toEqual(first.psi);
  });

  it("pauses during the search", () => {
    let pauses = 0;
    for (const _ of prepareInitialState(trapQuench(6, 2, 0.9))) pauses++;
    expect(pauses).toBeGreaterThan(20);
  });
});
