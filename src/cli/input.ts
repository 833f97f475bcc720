import { readFileSync } from "node:fs";
import { InputError } from "../base/errors.ts";

/** An input file that cannot be accepted; the message names the file and what InputError names. */
export class FileError extends Error {
  constructor(path: string, cause: InputError) {
    super(`${path}: ${cause.message}`, { cause });
    this.name = "FileError";
  }
}

/** Reads and interprets a text file. @throws InputError when it cannot be read, FileError when it is not valid */
export function readInput<T>(argument: string, path: string, parse: (text: string) => T): T {
  const text = readText(argument, path);
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof InputError ? new FileError(path, error) : error;
  }
}

function readText(argument: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(argument, path, `a readable file (${(error as Error).message})`);
  }
}
