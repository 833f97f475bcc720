import { describe, expect, it } from "vitest";
import { exactRun } from "../../src/methods/exact.ts";
import { distance } from "../support/random-systems.ts";
import { collect, trapQuench } from "../support/runs.ts";

/**
 * Two sites, one electron of each spin. In the basis |ud,0>, |0,ud>, (|u,d> - |d,u>)/sqrt 2 (singlet) the
 * even combination of the doublons couples to the covalent state by 2J and the odd one to nothing:
 * levels (U -+ sqrt(U^2 + 16 J^2)) / 2 and U, and the triplet at 0.
 */
const TIME = { end: 10, sample: 0.25 };
const times = Array.from({ length: 41 }, (_, k) => k * TIME.sample);

describe("the Hubbard dimer", () => {
  it.each([0, 1, 4, -3])("has its exact ground state and gap at U = %d", (interaction) => {
    const system = trapQuench(2, interaction, 0, { time: { end: 0, sample: 1 } });
    const { data, outcome } = collect(exactRun(system, new Set(["energy", "doublons", "spinSpin"])));
    const root = Math.sqrt(interaction ** 2 + 16);
    const energy = (interaction - root) / 2;
    expect(outcome.groundState?.energy).toBeCloseTo(energy, 12);
    expect(outcome.groundState?.gap).toBeCloseTo(Math.min(0, interaction) - energy, 9);
    expect(data.energy?.[0]).toBeCloseTo(energy, 12);
    const doublon = (1 - interaction / root) / 4;
    expect(data.doublons?.[0]).toBeCloseTo(doublon, 12);
    expect(data.spinSpin?.[1]).toBeCloseTo(-(1 - 2 * doublon) / 4, 12);
  });

  it.each([0, 2.5, 9])("oscillates from a doublon as the three singlet levels say, U = %d", (interaction) => {
    const system = trapQuench(2, 0, 0, {
      time: TIME,
      quench: { protocol: "product-state", interaction, sites: ["ud", "0"] },
    });
    const { data } = collect(exactRun(system, new Set(["density", "doublons"])));
    const root = Math.sqrt(interaction ** 2 + 16);
    const levels = [(interaction - root) / 2, (interaction + root) / 2];
    const weights = [(1 - interaction / root) / 2, (1 + interaction / root) / 2];
    const left = times.map((t) => {
      // amplitude of |ud,0>: half of the even doublon's survival amplitude plus half of the odd one's
      const re = weights[0] * Math.cos(levels[0] * t) + weights[1] * Math.cos(levels[1] * t);
      const im = weights[0] * Math.sin(levels[0] * t) + weights[1] * Math.sin(levels[1] * t);
      const [oddRe, oddIm] = [Math.cos(interaction * t), Math.sin(interaction * t)];
      return ((re + oddRe) ** 2 + (im + oddIm) ** 2) / 4;
    });
    expect(distance(data.doublons?.filter((_, i) => i % 2 === 0) ?? [], left)).toBeLessThan(1e-12);
  });
});
