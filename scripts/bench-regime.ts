/**
 * `npm run bench:regime [-- SITES...]`: processor time of one point of a regime map by method, for 4 and 6 sites
 * where none are given, beside what the page estimates before it starts. U = V = 1, half filling, all defaults.
 */
import { valuesPerSample } from "../src/base/fields.ts";
import { drain } from "../src/base/steps.ts";
import { CONFIG_SCHEMA, parseConfig } from "../src/protocol/config.ts";
import { estimateMethod } from "../src/protocol/estimate.ts";
import { methodLabels } from "../src/protocol/labels.ts";
import { regimeConfig } from "../src/state/regime.ts";
import { startMethod } from "../src/worker/methods.ts";
import { print, printMachine, ratio, time } from "./bench-table.ts";

/** Time this process computed, the part of a busy machine that others take left out. */
function processorSeconds(action: () => void): number {
  const begun = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

function pointTable(sites: number): void {
  const electrons = { up: sites / 2, down: sites / 2 };
  const lattice = { kind: "chain", sites };
  const config = regimeConfig(parseConfig({ schema: CONFIG_SCHEMA, lattice, electrons }));
  const mapped = { ...config, outputs: ["delta2" as const, "delta3" as const] };
  const labels = methodLabels(config.methods);
  const costs = config.methods.map((method, index) => {
    const fields = method.kind === "exact" ? (["delta2", "delta3", "dab"] as const) : (["dab"] as const);
    const measured = processorSeconds(() => drain(startMethod(config, method, fields)));
    return { label: labels[index], measured, estimated: estimateMethod(mapped, method).seconds };
  });
  const sum = (key: "measured" | "estimated") => costs.reduce((total, cost) => total + cost[key], 0);
  const whole = { label: "whole point", measured: sum("measured"), estimated: sum("estimated") };
  print(
    `One point of a regime map, ${sites} sites (${valuesPerSample("dab", sites) / 2} elements of Dab), one core`,
    ["", "processor time", "estimate", "ratio"],
    [...costs, whole].map(({ label, measured, estimated }) => [
      label,
      time(measured),
      time(estimated),
      ratio(measured, estimated),
    ]),
  );
}

printMachine();
const given = process.argv.slice(2).map(Number);
for (const sites of given.length > 0 ? given : [4, 6]) pointTable(sites);
