import type {
  DmdConfig,
  LearnedClosureConfig,
  MemoryConfig,
  MethodConfig,
  NeuralOdeConfig,
  Td2rdmConfig,
} from "./config-schema.ts";
import { DEFAULT_MEMORY } from "./method-schema.ts";

const CLOSURE_SHORT: Record<Td2rdmConfig["closure"], string> = {
  valdemoro: "V",
  "nakatsuji-yasuda": "NY",
  "nakatsuji-yasuda-smooth": "NY smooth",
  mazziotti: "M",
};

export const CLOSURE_NAME: Record<Td2rdmConfig["closure"], string> = {
  valdemoro: "Valdemoro",
  "nakatsuji-yasuda": "Nakatsuji-Yasuda",
  "nakatsuji-yasuda-smooth": "Nakatsuji-Yasuda, smooth",
  mazziotti: "Mazziotti",
};

/** Short name of a method: `Exact`, `Mean field`, `TD2RDM V · CC · P`, `Delay-DMD`, `Neural ODE · delay 1 x 0.5 · skew`. */
export function methodLabel(method: MethodConfig): string {
  switch (method.kind) {
    case "exact":
      return "Exact";
    case "mean-field":
      return "Mean field";
    case "td2rdm": {
      const parts = [`TD2RDM ${CLOSURE_SHORT[method.closure]}`];
      if (method.contractionConsistent) parts.push("CC");
      if (method.purification !== "none") parts.push("P");
      if (method.integrator.kind === "dopri5") parts.push("DP5");
      else if (method.integrator.dt !== 0.02) parts.push(`dt ${method.integrator.dt}`);
      return parts.join(" · ");
    }
    case "dmd":
      return dmdParts(method).join(" · ");
    case "neural-ode":
      return neuralParts(method).join(" · ");
    case "learned-closure":
      return closureParts(method).join(" · ");
  }
}

/** What a learned method is, and what of it is not the default. */
function dmdParts({ delays, rank, stride, trainUntil }: DmdConfig): string[] {
  const parts = [delays === 1 ? "DMD" : "Delay-DMD"];
  if (delays !== 1 && delays !== 10) parts.push(`${delays} delays`);
  if (rank !== "auto") parts.push(`rank ${rank}`);
  if (stride !== 0.2) parts.push(`stride ${stride}`);
  if (trainUntil !== 10) parts.push(`to ${trainUntil}`);
  return parts;
}

function neuralParts(method: NeuralOdeConfig): string[] {
  const { memory, skip, packing, hidden, activation, purification, seed, trainUntil } = method;
  const parts = ["Neural ODE", ...memoryParts(memory)];
  if (skip !== "full") parts.push(skip === "skew" ? "skew" : "no skip");
  if (packing !== "symmetric") parts.push("unpacked");
  if (hidden.join() !== "128,128") parts.push(hidden.join("-"));
  if (activation !== "tanh") parts.push(activation);
  if (purification !== "none") parts.push("P");
  if (seed !== 0) parts.push(`seed ${seed}`);
  if (trainUntil !== 10) parts.push(`to ${trainUntil}`);
  return parts;
}

/** `delay 1 x 0.5`, `latent`, with what of the latter is not the default; nothing without memory. */
function memoryParts(memory: MemoryConfig): string[] {
  switch (memory.kind) {
    case "none":
      return [];
    case "delay":
      return [`delay ${memory.delays} x ${memory.stride}`];
    case "latent": {
      const { states, rates } = memory;
      const size = states === DEFAULT_MEMORY.latent.states ? "" : ` ${states}`;
      const speed = rates.join() === DEFAULT_MEMORY.latent.rates.join() ? "" : ` rate ${rates.join(", ")}`;
      return [`latent${size}${speed}`];
    }
  }
}

function closureParts(method: LearnedClosureConfig): string[] {
  const { memory, skip, hidden, activation, purification, seed, trainUntil } = method;
  const parts = ["Learned closure", ...memoryParts(memory)];
  if (skip !== "none") parts.push("linear part");
  if (hidden.join() !== "64,64") parts.push(hidden.join("-"));
  if (activation !== "tanh") parts.push(activation);
  if (purification === "none") parts.push("unpurified");
  if (seed !== 0) parts.push(`seed ${seed}`);
  if (trainUntil !== 10) parts.push(`to ${trainUntil}`);
  return parts;
}

/** Labels of all methods of a config, made unique by a number where two are identical. */
export function methodLabels(methods: readonly MethodConfig[]): string[] {
  const plain = methods.map(methodLabel);
  return plain.map((label, index) => {
    const earlier = plain.slice(0, index).filter((other) => other === label).length;
    return earlier === 0 ? label : `${label} #${earlier + 1}`;
  });
}
