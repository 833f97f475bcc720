import type { Trainer } from "./trainer.ts";
import type { TrainerAnswer, TrainerCommand, TrainingEvent, TrainingOutcome } from "./trainer-types.ts";
import type { OptimiserState, StepReport, SyncTrainingEngine, TrainingEngine } from "./types.ts";

type EngineCommand = Exclude<TrainerCommand, { kind: "event" }>;

/** Runs a trainer on a synchronous engine, as part of a method; stop by not asking for more. */
export function* trainNow(
  trainer: Trainer,
  engine: SyncTrainingEngine,
): Generator<TrainingEvent, TrainingOutcome, void> {
  const run = trainer.run();
  let answer: TrainerAnswer;
  for (;;) {
    const step = run.next(answer);
    if (step.done === true) return step.value;
    answer = undefined;
    if (step.value.kind === "event") yield step.value.event;
    else answer = execute(engine, step.value) ?? undefined;
  }
}

/** Runs a trainer on any engine; pause by waiting before asking for more, stop by not asking. */
export async function* train(
  trainer: Trainer,
  engine: TrainingEngine,
): AsyncGenerator<TrainingEvent, TrainingOutcome, void> {
  const run = trainer.run();
  let answer: TrainerAnswer;
  for (;;) {
    const step = run.next(answer);
    if (step.done === true) return step.value;
    answer = undefined;
    if (step.value.kind === "event") yield step.value.event;
    else answer = (await execute(engine, step.value)) ?? undefined;
  }
}

function execute(engine: SyncTrainingEngine, command: EngineCommand): StepReport | OptimiserState | void;
function execute(
  engine: TrainingEngine,
  command: EngineCommand,
): StepReport | OptimiserState | void | Promise<StepReport | OptimiserState | void>;
function execute(engine: TrainingEngine, command: EngineCommand): unknown {
  switch (command.kind) {
    case "write":
      return engine.write(command.state);
    case "steps":
      return engine.steps(command.requests);
    case "read":
      return engine.read();
  }
}
