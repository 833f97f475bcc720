import type { Config } from "../protocol/config.ts";
import { type MapTable, parseMap, tableFromFile } from "../protocol/map.ts";
import { sameConfig } from "./config-store.ts";

/** The scalars the pad can show. */
export type MapField = "pearson" | "buildup";

/** Reads a map file of the site; null when it cannot be read (the pad then shows a plain grid). */
export async function loadQuenchMap(url: string): Promise<MapTable | null> {
  try {
    const response = await fetch(url);
    return response.ok ? tableFromFile(parseMap(await response.json())) : null;
  } catch {
    return null;
  }
}

/** Whether a map shows the quenches the pad chooses from. */
export function mapMatches(map: MapTable, config: Config): boolean {
  return config.quench.protocol === "trap-release" && sameSystem(map.config, config);
}

/** Whether two configs differ at most in interaction, trap, methods and outputs. */
export function sameSystem(a: Config, b: Config): boolean {
  const system = ({ lattice, electrons, hopping, time, quench }: Config) => [
    quench.protocol,
    "interactionBefore" in quench ? quench.interactionBefore : null,
    lattice,
    electrons,
    hopping,
    time.end,
  ];
  return sameConfig(system(a), system(b));
}

/** Value of a field at the grid point nearest to (U, V); NaN where it is not defined. */
export function mapValue(map: MapTable, field: MapField, u: number, v: number): number {
  const row = nearestIndex(map.axes.interaction, u);
  const column = nearestIndex(map.axes.trap, v);
  return map.fields[field]?.[row * map.axes.trap.length + column] ?? Number.NaN;
}

/** Index of the value of an axis nearest to a value. */
export function nearestIndex(axis: readonly number[], value: number): number {
  let best = 0;
  for (const [index, tick] of axis.entries()) {
    if (Math.abs(tick - value) < Math.abs((axis[best] ?? 0) - value)) best = index;
  }
  return best;
}
