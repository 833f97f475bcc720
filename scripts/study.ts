/**
 * `npm run study`: computes the maps of the study into docs/study, going on where it was stopped, and writes docs/study.md
 * with the pictures from them. `-- --quick`: a small study to a temporary folder, which it then removes.
 * `-- --report`: only writes the text and the pictures again.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { onInterrupt } from "../src/cli/interrupt.ts";
import { computeStudy, originsOf } from "./study/compute.ts";
import { writeFigures } from "./study/figures.ts";
import { fullStudy, quickStudy, type Study } from "./study/parts.ts";
import { studyReport } from "./study/report.ts";

const FOLDER = "study";

/** Computes what is missing (unless `report`) and writes the report beside the folder of the data. */
async function run(study: Study, docs: string, report: boolean): Promise<void> {
  const folder = join(docs, FOLDER);
  mkdirSync(folder, { recursive: true });
  const controller = new AbortController();
  onInterrupt(() => controller.abort());
  await computeStudy(study, folder, report ? null : controller.signal);
  if (controller.signal.aborted) process.exit(130);
  const { text, figures } = studyReport(study, FOLDER, originsOf(study, folder));
  writeFigures(figures, folder);
  writeFileSync(join(docs, "study.md"), text);
  process.stderr.write(`${join(docs, "study.md")}\n`);
}

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, report: { type: "boolean", default: false } },
});
if (values.quick) {
  const docs = mkdtempSync(join(tmpdir(), "cumulant-study-"));
  await run(quickStudy(), docs, false);
  rmSync(docs, { recursive: true });
} else await run(fullStudy(), fileURLToPath(new URL("../docs", import.meta.url)), values.report);
