import { InputError } from "../base/errors.ts";
import { checkRecord } from "../neural/record-checks.ts";
import { recordFromJson, recordFromNpz, recordToJson, recordToNpz } from "../neural/record-files.ts";
import { RECORD_SCHEMA, recordParts } from "../neural/record-parts.ts";
import { type Config, type NeuralOdeConfig, parseConfig } from "../protocol/config.ts";
import type { TrainingSnapshot } from "../worker/training-types.ts";

export const TRAINING_SCHEMA = RECORD_SCHEMA;

/** A training record of a file, with the config that made it. */
export interface TrainingFile {
  readonly config: Config;
  readonly method: NeuralOdeConfig;
  readonly snapshot: TrainingSnapshot;
}

/** Reads a record from parsed JSON. @throws InputError naming field, value and expectation */
export function trainingFromJson(value: unknown): TrainingFile {
  return withConfig(recordParts(recordFromJson(value)));
}

/** Reads a record from the bytes of an .npz file. @throws InputError naming field, value and expectation */
export function trainingFromNpz(bytes: Uint8Array): TrainingFile {
  return withConfig(recordParts(recordFromNpz(bytes)));
}

/** A snapshot as the value of a JSON file. */
export function trainingToJson({ meta, arrays }: TrainingSnapshot): object {
  return recordToJson(checkRecord(meta, arrays));
}

/** A snapshot as the bytes of an .npz file, for NumPy. */
export function trainingToNpz({ meta, arrays }: TrainingSnapshot): Uint8Array<ArrayBuffer> {
  return recordToNpz(checkRecord(meta, arrays));
}

function withConfig(snapshot: TrainingSnapshot): TrainingFile {
  const config = parseConfig(snapshot.meta.config);
  const method = config.methods.find(({ kind }) => kind === "neural-ode");
  if (method?.kind !== "neural-ode") {
    throw new InputError(
      "config.methods",
      config.methods.map(({ kind }) => kind),
      "a neural-ode",
    );
  }
  return { config, method, snapshot };
}
