import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { readInput } from "../../src/cli/input.ts";
import { takeOver } from "../../src/cli/map-files.ts";
import { MapReport } from "../../src/cli/map-progress.ts";
import { createNodeMapBackend } from "../../src/cli/map-workers.ts";
import { writeJson } from "../../src/cli/output.ts";
import { software } from "../../src/cli/software.ts";
import { runMap } from "../../src/engine/map-runner.ts";
import { parseJson } from "../../src/protocol/config.ts";
import { fileFromTable, parseMap } from "../../src/protocol/map.ts";
import { allParts, type Part, quenchParts, type Study } from "./parts.ts";
import type { Origin } from "./report.ts";

/** Significant digits of the files: training is reproducible to all of them, but nobody reads more. */
const DIGITS = 6;

/**
 * Fills in the tables of a study: what the files of `folder` hold already is taken over, everything else is computed
 * and saved point by point. Maps share all cores, single quenches take one each.
 *
 * @param signal null: nothing is computed
 * @throws FileError when a file there was made with other settings or another version
 */
export async function computeStudy(study: Study, folder: string, signal: AbortSignal | null): Promise<void> {
  for (const each of allParts(study)) resume(each, folder);
  if (signal === null) return;
  const threads = availableParallelism();
  for (const each of study.regimes) await computePart(each, folder, threads, signal);
  const waiting = [...quenchParts(study)];
  const takeTurns = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await computePart(next, folder, 1, signal);
    }
  };
  await Promise.all(Array.from({ length: threads }, takeTurns));
}

const fileOf = (folder: string, { name }: Part): string => join(folder, `${name}.json`);

/** What computed the files of a study, as far as there are any. */
export function originsOf(study: Study, folder: string): Origin[] {
  return allParts(study)
    .filter((part) => existsSync(fileOf(folder, part)))
    .map((part) => {
      const file = readInput("study", fileOf(folder, part), (text) => parseMap(parseJson(text)));
      return { name: part.name, software: file.software, created: file.created };
    });
}

function resume(part: Part, folder: string): void {
  const path = fileOf(folder, part);
  if (existsSync(path)) takeOver(part.table, software().version, "study", path);
}

async function computePart(part: Part, folder: string, threads: number, signal: AbortSignal): Promise<void> {
  const { table, name } = part;
  if (signal.aborted || !table.status.some((status) => status === "pending" || status === "failed")) return;
  const stream = { write: (text: string) => process.stderr.write(`${name}: ${text}`) };
  const report = new MapReport(stream, table);
  const provenance = software();
  const outcome = await runMap(
    { table },
    {
      signal,
      onPoint: (result) => {
        report.point(result);
        const created = new Date().toISOString();
        writeJson(fileOf(folder, part), fileFromTable(table, { software: provenance, created }, DIGITS));
      },
      onProgress: (progress) => report.progress(progress),
    },
    createNodeMapBackend(table.config, threads),
  );
  report.end(outcome);
}
