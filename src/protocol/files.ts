import { InputError } from "../base/errors.ts";
import { CONFIG_SCHEMA, type Config, parseConfig, parseJson } from "./config.ts";
import { MAP_SCHEMA, type MapFile, parseMap } from "./map.ts";
import { parseTrajectory, TRAJECTORY_SCHEMA, type Trajectory } from "./trajectory.ts";

export type ParsedFile =
  | { readonly kind: "config"; readonly config: Config }
  | { readonly kind: "trajectory"; readonly trajectory: Trajectory }
  | { readonly kind: "map"; readonly map: MapFile };

/**
 * Reads the text of a file of this program, whichever its kind.
 * @throws InputError when it is not JSON, of no known kind, or not valid.
 */
export function parseFile(text: string): ParsedFile {
  return parseFileValue(parseJson(text));
}

/** The same of what JSON text holds. @throws InputError */
export function parseFileValue(value: unknown): ParsedFile {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InputError("$", value, "an object with a field schema");
  }
  const schema: unknown = "schema" in value ? value.schema : undefined;
  if (schema === CONFIG_SCHEMA) return { kind: "config", config: parseConfig(value) };
  if (schema === TRAJECTORY_SCHEMA) return { kind: "trajectory", trajectory: parseTrajectory(value) };
  if (schema === MAP_SCHEMA) return { kind: "map", map: parseMap(value) };
  throw new InputError("schema", schema, `"${CONFIG_SCHEMA}", "${TRAJECTORY_SCHEMA}" or "${MAP_SCHEMA}"`);
}
