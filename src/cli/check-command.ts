import { siteCount } from "../protocol/config.ts";
import { type ParsedFile, parseFile } from "../protocol/files.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { readInput } from "./input.ts";

/** `check FILE`: validates a file of any kind. @throws InputError, FileError */
export function checkCommand(path: string): ExitStatus {
  process.stdout.write(`${path}: ${describe(readInput("FILE", path, parseFile))}\n`);
  return EXIT.done;
}

function describe(file: ParsedFile): string {
  if (file.kind === "config") {
    const { lattice, methods } = file.config;
    const count = methods.length === 1 ? "1 method" : `${methods.length} methods`;
    return `valid config, ${siteCount(lattice)} sites, ${count}`;
  }
  if (file.kind === "map") {
    const { axes, status, created } = file.map;
    const finished = status.filter((each) => each === "done" || each === "diverged").length;
    const size = `${axes.interaction.length} x ${axes.trap.length} points`;
    return `valid map of ${created}, ${size}, ${finished} of ${status.length} finished`;
  }
  const { config, runs, created } = file.trajectory;
  const samples = runs.map(({ method, time }) => `${method.kind} ${time.length} samples`).join(", ");
  return `valid trajectory of ${created}, ${siteCount(config.lattice)} sites, ${samples}`;
}
