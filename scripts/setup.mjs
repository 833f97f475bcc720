// What `npm start` and `npm test` share: install what is missing. Plain Node, no dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "node_modules", ".installed-lock");

/** Runs a command in the project root, its output passed through; exits with a message when it fails. */
export function must(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.status !== 0) {
    console.error(
      `\nfailed: ${command} ${args.join(" ")}${result.error ? ` (${result.error.message})` : ""}`,
    );
    process.exit(result.status ?? 1);
  }
}

/** Installs the npm packages unless node_modules already matches package-lock.json. */
export function installPackages() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    console.error(`Node ${process.versions.node} found, 20 or newer needed.`);
    process.exit(1);
  }
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing packages ...");
  // Not `npm ci`: it refuses a lock without the optional binaries of platforms that a registry does not carry.
  must("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, lock);
}

const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of a Chromium, installed with apt or Playwright when there is none; undefined means Playwright's own. */
export function ensureChromium() {
  const found = () => process.env.CHROMIUM ?? CHROMIUM_PATHS.find((path) => existsSync(path));
  if (found()) return found();
  if (aptInstall("Chromium", "chromium") && found()) return found();
  must("npx", ["playwright", "install", "chromium"]);
  return undefined;
}

/** A Python with NumPy, which the test of docs/neural-loader.py runs; installed with apt when there is none. */
export function ensureNumpy() {
  const pythons = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter(Boolean);
  const found = () =>
    pythons.find((python) => spawnSync(python, ["-c", "import numpy"], { stdio: "ignore" }).status === 0);
  if (found()) return found();
  if (aptInstall("NumPy", "python3-numpy") && found()) return found();
  console.error(
    "Python 3 with NumPy is needed for the tests: install both, or set PYTHON to one that has NumPy.",
  );
  process.exit(1);
}

/** Installs a Debian package; false where there is no apt. */
function aptInstall(name, ...packages) {
  if (!existsSync("/usr/bin/apt-get")) return false;
  console.log(`Installing ${name} with apt-get ...`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...args) =>
    must([...sudo, "apt-get", ...args][0], [...sudo, "apt-get", ...args].slice(1), {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
  return true;
}
