import { oneBodyMatrix } from "../../physics/lattice.ts";
import type { MeanFieldPoint, MeanFieldSystem } from "./types.ts";

/** Largest error that the steps may leave in g at the end of the window, for a motion at the fastest frequency. */
const ACCURACY = 2 ** -20;

/**
 * RK4 steps of one sample interval. The motion at frequency w picks up a phase error w T (w step)^4 / 120 in
 * the window T; the fastest of [h + U diag(n), g] has the band width plus |U|.
 */
export function stepsPerSample(
  { lattice, hopping, interval, samples }: MeanFieldSystem,
  { interaction, trap }: Pick<MeanFieldPoint, "interaction" | "trap">,
): number {
  const frequency = bandWidth(oneBodyMatrix(lattice, hopping, trap), lattice.sites) + Math.abs(interaction);
  const window = interval * Math.max(1, samples - 1);
  const angle = ((120 * ACCURACY) / Math.max(frequency * window, 1)) ** 0.25;
  return Math.max(1, Math.ceil((frequency * interval) / angle));
}

/** Upper bound of the distance between the lowest and the highest level of h (sites x sites), by Gershgorin circles. */
function bandWidth(h: Float64Array, sites: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sites; i++) {
    const row = h.subarray(i * sites, (i + 1) * sites);
    const radius = row.reduce((sum, element) => sum + Math.abs(element), -Math.abs(row[i]));
    lowest = Math.min(lowest, row[i] - radius);
    highest = Math.max(highest, row[i] + radius);
  }
  return highest - lowest;
}
