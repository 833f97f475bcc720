import { spawnSync } from "node:child_process";

// dependency-cruiser exits 0 when it could parse nothing at all, so its count of modules is checked too.
const LEAST_MODULES = 50;
const { stdout, stderr, status } = spawnSync(
  "npx",
  ["depcruise", "src", "--config", ".dependency-cruiser.cjs", "--output-type", "err-long"],
  { encoding: "utf8" },
);
process.stdout.write(stdout);
process.stderr.write(stderr);
const cruised = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
if (cruised < LEAST_MODULES) {
  console.error(`only ${cruised} modules were cruised, expected at least ${LEAST_MODULES}`);
  process.exit(1);
}
process.exit(status ?? 1);
