import type { z } from "zod";
import { InputError } from "../base/errors.ts";

/** Turns the first zod issue into an InputError with a JSON path, the value found and the expectation. */
export function firstIssue(error: z.ZodError, root: unknown): InputError {
  const issue = error.issues[0];
  if (issue === undefined) return new InputError("$", root, "a valid value");
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const path = [...issue.path, key];
    return new InputError(formatPath(path), valueAt(root, path), "no field of this name");
  }
  // A rule between fields may complain of a value that a default filled in and the input does not have.
  if (issue.code === "custom") return new InputError(formatPath(issue.path), issue.input, issue.message);
  return new InputError(formatPath(issue.path), valueAt(root, issue.path), expectation(issue));
}

const TYPES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a finite number",
  object: "an object",
  record: "an object",
  string: "a text",
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? `a value of type ${issue.expected}`;
    case "too_small":
      return bound("at least", issue.minimum, issue.origin);
    case "too_big":
      return bound("at most", issue.maximum, issue.origin);
    case "invalid_value":
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_union": {
      const options = (issue as { options?: readonly unknown[] }).options;
      return options ? `one of ${options.map((value) => JSON.stringify(value)).join(", ")}` : issue.message;
    }
    case "invalid_format":
      return issue.format === "datetime" ? "a UTC time such as 2026-01-31T12:00:00Z" : issue.message;
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return issue.message;
  }
}

function bound(relation: string, limit: number | bigint, origin: string): string {
  if (origin !== "array") return `${relation} ${limit}`;
  return `a list of ${relation} ${limit} ${Number(limit) === 1 ? "entry" : "entries"}`;
}

/** `["methods", 1, "closure"]` -> `methods[1].closure`; the root is `$`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else text += text === "" ? String(key) : `.${String(key)}`;
  }
  return text === "" ? "$" : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
