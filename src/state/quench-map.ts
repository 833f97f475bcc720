import type { Config } from "../protocol/config.ts";
import { sameConfig } from "./config-store.ts";

export type MapField = "pearson" | "buildup";

/** A precomputed map over the U-V plane (map file of CONTRACT.md); fields are row-major [interaction][trap], NaN where undefined. */
export interface QuenchMap {
  readonly config: Pick<Config, "lattice" | "electrons" | "hopping" | "time">;
  readonly interaction: readonly number[];
  readonly trap: readonly number[];
  readonly fields: Readonly<Record<MapField, readonly number[]>>;
}

/** Reads a map file; null when it is not there or not a map (the pad then shows a plain grid). */
export async function loadQuenchMap(url: string): Promise<QuenchMap | null> {
  try {
    const response = await fetch(url);
    return response.ok ? asMap(await response.json()) : null;
  } catch {
    return null;
  }
}

/** Whether a map shows the quenches the pad chooses from. */
export function mapMatches(map: QuenchMap, config: Config): boolean {
  const { lattice, electrons, hopping, time, quench } = config;
  return (
    quench.protocol === "trap-release" &&
    map.config.time.end === time.end &&
    sameConfig([map.config.lattice, map.config.electrons, map.config.hopping], [lattice, electrons, hopping])
  );
}

/** Index of the axis value nearest to `value`. */
export function nearestIndex(axis: readonly number[], value: number): number {
  let best = 0;
  for (const [index, tick] of axis.entries()) {
    if (Math.abs(tick - value) < Math.abs((axis[best] ?? 0) - value)) best = index;
  }
  return best;
}

export function asMap(file: unknown): QuenchMap | null {
  const { schema, axes, fields, config } = (file ?? {}) as Record<string, unknown>;
  if (schema !== "cumulant-explorer/map@1" || typeof config !== "object" || config === null) return null;
  const { interaction, trap } = (axes ?? {}) as Record<string, unknown>;
  if (!isNumbers(interaction) || !isNumbers(trap)) return null;
  const size = interaction.length * trap.length;
  const field = (name: MapField) => {
    const real = (fields as Record<string, { real?: unknown }> | undefined)?.[name]?.real;
    if (!Array.isArray(real) || real.length !== size) return null;
    const values = real.map((value: unknown) => value ?? Number.NaN);
    return isNumbers(values) ? values : null;
  };
  const pearson = field("pearson");
  const buildup = field("buildup");
  if (pearson === null || buildup === null) return null;
  return { config: config as QuenchMap["config"], interaction, trap, fields: { pearson, buildup } };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number");
}
