/**
 * `npm run memory-table [-- SITES] [-- --seeds 0,1,2] [-- --points 1:1,3:2.5] [-- --memory JSON]`: neural ODEs without and
 * with memory, and delay-DMD, where a time-local one fails (docs/physics.md section 8), as Markdown. Errors beyond
 * the training window; medians over the seeds, then the single ones.
 */
import { parseArgs } from "node:util";
import { createInProcessEngine } from "../src/engine/in-process-engine.ts";
import { CONFIG_SCHEMA, parseConfig } from "../src/protocol/config.ts";
import type { WindowErrors } from "../src/protocol/results.ts";
import { median } from "./words.ts";

const { values, positionals } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    points: { type: "string", default: "1:1,3:2.5" },
    skips: { type: "string", default: "full,skew" },
    memory: {
      type: "string",
      default: '[{"kind":"none"},{"kind":"delay"},{"kind":"latent"}]',
    },
    options: { type: "string", default: "{}" },
  },
  allowPositionals: true,
});
const sites = Number(positionals[0] ?? 4);
const seeds = values.seeds.split(",").map(Number);
const memories = JSON.parse(values.memory) as object[];
const further = JSON.parse(values.options) as object;
const engine = createInProcessEngine();

/** Errors of several methods in one run of the quench. */
async function errorsOf(
  interaction: number,
  trap: number,
  learned: readonly object[],
): Promise<WindowErrors[]> {
  const config = parseConfig({
    schema: CONFIG_SCHEMA,
    lattice: { kind: "chain", sites },
    electrons: { up: sites / 2, down: sites / 2 },
    quench: { protocol: "trap-release", interaction, trap },
    methods: [{ kind: "exact" }, ...learned],
    outputs: ["dab"],
  });
  const { methods, diagnostics } = await engine.run(
    { config, fields: ["delta2", "delta3", "dab"] },
    { signal: new AbortController().signal, onUpdate: () => undefined },
  );
  const errors: Readonly<Record<string, WindowErrors>> = diagnostics.extrapolation?.errors ?? {};
  return methods.slice(1).map(({ label }) => errors[label]);
}

const digits = (value: number): string => value.toPrecision(3);

function printRow(name: string, errors: readonly WindowErrors[]): void {
  const listed = (part: "training" | "extrapolation"): string => {
    const found = errors.map((error) => error[part] ?? Number.POSITIVE_INFINITY);
    return `${digits(median(found))}${found.length === 1 ? "" : ` [${found.map(digits).join(", ")}]`}`;
  };
  console.log(`| ${name} | ${listed("training")} | ${listed("extrapolation")} |`);
}

for (const point of values.points.split(",")) {
  const [interaction, trap] = point.split(":").map(Number);
  console.log(`\n${sites} sites, U = ${interaction}, V = ${trap}\n`);
  console.log("| method | training | extrapolation |\n| --- | --- | --- |");
  printRow("delay-DMD", await errorsOf(interaction, trap, [{ kind: "dmd" }]));
  for (const memory of memories) {
    for (const skip of values.skips.split(",")) {
      const learned = seeds.map((seed) => ({ kind: "neural-ode", skip, seed, memory, ...further }));
      printRow(`${JSON.stringify(memory)} ${skip}`, await errorsOf(interaction, trap, learned));
    }
  }
}
engine.dispose();
