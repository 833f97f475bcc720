import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

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

/** Lets the browser fetch the components while the entry starts the first run. */
function preloadComponents(): Plugin {
  return {
    name: "preload-components",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find(
          (output) => output.type === "chunk" && output.name === "mount",
        );
        if (chunk === undefined) return [];
        const attrs = { rel: "modulepreload", crossorigin: true, href: `./${chunk.fileName}` };
        return [{ tag: "link", attrs, injectTo: "head" }];
      },
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [react(), preloadComponents()],
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
