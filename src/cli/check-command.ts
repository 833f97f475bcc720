import { TRAINING_SCHEMA, type TrainingFile, trainingFromJson } from "../engine/training-files.ts";
import { parseJson, siteCount } from "../protocol/config.ts";
import { type ParsedFile, parseFileValue } from "../protocol/files.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { readInput } from "./input.ts";

/** `check FILE`: validates a file of any kind. @throws InputError, FileError */
export function checkCommand(path: string): ExitStatus {
  process.stdout.write(`${path}: ${describe(readInput("FILE", path, parseAny))}\n`);
  return EXIT.done;
}

type AnyFile = ParsedFile | { readonly kind: "training"; readonly training: TrainingFile };

function parseAny(text: string): AnyFile {
  const value = parseJson(text);
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  return schema === TRAINING_SCHEMA
    ? { kind: "training", training: trainingFromJson(value) }
    : parseFileValue(value);
}

function describe(file: AnyFile): string {
  if (file.kind === "training") return describeTraining(file.training);
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

function describeTraining({ snapshot, config }: TrainingFile): string {
  const { created, status, best, optimiserSteps, options } = snapshot.meta;
  const steps = options.stages.reduce((sum, stage) => sum + stage.steps, 0);
  const error = best.trainingError === null ? "not known" : best.trainingError.toExponential(1);
  return `valid training of ${created}, ${siteCount(config.lattice)} sites, ${status} after ${optimiserSteps} of ${steps} steps, training error ${error}`;
}
