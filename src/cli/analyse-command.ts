import { type Command, InvalidArgumentError } from "commander";
import { analyse } from "../analysis/analyse.ts";
import { analysisFile } from "../analysis/analysis-file.ts";
import { type AnalysisSettings, checkSettings, defaultSettings } from "../analysis/settings.ts";
import { drain } from "../base/steps.ts";
import { parseJson } from "../protocol/config.ts";
import { parseMap, tableFromFile } from "../protocol/map.ts";
import { analysisStatements, VERDICT_NAMES } from "../view/analysis-words.ts";
import { richToPlain } from "../view/rich.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { readInput } from "./input.ts";
import { checkOutput, writeJson } from "./output.ts";
import { software } from "./software.ts";

export interface AnalyseOptions extends Partial<AnalysisSettings> {
  readonly out?: string;
}

/** Adds `analyse` to the commands of the program. */
export function addAnalyseCommand(
  program: Command,
  finish: (command: () => ExitStatus) => Promise<void>,
): void {
  program
    .command("analyse")
    .description("tells where a closure exists: correlations of the errors of a map, classes of its points")
    .argument("<MAP>", "map file (cumulant-explorer/map@1)")
    .option("--out <FILE>", "analysis file to write (cumulant-explorer/analysis@1)")
    .option("--method <LABEL>", "the method that the summary is about")
    .option("--local <LABELS...>", "methods that count as time-local closures")
    .option("--memory <LABELS...>", "methods that count as closures with memory")
    .option("--local-below <SKILL>", "a local closure works below this skill (or error, without one)", number)
    .option("--memory-below <ERROR>", "one with memory works below this error", number)
    .option(
      "--memory-factor <FACTOR>",
      "or where its error is smaller by this factor than the local one",
      number,
    )
    .option("--pearson-above <R>", "the criterion: r at least this", number)
    .option("--buildup-below <B>", "and b at most this", number)
    .option("--resamples <COUNT>", "resamples of the bootstrap", number)
    .option("--seed <SEED>", "seed of the resamples", number)
    .action((path: string, options: AnalyseOptions) => finish(() => analyseCommand(path, options)));
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new InvalidArgumentError("It is not a number.");
  return value;
}

/** `analyse MAP [--out FILE]`: prints the summary. @throws InputError, FileError before anything is written */
export function analyseCommand(path: string, { out, ...chosen }: AnalyseOptions): ExitStatus {
  const table = tableFromFile(readInput("MAP", path, (text) => parseMap(parseJson(text))));
  const settings = { ...defaultSettings(table), ...chosen };
  checkSettings(table.config, settings);
  if (out !== undefined) checkOutput(out, path);
  const analysis = drain(analyse(table, settings));
  const summary = analysisStatements(analysis).map(({ verdict, text }) => ({
    verdict,
    text: richToPlain(text),
  }));
  for (const { verdict, text } of summary) process.stdout.write(`${VERDICT_NAMES[verdict]}: ${text}\n`);
  if (out !== undefined) {
    const created = new Date().toISOString();
    writeJson(out, analysisFile(table, analysis, { software: software(), created, map: path, summary }));
  }
  return EXIT.done;
}
