import type { MethodConfig, Td2rdmConfig } from "./config-schema.ts";

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

/** Short name of a method: `Exact`, `Mean field`, `TD2RDM V · CC · P`. */
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
  }
}

/** Labels of all methods of a config, made unique by a number where two are identical. */
export function methodLabels(methods: readonly MethodConfig[]): string[] {
  const plain = methods.map(methodLabel);
  return plain.map((label, index) => {
    const earlier = plain.slice(0, index).filter((other) => other === label).length;
    return earlier === 0 ? label : `${label} #${earlier + 1}`;
  });
}
