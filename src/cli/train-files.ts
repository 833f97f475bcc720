import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { InputError } from "../base/errors.ts";
import type { TrainingSnapshot } from "../engine/training.ts";
import { trainingFromJson, trainingToJson } from "../engine/training-files.ts";
import { requireSameTraining } from "../engine/training-resume.ts";
import { type Config, type NeuralOdeConfig, parseJson } from "../protocol/config.ts";
import { FileError, readInput } from "./input.ts";
import { writeJson } from "./output.ts";

/** Makes sure that there is a folder for checkpoints. @throws InputError */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new InputError("--checkpoint", folder, `a folder (${(error as Error).message})`);
  }
}

/** The checkpoint of method number `index` of the config in a folder. */
export function checkpointPath(folder: string, index: number): string {
  return join(folder, `method-${index}.json`);
}

/** Beside the trajectory `OUT.json`, the finished training of method number `index`: `OUT.method-3.json`. */
export function trainingPath(out: string, index: number): string {
  return join(dirname(out), `${basename(out, extname(out))}.method-${index}.json`);
}

/**
 * The training to go on with, or null where there is no checkpoint yet.
 * @throws InputError, FileError when it is not valid, or of another training
 */
export function readCheckpoint(
  path: string,
  config: Config,
  method: NeuralOdeConfig,
): TrainingSnapshot | null {
  if (!existsSync(path)) {
    process.stderr.write(`note: ${path} is not there yet, the training starts anew\n`);
    return null;
  }
  const file = readInput("--checkpoint", path, (text) => trainingFromJson(parseJson(text)));
  try {
    requireSameTraining(file, config, method);
  } catch (error) {
    throw error instanceof InputError ? new FileError(path, error) : error;
  }
  return file.snapshot;
}

/** @throws InputError when it cannot be written */
export function writeTraining(path: string, snapshot: TrainingSnapshot): void {
  writeJson(path, trainingToJson(snapshot));
}
