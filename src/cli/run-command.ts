import { InputError } from "../base/errors.ts";
import type { Engine } from "../engine/engine.ts";
import { createInProcessEngine } from "../engine/in-process-engine.ts";
import { type Config, parseConfigText, sampleCount, siteCount } from "../protocol/config.ts";
import { estimateMethod, formatBytes, formatSeconds } from "../protocol/estimate.ts";
import { methodLabels } from "../protocol/labels.ts";
import type { MethodResult, ResultSet } from "../protocol/results.ts";
import { buildTrajectory } from "../protocol/trajectory.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { readInput } from "./input.ts";
import { onInterrupt } from "./interrupt.ts";
import { checkOutput, writeJson } from "./output.ts";
import { ProgressReport } from "./progress.ts";
import { software } from "./software.ts";

export interface RunOptions {
  readonly out: string;
  readonly device?: string;
}

/** `run CONFIG --out FILE`: computes a config and writes its trajectory. @throws InputError, FileError */
export async function runCommand(path: string, options: RunOptions): Promise<ExitStatus> {
  if (options.device === "webgpu") {
    throw new InputError("--device", options.device, '"cpu": this version computes on the CPU only');
  }
  const config = onCpu(readInput("CONFIG", path, parseConfigText), options);
  checkOutput(options.out, path);
  const controller = new AbortController();
  onInterrupt(() => controller.abort());
  announce(config);
  return report(await compute(config, createInProcessEngine(), controller), options.out);
}

/** Writes what was computed. @throws InputError when it cannot be written */
export function report(results: ResultSet, out: string): ExitStatus {
  const refused = results.methods.find(({ status }) => status === "refused");
  if (refused !== undefined) {
    process.stderr.write(`error: methods[${refused.index}]: ${refused.outcome?.message ?? "refused"}\n`);
    return EXIT.badInput;
  }
  const trajectory = buildTrajectory(results, software());
  const status = exitStatus(results.methods);
  if (trajectory.runs.length > 0) writeJson(out, trajectory);
  else process.stderr.write("no method gave samples: nothing is written\n");
  return trajectory.runs.length === 0 && status === EXIT.diverged ? EXIT.badInput : status;
}

function onCpu(config: Config, { device }: RunOptions): Config {
  if ((device ?? config.device) === "webgpu") {
    process.stderr.write('note: device "webgpu" of the config is not available here, "cpu" takes over\n');
  }
  return { ...config, device: "cpu" };
}

function announce(config: Config): void {
  const { electrons, time, methods } = config;
  const labels = methodLabels(methods);
  const lines = methods.map((method, index) => {
    const { dimension, bytes, seconds } = estimateMethod(config, method);
    const amplitudes = dimension === 0 ? "" : `${dimension.toLocaleString("en")} amplitudes, `;
    return `${labels[index]}: ${amplitudes}about ${formatBytes(bytes)}, about ${formatSeconds(seconds)}\n`;
  });
  const system = `${siteCount(config.lattice)} sites, ${electrons.up} up and ${electrons.down} down electrons`;
  process.stderr.write(`${system}, ${sampleCount(time)} samples to t = ${time.end}\n${lines.join("")}`);
}

/** Runs the methods until all have ended, one is refused, or the user interrupts. */
export function compute(config: Config, engine: Engine, controller: AbortController): Promise<ResultSet> {
  const progress = new ProgressReport(process.stderr);
  return engine.run(
    { config, fields: config.outputs },
    {
      signal: controller.signal,
      onUpdate: (results) => {
        progress.update(results);
        if (results.methods.some(({ status }) => status === "refused")) controller.abort();
      },
    },
  );
}

function exitStatus(methods: readonly MethodResult[]): ExitStatus {
  const has = (status: MethodResult["status"]): boolean => methods.some((method) => method.status === status);
  if (has("cancelled")) return EXIT.cancelled;
  return has("diverged") || has("failed") ? EXIT.diverged : EXIT.done;
}
