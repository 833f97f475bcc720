/** Headless entry point: `npm run -s cli -- COMMAND ...`. */
import { Command, Option } from "commander";
import { InputError } from "../base/errors.ts";
import { addAnalyseCommand } from "./analyse-command.ts";
import { checkCommand } from "./check-command.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { FileError } from "./input.ts";
import { addMapCommand } from "./map-command.ts";
import { type RunOptions, runCommand } from "./run-command.ts";
import { addTrainCommand } from "./train-command.ts";

const program = new Command("cli").description(
  "Exact, mean-field, TD2RDM and learned dynamics of quenched Hubbard lattices. Exit status: 0 done, 1 bad input (nothing written), 2 a run diverged or failed (what is good is written), 130 cancelled (the samples so far are written).",
);

program
  .command("run")
  .description("computes a config and writes its trajectory")
  .argument("<CONFIG>", "config file (cumulant-explorer/config@1)")
  .requiredOption("--out <FILE>", "trajectory file to write (cumulant-explorer/trajectory@1)")
  .addOption(new Option("--device <DEVICE>", "overrides the device of the config").choices(["cpu", "webgpu"]))
  .action((path: string, options: RunOptions) => finish(() => runCommand(path, options)));

addMapCommand(program, finish);
addTrainCommand(program, finish);
addAnalyseCommand(program, finish);

program
  .command("check")
  .description("validates a config, a trajectory, a map or a training")
  .argument("<FILE>")
  .action((path: string) => finish(() => checkCommand(path)));

/** Sets the exit status; what the user did wrong becomes a message instead of a stack trace. */
async function finish(command: () => ExitStatus | Promise<ExitStatus>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof InputError || error instanceof FileError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT.badInput;
  }
}

await program.parseAsync();
