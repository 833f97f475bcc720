import { type Config, defaultMethod, isLearned, type MethodConfig } from "../protocol/config.ts";
import { learned, td2rdm, withMethodAdded } from "./config-edits.ts";

export const CLOSURES = [
  "valdemoro",
  "nakatsuji-yasuda",
  "nakatsuji-yasuda-smooth",
  "mazziotti",
] as const satisfies readonly Extract<MethodConfig, { kind: "td2rdm" }>["closure"][];

/**
 * What a regime map compares on the system of a config: exact, mean field, TD2RDM with every closure (contraction
 * consistent, purified) and the learned methods of the config; DMD, delay-DMD and the neural ODE where it has none.
 */
export function regimeConfig(config: Config): Config {
  const own = config.methods.filter(isLearned);
  const models = own.length > 0 ? own : [learned("dmd", 1), learned("dmd"), defaultMethod("neural-ode")];
  const closures = CLOSURES.map((closure) => td2rdm(closure, { purification: "energy-conserving" }));
  const exact: Config = { ...config, methods: [{ kind: "exact" }] };
  return [{ kind: "mean-field" as const }, ...closures, ...models].reduce(withMethodAdded, exact);
}
