import {
  accessSync,
  closeSync,
  constants,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../base/errors.ts";
import { jsonText } from "../protocol/json-text.ts";

/**
 * Makes sure, before anything is computed, that a result can be written to `path`.
 * @throws InputError naming --out
 */
export function checkOutput(path: string, input: string): void {
  const folder = dirname(resolve(path));
  if (!isFolder(folder))
    throw new InputError("--out", path, `a file in an existing folder; ${folder} is none`);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw new InputError("--out", path, "a file, not a folder");
  if (there !== undefined && !there.isFile()) {
    throw new InputError("--out", path, "an ordinary file, which the result may replace");
  }
  if (resolve(path) === resolve(input)) throw new InputError("--out", path, "another file than the input");
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new InputError("--out", path, `a file in a folder that can be written to; ${folder} cannot`);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Writes a value as JSON, to a temporary name in the same folder and renamed, so that `path` is whole or untouched.
 * @throws InputError naming --out when the file system refuses
 */
export function writeJson(path: string, value: unknown): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = openSync(temporary, "w");
    try {
      writeAll(file, value);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new InputError("--out", path, `a file that can be written (${error.message})`);
  }
}

/** Characters gathered before they are written. */
const BLOCK = 1 << 20;

function writeAll(file: number, value: unknown): void {
  let block = "";
  for (const piece of jsonText(value)) {
    block += piece;
    if (block.length < BLOCK) continue;
    writeFileSync(file, block);
    block = "";
  }
  writeFileSync(file, `${block}\n`);
}
