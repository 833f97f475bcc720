import { assert } from "../base/errors.ts";
import type { Config } from "./config-schema.ts";
import { methodLabels } from "./labels.ts";

/** Scalars of the exact run at each point (PHYSICS.md section 7); `gap` is that of the initial Hamiltonian, in J. */
export const EXACT_MAP_FIELDS = ["pearson", "meanDelta3", "buildup", "initialDelta3", "gap"] as const;

/**
 * Scalars of each approximate method; in a map they are called `<name>:<method label>`. Over the whole
 * window, at its end (both |D - D exact| / |D exact| of Dab), and the time of divergence in 1/J.
 */
export const ERROR_MAP_FIELDS = ["relativeError", "relativeErrorAtEnd", "divergedAt"] as const;
type ErrorMapField = (typeof ERROR_MAP_FIELDS)[number];

/** Name of a field of one approximate method. */
export function errorFieldName(field: ErrorMapField, label: string): string {
  return `${field}:${label}`;
}

/** The part of a field name before the method label. */
export function fieldKind(name: string): string {
  return name.split(":", 1)[0] ?? name;
}

/** Names of all fields of a map of this config. */
export function mapFieldNames({ methods }: Pick<Config, "methods">): string[] {
  const labels = methodLabels(methods).filter((_, index) => methods[index]?.kind !== "exact");
  return [
    ...EXACT_MAP_FIELDS,
    ...labels.flatMap((label) => ERROR_MAP_FIELDS.map((field) => errorFieldName(field, label))),
  ];
}

/** The config of one point of a map. */
export function configAt(config: Config, interaction: number, trap: number): Config {
  const { quench } = config;
  assert(quench.protocol !== "product-state", "product states cannot be mapped");
  return { ...config, quench: { ...quench, interaction, trap } };
}
