import { InputError } from "../base/errors.ts";
import { CONFIG_SCHEMA, type Config, plainConfigSchema } from "./config-schema.ts";
import { checkPhysics } from "./physical-checks.ts";
import { firstIssue } from "./zod-issues.ts";

export {
  CONFIG_SCHEMA,
  type Config,
  DEFAULT_MEMORY,
  type DmdConfig,
  defaultMethod,
  type IntegratorConfig,
  isLearned,
  type LatticeConfig,
  type LearnedClosureConfig,
  type LearnedConfig,
  type MemoryConfig,
  type MethodConfig,
  type NeuralOdeConfig,
  needsSinglet,
  OUTPUT_NAMES,
  type QuenchConfig,
  type Td2rdmConfig,
  trainingEnd,
} from "./config-schema.ts";
export { MAX_CLOSURE_SITES } from "./limits.ts";
export { sampleCount, sampleTimes, siteCount } from "./sizes.ts";

/** The one config object: slider state, permalink, worker job, CLI input, export header. */
export const configSchema = plainConfigSchema.superRefine((config, context) => {
  for (const issue of checkPhysics(config)) {
    context.addIssue({
      code: "custom",
      path: [...issue.path],
      input: issue.value,
      message: issue.expected,
    });
  }
});

/**
 * Validates an unknown value as a config and fills in defaults.
 * @throws InputError naming the first offending field, its value and what was expected.
 */
export function parseConfig(value: unknown): Config {
  const result = configSchema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw firstIssue(result.error, value);
}

/** Parses JSON text as a config. @throws InputError */
export function parseConfigText(text: string): Config {
  return parseConfig(parseJson(text));
}

/** Parses JSON text, with or without the byte order mark of some editors. @throws InputError */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    throw new InputError("$", text.slice(0, 40), `JSON (${(error as Error).message})`);
  }
}

/** The default system: PHYSICS.md section 1. */
export function defaultConfig(): Config {
  return parseConfig({ schema: CONFIG_SCHEMA });
}
