import { InputError } from "../base/errors.ts";

/** Checks on parsed JSON that name the field, the value and what was expected. All throw InputError. */

export function objectAt(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InputError(path, value, "an object");
}

export function listAt<T>(value: unknown, path: string, entry: (value: unknown, path: string) => T): T[] {
  if (!Array.isArray(value)) throw new InputError(path, value, "a list");
  return value.map((element: unknown, k) => entry(element, `${path}[${k}]`));
}

export function textAt(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw new InputError(path, value, "text");
}

export function booleanAt(value: unknown, path: string): boolean {
  if (typeof value === "boolean") return value;
  throw new InputError(path, value, "true or false");
}

/** A finite number, at least `least`. */
export function numberAt(value: unknown, path: string, least = Number.NEGATIVE_INFINITY): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return value;
  const bound = Number.isFinite(least) ? ` of at least ${least}` : "";
  throw new InputError(path, value, `a number${bound}`);
}

export function positiveAt(value: unknown, path: string): number {
  if (numberAt(value, path) > 0) return value as number;
  throw new InputError(path, value, "a number above 0");
}

/** A number in [0, 1). */
export function shareAt(value: unknown, path: string): number {
  if (numberAt(value, path, 0) < 1) return value as number;
  throw new InputError(path, value, "a number from 0 to below 1");
}

export function integerAt(value: unknown, path: string, least = Number.MIN_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  const bound = least > Number.MIN_SAFE_INTEGER ? ` of at least ${least}` : "";
  throw new InputError(path, value, `a whole number${bound}`);
}

export function oneOf<T extends string>(value: unknown, path: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new InputError(path, value, `one of ${choices.join(", ")}`);
}

export function orNull<T>(value: unknown, check: (value: unknown) => T): T | null {
  return value === null ? null : check(value);
}
