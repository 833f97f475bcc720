import { InputError } from "../base/errors.ts";
import { optionsOf } from "../neural/method.ts";
import type { Config, NeuralOdeConfig } from "../protocol/config.ts";
import { siteCount } from "../protocol/sizes.ts";
import type { TrainingFile } from "./training-files.ts";

/**
 * Makes sure that a file holds the training that a config asks for, so that it can go on or be used.
 * @throws InputError naming the first thing in which they differ
 */
export function requireSameTraining(
  { snapshot, config }: TrainingFile,
  wanted: Config,
  method: NeuralOdeConfig,
): void {
  const { lattice, electrons, hopping, quench } = wanted;
  const options = optionsOf(method, siteCount(lattice));
  requireSame("config.lattice", config.lattice, lattice);
  requireSame("config.electrons", config.electrons, electrons);
  requireSame("config.hopping", config.hopping, hopping);
  requireSame("config.quench", config.quench, quench);
  for (const [name, expected] of Object.entries(options)) {
    requireSame(`options.${name}`, snapshot.meta.options[name as keyof typeof options], expected);
  }
}

function requireSame(path: string, found: unknown, expected: unknown): void {
  if (sorted(found) === sorted(expected)) return;
  throw new InputError(path, found, `${JSON.stringify(expected)}, as in the config to be trained`);
}

/** JSON text that does not depend on the order of keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
