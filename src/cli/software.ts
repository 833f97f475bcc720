import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Software } from "../protocol/trajectory.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Name and version from package.json, the commit from git where there is one. */
export function software(): Software {
  const { name, version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Software;
  return { name, version, commit: commit() };
}

function commit(): string | null {
  try {
    return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}
