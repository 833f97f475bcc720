import { assert } from "../base/errors.ts";
import { type Config, trainingEnd } from "./config-schema.ts";
import { methodLabels } from "./labels.ts";
import { sampleCount } from "./sizes.ts";

/** Scalars of the exact run at each point (PHYSICS.md section 7); `gap` is that of the initial Hamiltonian, in J. */
export const EXACT_MAP_FIELDS = ["pearson", "meanDelta3", "buildup", "initialDelta3", "gap"] as const;

/**
 * Scalars of each approximate method; in a map they are called `<name>:<method label>`. Over the whole
 * window, at its end (both |D - D exact| / |D exact| of Dab), and the time of divergence in 1/J.
 */
export const ERROR_MAP_FIELDS = ["relativeError", "relativeErrorAtEnd", "divergedAt"] as const;

/**
 * More scalars of the exact run in a map with learned methods: share of it after the training segment that the
 * segment does not span, and extrapolation error of the constant mean of the segment.
 */
export const WINDOW_MAP_FIELDS = ["unseenFraction", "meanError"] as const;

/**
 * More scalars of each approximate method in a map with learned methods: its errors on either side of the end
 * of training, and the second over `meanError`.
 */
export const WINDOW_ERROR_MAP_FIELDS = ["trainingError", "extrapolationError", "skill"] as const;

type ErrorMapField = (typeof ERROR_MAP_FIELDS | typeof WINDOW_ERROR_MAP_FIELDS)[number];

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
  const judged = trainingEnd(methods) !== null;
  const fields = judged ? [...ERROR_MAP_FIELDS, ...WINDOW_ERROR_MAP_FIELDS] : ERROR_MAP_FIELDS;
  return [
    ...EXACT_MAP_FIELDS,
    ...(judged ? WINDOW_MAP_FIELDS : []),
    ...labels.flatMap((label) => fields.map((field) => errorFieldName(field, label))),
  ];
}

const WINDOW_KINDS: ReadonlySet<string> = new Set([...WINDOW_MAP_FIELDS, ...WINDOW_ERROR_MAP_FIELDS]);

/** Whether a field belongs to the time after the training of learned methods. */
export function isWindowField(name: string): boolean {
  return WINDOW_KINDS.has(fieldKind(name));
}

/** Whether a window goes on after the training of the first learned method. */
export function hasExtrapolation({ methods, time }: Pick<Config, "methods" | "time">): boolean {
  const end = trainingEnd(methods);
  return end !== null && sampleCount({ ...time, end }) < sampleCount(time);
}

/** The config of one point of a map. */
export function configAt(config: Config, interaction: number, trap: number): Config {
  const { quench } = config;
  assert(quench.protocol !== "product-state", "product states cannot be mapped");
  return { ...config, quench: { ...quench, interaction, trap } };
}
