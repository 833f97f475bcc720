/**
 * A user input that cannot be accepted. Names the field (as a JSON path such as
 * `quench.interaction` or `methods[1].closure`), the value found and what was expected.
 */
export class InputError extends Error {
  constructor(
    readonly path: string,
    readonly value: unknown,
    readonly expected: string,
  ) {
    super(`${path}: found ${describe(value)}, expected ${expected}`);
    this.name = "InputError";
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  // JSON would show NaN and infinities as null.
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** A broken invariant of the program itself (never the user's fault). */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`);
}

/** Exhaustiveness check for unions. */
export function unreachable(value: never): never {
  throw new Error(`internal error: unexpected ${JSON.stringify(value)}`);
}
