import { existsSync } from "node:fs";
import { type Command, Option } from "commander";
import { BackendError, type MapBackend } from "../engine/map-backend.ts";
import { type MapJob, runMap } from "../engine/map-runner.ts";
import { type Config, parseConfigText } from "../protocol/config.ts";
import { checkMapConfig, emptyMap, fileFromTable, type MapTable } from "../protocol/map.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { readInput } from "./input.ts";
import { onInterrupt } from "./interrupt.ts";
import { takeOver } from "./map-files.ts";
import { createDawnMapBackend } from "./map-gpu.ts";
import { parseRange, parseShard } from "./map-options.ts";
import { MapReport } from "./map-progress.ts";
import { createNodeMapBackend } from "./map-workers.ts";
import { checkOutput, writeJson } from "./output.ts";
import { software } from "./software.ts";

/** Time between two writes of an unfinished map, ms. */
const CHECKPOINT = 10_000;

export interface MapOptions {
  readonly u: string;
  readonly v: string;
  readonly out: string;
  readonly device?: string;
  readonly resume?: boolean;
  readonly shard?: string;
  readonly merge?: readonly string[];
}

/** Adds `map` to the commands of the program. */
export function addMapCommand(
  program: Command,
  finish: (command: () => Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command("map")
    .description("computes the diagnostics of a config over interaction and trap")
    .argument("<CONFIG>", "config file (cumulant-explorer/config@1) with an exact method")
    .requiredOption("--u <RANGE>", "values of the interaction, start:stop:count[:log], both ends included")
    .requiredOption("--v <RANGE>", "values of the trap, start:stop:count[:log], both ends included")
    .requiredOption(
      "--out <FILE>",
      "map file to write (cumulant-explorer/map@1), now and then and at the end",
    )
    .addOption(
      new Option("--device <DEVICE>", "overrides the device of the config").choices(["cpu", "webgpu"]),
    )
    .option("--resume", "keeps the finished points of the output file and computes the others")
    .option("--shard <K/N>", "computes only part K of N, the others stay pending")
    .option("--merge <FILES...>", "keeps the finished points of these maps too, such as shards")
    .action((path: string, options: MapOptions) => finish(() => mapCommand(path, options)));
}

/**
 * `map CONFIG --u --v --out`: computes or continues a map.
 * @throws InputError, FileError before anything is written
 */
export async function mapCommand(
  path: string,
  options: MapOptions,
  createBackend: (config: Config) => MapBackend | Promise<MapBackend> = backendFor,
): Promise<ExitStatus> {
  const device = options.device === "webgpu" ? "webgpu" : "cpu";
  const config: Config = { ...readInput("CONFIG", path, parseConfigText), device };
  checkMapConfig(config);
  checkOutput(options.out, path);
  const backend = await createBackend(config);
  const job = prepare(config, options, backend);
  return await compute(job, options.out, backend);
}

function backendFor(config: Config): MapBackend | Promise<MapBackend> {
  return config.device === "webgpu" ? createDawnMapBackend(config) : createNodeMapBackend(config);
}

function prepare(config: Config, options: MapOptions, backend: MapBackend): MapJob {
  const axes = { interaction: parseRange("--u", options.u), trap: parseRange("--v", options.v) };
  const table = emptyMap(config, axes, backend.description);
  const { version } = software();
  for (const file of options.merge ?? []) takeOver(table, version, "--merge", file);
  if (options.resume === true) {
    if (existsSync(options.out)) takeOver(table, version, "--out", options.out);
    else process.stderr.write(`note: ${options.out} is not there yet, the map starts anew\n`);
  }
  return options.shard === undefined ? { table } : { table, shard: parseShard(options.shard) };
}

/** Computes the missing points, saving what is there now and then and at the end, whatever ends it. */
async function compute(job: MapJob, out: string, backend: MapBackend): Promise<ExitStatus> {
  const report = new MapReport(process.stderr, job.table);
  const provenance = software();
  const save = (): void => {
    const created = new Date().toISOString();
    writeJson(out, fileFromTable(job.table, { software: provenance, created }));
  };
  let saved = performance.now();
  const controller = new AbortController();
  onInterrupt(() => controller.abort());
  try {
    const outcome = await runMap(
      job,
      {
        signal: controller.signal,
        onPoint: (result) => {
          report.point(result);
          if (performance.now() - saved < CHECKPOINT) return;
          save();
          saved = performance.now();
        },
        onProgress: (progress) => report.progress(progress),
      },
      backend,
      job.table.config.device === "webgpu" ? createNodeMapBackend(job.table.config) : null,
    );
    report.end(outcome);
    return outcome === "cancelled" ? EXIT.cancelled : exitStatus(job.table);
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    process.stderr.write(`error: ${error.message}. Finished points are kept: --resume continues.\n`);
    return EXIT.diverged;
  } finally {
    save();
  }
}

function exitStatus({ status }: MapTable): ExitStatus {
  return status.includes("diverged") || status.includes("failed") ? EXIT.diverged : EXIT.done;
}
