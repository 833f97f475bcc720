import type { z } from "zod";
import { InputError } from "../base/errors.ts";

/** Turns the first zod issue into an InputError with a JSON path, the value found and the expectation. */
export function firstIssue(error: z.ZodError, root: unknown): InputError {
  const issue = error.issues[0];
  if (issue === undefined) return new InputError("$", root, "a valid value");
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const path = [...issue.path, key];
    return new InputError(formatPath(path), valueAt(root, path), "no such field here");
  }
  return new InputError(formatPath(issue.path), valueAt(root, issue.path), expectation(issue));
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `a value of type ${issue.expected}`;
    case "too_small":
      return `${issue.origin === "array" ? "a list of at least" : "at least"} ${issue.minimum}${issue.origin === "array" ? " entries" : ""}`;
    case "too_big":
      return `${issue.origin === "array" ? "a list of at most" : "at most"} ${issue.maximum}${issue.origin === "array" ? " entries" : ""}`;
    case "invalid_value":
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_union": {
      const options = (issue as { options?: readonly unknown[] }).options;
      return options ? `one of ${options.map((value) => JSON.stringify(value)).join(", ")}` : issue.message;
    }
    case "invalid_format":
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return issue.message;
  }
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
