/**
 * Computes public/maps/default.json, the background of the phase pad and the map that the Map page opens with:
 * all fields of the default config over U = 0 ... 8 and V = 0 ... 4, rounded to four digits.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseRange } from "../src/cli/map-options.ts";
import { MapReport } from "../src/cli/map-progress.ts";
import { createNodeMapBackend } from "../src/cli/map-workers.ts";
import { writeJson } from "../src/cli/output.ts";
import { software } from "../src/cli/software.ts";
import { runMap } from "../src/engine/map-runner.ts";
import { defaultConfig } from "../src/protocol/config.ts";
import { emptyMap, fileFromTable } from "../src/protocol/map.ts";

const DIGITS = 4;
const OUT = fileURLToPath(new URL("../public/maps/default.json", import.meta.url));

const config = defaultConfig();
const backend = createNodeMapBackend(config);
const axes = { interaction: parseRange("--u", "0:8:33"), trap: parseRange("--v", "0:4:33") };
const table = emptyMap(config, axes, backend.description);
const report = new MapReport(process.stderr, table);
const begun = performance.now();
const outcome = await runMap(
  { table },
  {
    signal: new AbortController().signal,
    onPoint: (result) => report.point(result),
    onProgress: (progress) => report.progress(progress),
  },
  backend,
);
report.end(outcome);
mkdirSync(dirname(OUT), { recursive: true });
const created = new Date().toISOString();
writeJson(OUT, fileFromTable(table, { software: software(), created }, DIGITS));
process.stderr.write(`${OUT} after ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
