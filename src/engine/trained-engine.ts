import { trainedOf, trainedRun } from "../neural/method.ts";
import { checkRecord } from "../neural/record-checks.ts";
import type { MethodConfig } from "../protocol/config.ts";
import { startMethod } from "../worker/methods.ts";
import type { TrainingSnapshot } from "../worker/training-types.ts";
import type { Engine } from "./engine.ts";
import { createInProcessEngine } from "./in-process-engine.ts";

/** The engine without workers for a config some of whose methods are trained already: those only predict. */
export function createTrainedEngine(trainings: ReadonlyMap<MethodConfig, TrainingSnapshot>): Engine {
  return createInProcessEngine((system, method, fields) => {
    const training = trainings.get(method);
    return method.kind === "neural-ode" && training !== undefined
      ? trainedRun(system, method, new Set(fields), trainedOf(checkRecord(training.meta, training.arrays)))
      : startMethod(system, method, fields);
  });
}
