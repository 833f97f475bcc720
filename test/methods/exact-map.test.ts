import { describe, expect, it } from "vitest";
import { exactRun } from "../../src/methods/exact.ts";
import { buildup, pearson } from "../../src/physics/diagnostics.ts";
import { collect, trapQuench } from "../support/runs.ts";

/** Entries of the map of PHYSICS.md section 7, given there to two decimals. */
describe("the map of Pearson r and buildup b", () => {
  it.each([
    [1, 1, 0.41, 0.83],
    [0.25, 0.4, 0.98, 0.16],
    [8, 1, 0.05, 0.05],
    [3, 2.5, -0.42, 1.2],
    [1, 4, -0.52, 1.1],
  ])("has its values at U = %d, V = %d", (interaction, trap, r, b) => {
    const { data } = collect(exactRun(trapQuench(6, interaction, trap), new Set(["delta2", "delta3"])));
    const [delta2, delta3] = [data.delta2 ?? [], data.delta3 ?? []];
    expect(Math.abs((pearson(delta2, delta3) ?? Number.NaN) - r)).toBeLessThan(0.005);
    expect(Math.abs(buildup(delta3) - b)).toBeLessThan(0.005);
  });
});
