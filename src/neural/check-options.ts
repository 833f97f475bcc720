import { InputError } from "../base/errors.ts";
import type { TrainingStage } from "../base/recipe.ts";
import type { MemorySpec } from "../methods/types.ts";
import { integerAt, listAt, numberAt, objectAt, oneOf, positiveAt, shareAt } from "./json-checks.ts";
import type { NeuralOptions } from "./options.ts";
import type { AdamOptions } from "./types.ts";

/** Hyperparameters from parsed JSON. @throws InputError naming the field below `path` */
export function checkOptions(value: unknown, path: string): NeuralOptions {
  const found = objectAt(value, path);
  const at = (name: keyof NeuralOptions): [unknown, string] => [found[name], `${path}.${name}`];
  return {
    trainUntil: positiveAt(...at("trainUntil")),
    seed: integerAt(...at("seed")),
    packing: oneOf(...at("packing"), ["symmetric", "hermitian"]),
    memory: checkMemory(...at("memory")),
    hidden: listAt(...at("hidden"), (width, where) => integerAt(width, where, 1)),
    activation: oneOf(...at("activation"), ["tanh", "silu", "gelu"]),
    skip: oneOf(...at("skip"), ["full", "skew", "none"]),
    step: positiveAt(...at("step")),
    ridge: positiveAt(...at("ridge")),
    stages: checkStages(...at("stages")),
    learningRate: positiveAt(...at("learningRate")),
    warmUp: integerAt(...at("warmUp"), 0),
    finalShare: numberAt(...at("finalShare"), 0),
    adam: checkAdam(...at("adam")),
    evaluateEvery: integerAt(...at("evaluateEvery"), 1),
  };
}

/** Records of trainings without memory may lack the field. */
function checkMemory(value: unknown, path: string): MemorySpec {
  if (value === undefined) return { kind: "none" };
  const found = objectAt(value, path);
  const kind = oneOf(found.kind, `${path}.kind`, ["none", "delay", "latent"]);
  switch (kind) {
    case "none":
      return { kind };
    case "delay":
      return {
        kind,
        delays: integerAt(found.delays, `${path}.delays`, 1),
        stride: positiveAt(found.stride, `${path}.stride`),
      };
    case "latent":
      return {
        kind,
        states: integerAt(found.states, `${path}.states`, 1),
        rates: listAt(found.rates, `${path}.rates`, (rate, where) => numberAt(rate, where, 0)),
      };
  }
}

function checkStages(value: unknown, path: string): TrainingStage[] {
  const stages = listAt(value, path, checkStage);
  if (stages.length > 0) return stages;
  throw new InputError(path, value, "at least one stage");
}

function checkStage(value: unknown, path: string): TrainingStage {
  const found = objectAt(value, path);
  const steps = integerAt(found.steps, `${path}.steps`, 1);
  const batch = integerAt(found.batch, `${path}.batch`, 1);
  const kind = oneOf(found.kind, `${path}.kind`, ["derivative", "shooting"]);
  switch (kind) {
    case "derivative":
      return { kind, steps, batch };
    case "shooting":
      return { kind, steps, batch, length: integerAt(found.length, `${path}.length`, 1) };
  }
}

function checkAdam(value: unknown, path: string): AdamOptions {
  const found = objectAt(value, path);
  return {
    beta1: shareAt(found.beta1, `${path}.beta1`),
    beta2: shareAt(found.beta2, `${path}.beta2`),
    epsilon: positiveAt(found.epsilon, `${path}.epsilon`),
    clip: positiveAt(found.clip, `${path}.clip`),
  };
}
