// Lets Node import text with Vite's `?raw` suffix: `tsx --import ./src/cli/raw-loader.mjs program.ts`.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const SUFFIX = "?raw";

export async function resolve(specifier, context, next) {
  if (!specifier.endsWith(SUFFIX)) return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, format: "module", shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.endsWith(SUFFIX)) return next(url, context);
  const text = await readFile(fileURLToPath(url.slice(0, -SUFFIX.length)), "utf8");
  return { format: "module", source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
}

if (isMainThread) register(import.meta.url);
