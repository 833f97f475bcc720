// `npm test`: install what is missing (Chromium and NumPy included), then run every check; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium, ensureNumpy, installPackages, root } from "./setup.mjs";

installPackages();
const chromium = ensureChromium();
const reports = mkdtempSync(join(tmpdir(), "cumulant-explorer-"));
const env = { ...process.env, PYTHON: ensureNumpy(), ...(chromium ? { CHROMIUM: chromium } : {}) };
const total = { passed: 0, failed: 0 };
const failures = [];

/** Runs one check; `count` reads passed and failed from a report, otherwise the exit status is one test. */
function step(name, command, args, count) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { status } = spawnSync("npx", [command, ...args], { cwd: root, stdio: "inherit", env });
  let result = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  if (count !== undefined) {
    const counted = count();
    result = { passed: counted.passed, failed: Math.max(counted.failed, status === 0 ? 0 : 1) };
    if (counted.passed === 0) result.failed = Math.max(1, result.failed);
  }
  total.passed += result.passed;
  total.failed += result.failed;
  if (result.failed > 0) failures.push(name);
  console.log(
    `== ${name}: ${result.failed === 0 ? "ok" : "FAILED"} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

const unit = join(reports, "unit.json");
const e2e = join(reports, "e2e.json");

step("format", "biome", ["check", "--error-on-warnings", "."]);
step("types", "tsc", ["-b"]);
step("lint", "oxlint", ["--type-aware", "--deny-warnings", "src", "test", "e2e", "scripts"]);
step("dependency rules", "tsx", ["scripts/check-arrows.ts"]);
step("dead code", "knip", []);
step("unit", "vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unit}`], () => {
  const report = readReport(unit);
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
});
step("study, in small", "tsx", ["scripts/study.ts", "--quick"]);
step("build", "vite", ["build", "--logLevel", "warn"]);
env.PLAYWRIGHT_JSON_OUTPUT_NAME = e2e;
step("e2e and GPU, in Chromium", "playwright", ["test", "--reporter=list,json"], () => {
  const stats = readReport(e2e)?.stats;
  return { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) };
});

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed: ${failures.join(", ")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
