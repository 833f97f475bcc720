import { InputError } from "../base/errors.ts";
import type { QuenchPoint } from "../engine/training.ts";
import { CONFIG_SCHEMA, type Config, type NeuralOdeConfig, parseConfig } from "../protocol/config.ts";
import { evenAxis } from "../protocol/map.ts";

/** What the user sets for a training. */
export interface TrainingSettings {
  /** `trainUntil` null: that of the recipe, or half of a shorter window. */
  readonly method: Omit<NeuralOdeConfig, "trainUntil">;
  readonly trainUntil: number | null;
  /** Interactions and traps to learn from besides the quench itself, in J: every pair of the two lists. */
  readonly furtherInteractions: readonly number[];
  readonly furtherTraps: readonly number[];
  /** Traps that are only predicted, at the interaction of the quench. */
  readonly heldOutTraps: readonly number[];
}

/** The recipe of docs/physics.md section 8, with all defaults of the config. */
export const RECIPE: NeuralOdeConfig = recipe();

function recipe(): NeuralOdeConfig {
  const { methods } = parseConfig({ schema: CONFIG_SCHEMA, methods: [{ kind: "neural-ode" }] });
  const [method] = methods;
  if (method?.kind !== "neural-ode") throw new Error("internal error: the recipe is no neural ODE");
  return method;
}

export const DEFAULT_SETTINGS: TrainingSettings = {
  method: RECIPE,
  trainUntil: null,
  furtherInteractions: [],
  furtherTraps: [],
  heldOutTraps: [],
};

/** The method that a training of this config trains. */
export function trainedMethod(config: Config, { method, trainUntil }: TrainingSettings): NeuralOdeConfig {
  return { ...method, trainUntil: trainUntil ?? Math.min(RECIPE.trainUntil, config.time.end / 2) };
}

/**
 * The config that shows a training next to what it has to beat: exact, mean field, TD2RDM, truncated and
 * delay-DMD; then the neural ODE and, where it asks for that, the same purified.
 */
export function comparisonConfig(config: Config, neural: NeuralOdeConfig): Config {
  const { trainUntil } = neural;
  const methods = [
    { kind: "exact" },
    { kind: "mean-field" },
    { kind: "td2rdm" },
    { kind: "dmd", delays: 1, trainUntil },
    { kind: "dmd", delays: 10, trainUntil },
    { ...neural, purification: "none" },
    ...(neural.purification === "none" ? [] : [neural]),
  ];
  return parseConfig({ ...config, methods });
}

/** Why this config cannot be trained on with these settings, or null. */
export function trainingRefusal(config: Config, settings: TrainingSettings): InputError | null {
  try {
    parseConfig({ ...config, methods: [{ kind: "exact" }, trainedMethod(config, settings)] });
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Why the method of the settings is at fault, or null: what concerns the system does not keep settings from being made. */
export function methodRefusal(config: Config, settings: TrainingSettings): InputError | null {
  const refused = trainingRefusal(config, settings);
  return refused !== null && /^methods\[1\]\.(?!kind)/.test(refused.path) ? refused : null;
}

/** Quenches to learn from besides that of the config. */
export function furtherQuenches(config: Config, settings: TrainingSettings): QuenchPoint[] {
  const { quench } = config;
  if (!("trap" in quench)) return [];
  const interactions = orElse(settings.furtherInteractions, quench.interaction);
  const traps = orElse(settings.furtherTraps, quench.trap);
  return interactions
    .flatMap((interaction) => traps.map((trap) => ({ interaction, trap })))
    .filter(({ interaction, trap }) => interaction !== quench.interaction || trap !== quench.trap);
}

export function heldOutQuenches({ quench }: Config, { heldOutTraps }: TrainingSettings): QuenchPoint[] {
  const { interaction } = quench;
  return "trap" in quench ? heldOutTraps.map((trap) => ({ interaction, trap })) : [];
}

function orElse(values: readonly number[], value: number): readonly number[] {
  return values.length === 0 ? [value] : values;
}

const MOST_VALUES = 64;
const LARGEST = 100;

/**
 * Reads a list of numbers: `0.3, 0.7` or ranges start:stop:count such as `0.3:2:13`, both ends included.
 * @throws InputError for anything else
 */
export function parseValues(text: string): number[] {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const values = [...new Set(parts.flatMap(parsePart))];
  if (values.length > MOST_VALUES)
    throw new InputError("values", values.length, `at most ${MOST_VALUES} values`);
  return values;
}

function parsePart(part: string): number[] {
  const [start = Number.NaN, stop, count, ...rest] = part.split(":").map(Number);
  if (stop === undefined && within(start)) return [start];
  const range = stop !== undefined && count !== undefined && rest.length === 0;
  if (
    range &&
    within(start) &&
    within(stop) &&
    Number.isInteger(count) &&
    count >= 2 &&
    count <= MOST_VALUES
  ) {
    return evenAxis(start, stop, count);
  }
  throw new InputError(
    "values",
    part,
    `numbers between −${LARGEST} and ${LARGEST}, or ranges start:stop:count such as 0.3:2:13`,
  );
}

function within(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

/** The inverse of `parseValues`. */
export function formatValues(values: readonly number[]): string {
  return values.join(", ");
}
