import type { DmdConfig, MethodConfig, NeuralOdeConfig, Td2rdmConfig } from "./config-schema.ts";

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

/** Short name of a method: `Exact`, `Mean field`, `TD2RDM V · CC · P`, `Delay-DMD`, `Neural ODE · skew`. */
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
  const { skip, packing, hidden, activation, purification, seed, trainUntil } = method;
  const parts = ["Neural ODE"];
  if (skip !== "full") parts.push(skip === "skew" ? "skew" : "no skip");
  if (packing !== "symmetric") parts.push("unpacked");
  if (hidden.join() !== "128,128") parts.push(hidden.join("-"));
  if (activation !== "tanh") parts.push(activation);
  if (purification !== "none") parts.push("P");
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
