import { register } from "node:module";
import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { InputError } from "../base/errors.ts";
import { cpuTraining } from "../engine/cpu-training.ts";
import { type CreateTrainingEngine, trainMethod } from "../engine/train-method.ts";
import { createTrainedEngine } from "../engine/trained-engine.ts";
import type { TrainingSnapshot } from "../engine/training.ts";
import { type Config, type MethodConfig, type NeuralOdeConfig, parseConfigText } from "../protocol/config.ts";
import { methodLabels } from "../protocol/labels.ts";
import { openDawn } from "./dawn.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { readInput } from "./input.ts";
import { onInterrupt } from "./interrupt.ts";
import { checkOutput } from "./output.ts";
import { compute, report } from "./run-command.ts";
import { software } from "./software.ts";
import { spawnGradientThread } from "./spawn-gradient-thread.ts";
import { checkpointPath, prepareFolder, readCheckpoint, trainingPath, writeTraining } from "./train-files.ts";
import { TrainReport } from "./train-progress.ts";

/** Shortest time between two checkpoints of one training, ms. */
const CHECKPOINT_INTERVAL = 15_000;

export interface TrainOptions {
  readonly out: string;
  readonly checkpoint?: string;
  readonly resume?: boolean;
  readonly device?: string;
}

/** Adds `train` to the commands of the program. */
export function addTrainCommand(
  program: Command,
  finish: (command: () => Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command("train")
    .description("trains the neural ODEs of a config, then computes all its methods")
    .argument("<CONFIG>", "config file (cumulant-explorer/config@1) with a neural-ode method")
    .requiredOption(
      "--out <FILE>",
      "trajectory file to write (cumulant-explorer/trajectory@1); weights and losses go beside it, as FILE.method-<INDEX>.json",
    )
    .option("--checkpoint <DIR>", "folder where trainings are kept, every 15 s and at Ctrl-C")
    .option("--resume", "goes on from the checkpoints")
    .addOption(
      new Option("--device <DEVICE>", "overrides the device of the config").choices(["cpu", "webgpu"]),
    )
    .action((path: string, options: TrainOptions) => finish(() => trainCommand(path, options)));
}

/** `train CONFIG --out FILE`. @throws InputError, FileError before anything is computed */
export async function trainCommand(path: string, options: TrainOptions): Promise<ExitStatus> {
  const config: Config = { ...readInput("CONFIG", path, parseConfigText), device: "cpu" };
  checkOutput(options.out, path);
  const trainings = prepare(config, options);
  const controller = new AbortController();
  onInterrupt(() => controller.abort());
  const createEngine = await engineOn(options.device);
  const done = new Map<MethodConfig, TrainingSnapshot>();
  for (const training of trainings) {
    const snapshot = await runTraining(config, training, createEngine, controller.signal);
    if (snapshot === null) return cancelled(options);
    done.set(training.method, snapshot);
    writeTraining(trainingPath(options.out, training.index), snapshot);
  }
  const results = await compute(config, createTrainedEngine(done), controller);
  const status = report(results, options.out);
  const blewUp = [...done.values()].some(({ meta }) => meta.status === "diverged");
  return status === EXIT.done && blewUp ? EXIT.diverged : status;
}

/** What needs WGSL is loaded here, after Node has learnt to. */
async function engineOn(device: string | undefined): Promise<CreateTrainingEngine> {
  if (device !== "webgpu") return cpuTraining(availableParallelism(), spawnGradientThread);
  register(new URL("./raw-loader.mjs", import.meta.url));
  const { gpuTraining, GpuError } = await import("../engine/gpu-training.ts");
  const create = gpuTraining(await openDawn());
  return async (...problem) => {
    try {
      return await create(...problem);
    } catch (error) {
      if (!(error instanceof GpuError)) throw error;
      throw new InputError("--device", device, `"cpu" here. ${error.message}`);
    }
  };
}

interface Training {
  readonly index: number;
  readonly label: string;
  readonly method: NeuralOdeConfig;
  readonly from: TrainingSnapshot | null;
  /** Where to keep it, or null. */
  readonly checkpoint: string | null;
}

function prepare(config: Config, { checkpoint, resume }: TrainOptions): Training[] {
  if (resume === true && checkpoint === undefined) {
    throw new InputError("--resume", true, "--checkpoint DIR with it, the folder to go on from");
  }
  const labels = methodLabels(config.methods);
  const found = [...config.methods.entries()].filter(isNeural);
  if (found.length === 0) {
    const kinds = config.methods.map(({ kind }) => kind);
    throw new InputError("methods", kinds, 'a "neural-ode" entry: there is nothing else to train');
  }
  if (checkpoint !== undefined) prepareFolder(checkpoint);
  return found.map(([index, method]) => {
    const path = checkpoint === undefined ? null : checkpointPath(checkpoint, index);
    const from = resume === true && path !== null ? readCheckpoint(path, config, method) : null;
    return { index, label: labels[index], method, from, checkpoint: path };
  });
}

function isNeural(entry: [number, MethodConfig]): entry is [number, NeuralOdeConfig] {
  return entry[1].kind === "neural-ode";
}

async function runTraining(
  config: Config,
  { label, method, from, checkpoint }: Training,
  createEngine: CreateTrainingEngine,
  signal: AbortSignal,
): Promise<TrainingSnapshot | null> {
  const progress = new TrainReport(process.stderr, label);
  let kept = performance.now();
  const keep = (snapshot: TrainingSnapshot): void => {
    if (checkpoint !== null) writeTraining(checkpoint, snapshot);
    kept = performance.now();
  };
  const snapshot = await trainMethod(
    { config, method, software: software(), from },
    {
      signal,
      onProgress: (now) => progress.progress(now),
      onCheckpoint: (now) => {
        if (signal.aborted || performance.now() - kept >= CHECKPOINT_INTERVAL) keep(now);
      },
    },
    createEngine,
  );
  if (snapshot === null) return null;
  keep(snapshot);
  const { message, best } = snapshot.meta;
  const error = best.trainingError?.toExponential(1) ?? "none, the rollout explodes";
  progress.end(message ?? `trained, weights of step ${best.step}: training error ${error}`);
  return snapshot;
}

function cancelled({ checkpoint }: TrainOptions): ExitStatus {
  const kept = checkpoint === undefined ? "nothing is kept without --checkpoint DIR" : "--resume goes on";
  process.stderr.write(`cancelled: no trajectory is written, ${kept}\n`);
  return EXIT.cancelled;
}
