import { InputError } from "../base/errors.ts";
import { CONFIG_SCHEMA, type Config, defaultConfig, parseConfig } from "../protocol/config.ts";
import { sameConfig } from "./config-store.ts";

/**
 * The config in the URL hash, as `#v1&U=2&lattice.sites=8`: the paths and values that decoding needs to give
 * the same config, the rest being that of the default. A list of plain values begins with a tilde and is joined
 * by commas; a text that would read as something else is marked by a leading underscore.
 */
const VERSION = "v1";

/** Short names of the most used paths. */
const ALIASES: Readonly<Record<string, string>> = {
  U: "quench.interaction",
  V: "quench.trap",
  Ui: "quench.interactionBefore",
  T: "time.end",
};

/** The hash (with `#`) of a config; empty for the default. */
export function encodePermalink(config: Config): string {
  if (sameConfig(config, defaultConfig())) return "";
  const { schema: _, ...body } = config;
  const needed = shrink(body, (candidate) => {
    try {
      return sameConfig(complete(candidate), config);
    } catch {
      return false;
    }
  });
  const pairs = flatten(needed, "").map(([path, value]) => `${aliasOf(path)}=${value}`);
  return `#${[VERSION, ...pairs].join("&")}`;
}

/**
 * The config of a hash; null when it holds none.
 * @throws InputError naming the field of a link that cannot be read.
 */
export function decodePermalink(hash: string): Config | null {
  const text = hash.replace(/^#/, "");
  if (text === "") return null;
  const [version, ...pairs] = text.split("&");
  if (version !== VERSION) throw new InputError("link", version, `a link that begins with #${VERSION}`);
  const root: Tree = {};
  for (const pair of pairs) {
    const [key = "", value] = pair.split("=");
    if (value === undefined) throw new InputError("link", pair, "name=value");
    place(root, ALIASES[key] ?? key, parseValue(value));
  }
  return complete(root);
}

/** Fills in the default config; an object that names its own kind or protocol takes nothing from it. */
function complete(body: Tree): Config {
  const defaults: Tree = defaultConfig();
  const merged: Tree = { schema: CONFIG_SCHEMA };
  for (const [key, value] of Object.entries(body)) {
    const base = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    const inherits = isTree(value) && isTree(base) && !("kind" in value) && !("protocol" in value);
    merged[key] = inherits ? { ...base, ...value } : value;
  }
  return parseConfig(merged);
}

type Tree = { [key: string]: unknown };

/** Drops, outermost first, every member whose absence `enough` accepts. */
function shrink(root: Tree, enough: (candidate: Tree) => boolean): Tree {
  const result = structuredClone(root);
  const visit = (node: Tree) => {
    for (const key of Object.keys(node)) {
      const value = node[key];
      delete node[key];
      if (enough(result)) continue;
      node[key] = value;
      for (const child of Array.isArray(value) ? value : [value]) if (isTree(child)) visit(child);
    }
  };
  visit(result);
  return result;
}

function flatten(node: unknown, path: string): [string, string][] {
  if (Array.isArray(node) && !node.some(isTree)) return [[path, `~${node.map(formatValue).join(",")}`]];
  if (typeof node !== "object" || node === null) return [[path, formatValue(node)]];
  return Object.entries(node).flatMap(([key, child]) => flatten(child, path === "" ? key : `${path}.${key}`));
}

function place(root: Tree, path: string, value: unknown): void {
  const keys = path.split(".");
  if (keys.some((key) => !/^([A-Za-z][A-Za-z0-9]*|\d{1,2})$/.test(key))) {
    throw new InputError("link", path, "a field name such as U or time.end");
  }
  let node: Tree = root;
  for (const [depth, key] of keys.entries()) {
    if (depth === keys.length - 1) {
      node[key] = value;
      return;
    }
    const known = Object.hasOwn(node, key) ? node[key] : undefined;
    const next: Tree = isTree(known) || Array.isArray(known) ? (known as Tree) : emptyLike(keys[depth + 1]);
    node[key] = next;
    node = next;
  }
}

function emptyLike(nextKey: string | undefined): Tree {
  return nextKey !== undefined && /^\d/.test(nextKey) ? ([] as unknown as Tree) : {};
}

function formatValue(value: unknown): string {
  const text = String(value);
  const marked = typeof value === "string" && (/^[_~]/.test(text) || typeof parseScalar(text) !== "string");
  return encodeURIComponent(marked ? `_${text}` : text);
}

function parseValue(text: string): unknown {
  if (!text.startsWith("~")) return parseScalar(decode(text));
  const items = text.slice(1);
  return items === "" ? [] : items.split(",").map((item) => parseScalar(decode(item)));
}

function parseScalar(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  return text.replace(/^_/, "");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InputError("link", text, "text encoded for a URL");
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function aliasOf(path: string): string {
  return Object.keys(ALIASES).find((alias) => ALIASES[alias] === path) ?? path;
}
