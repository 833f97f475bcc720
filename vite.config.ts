import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const defaultMap = "maps/default.json";

/** The short commit of the checkout; "unknown" where there is no git. */
function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return "unknown";
  }
}

export default defineConfig({
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  define: {
    // plotly.js reads `global` in places; its own build replaces it in the same way.
    global: "globalThis",
    __VERSION__: JSON.stringify(version),
    __COMMIT__: JSON.stringify(commit()),
    __DEFAULT_MAP__: JSON.stringify(existsSync(`public/${defaultMap}`) ? defaultMap : null),
  },
  build: { target: "es2022", sourcemap: true, chunkSizeWarningLimit: 1600 },
});
