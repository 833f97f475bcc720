/**
 * `npm run neural-table [-- SITES] [-- --seeds 0,1,2]`: the neural ODE and delay-DMD on the quenches of
 * docs/physics.md section 8 with default settings, as Markdown. Errors are medians over the seeds; the limits are what
 * a healthy training stays below (none where the quench is beyond a time-local model).
 */
import { parseArgs } from "node:util";
import { createInProcessEngine } from "../src/engine/in-process-engine.ts";
import { CONFIG_SCHEMA, parseConfig } from "../src/protocol/config.ts";
import { type ResultSet, TRAINING_MEAN, type WindowErrors } from "../src/protocol/results.ts";
import { median, short } from "./words.ts";

interface Row {
  readonly sites: number;
  readonly interaction: number;
  readonly trap: number;
  readonly skip: "full" | "skew";
  /** Largest training and extrapolation errors, where there are limits. */
  readonly limits: { readonly training?: number; readonly extrapolation?: number };
  /** Extrapolation error of delay-DMD in docs/physics.md. */
  readonly dmd: number;
}

const row = (
  sites: number,
  [interaction, trap]: readonly [number, number],
  skip: Row["skip"],
  limits: Row["limits"],
  dmd: number,
): Row => ({ sites, interaction, trap, skip, limits, dmd });

const ROWS: readonly Row[] = [
  row(4, [1, 0.2], "full", { training: 1e-3, extrapolation: 0.005 }, 0.0005),
  row(4, [3, 0.4], "full", { training: 1e-3, extrapolation: 0.015 }, 0.004),
  row(4, [8, 1], "full", { training: 1e-3, extrapolation: 0.015 }, 0.002),
  row(4, [0.25, 1], "full", { training: 3e-3, extrapolation: 0.1 }, 0.014),
  row(4, [1, 1], "skew", { training: 3e-3, extrapolation: 0.18 }, 0.092),
  row(4, [3, 2.5], "skew", {}, 0.43),
  row(6, [0.25, 0.2], "full", { extrapolation: 0.06 }, 0.023),
  row(6, [1, 0.2], "full", { extrapolation: 0.09 }, 0.042),
  row(6, [1, 1], "full", {}, 0.37),
];

const { values, positionals } = parseArgs({
  options: { seeds: { type: "string", default: "0,1,2" } },
  allowPositionals: true,
});
const seeds = values.seeds.split(",").map(Number);
const wanted = ROWS.filter(({ sites }) => positionals.length === 0 || positionals.includes(String(sites)));
const engine = createInProcessEngine();

function compute({ sites, interaction, trap, skip }: Row): Promise<ResultSet> {
  const config = parseConfig({
    schema: CONFIG_SCHEMA,
    lattice: { kind: "chain", sites },
    electrons: { up: sites / 2, down: sites / 2 },
    quench: { protocol: "trap-release", interaction, trap },
    methods: [
      { kind: "exact" },
      { kind: "dmd" },
      ...seeds.map((seed) => ({ kind: "neural-ode", skip, seed })),
    ],
  });
  return engine.run(
    { config, fields: ["delta2", "delta3", "dab"] },
    { signal: new AbortController().signal, onUpdate: () => undefined },
  );
}

/** A median with its limit and the single values. */
function judged(numbers: readonly (number | null)[], limit: number | undefined): string {
  const middle = median(numbers);
  const all = numbers.map((value) => (value === null ? "diverged" : short(value))).join(", ");
  const verdict = limit === undefined ? "" : ` (${middle < limit ? "<" : "NOT <"} ${short(limit)})`;
  return `${short(middle)}${verdict} [${all}]`;
}

function printRow(wished: Row, { methods, diagnostics }: ResultSet): void {
  const { sites, interaction, trap, skip, limits, dmd } = wished;
  const errors: Readonly<Record<string, WindowErrors>> = diagnostics.extrapolation?.errors ?? {};
  const neural = methods
    .filter(({ method }) => method.kind === "neural-ode")
    .map(({ label }) => errors[label]);
  const linear = errors[methods[1].label].extrapolation ?? Number.NaN;
  const seconds = median(methods.slice(2).map(({ outcome }) => outcome?.wallSeconds ?? null));
  const cells = [
    `${sites}`,
    `${interaction}, ${trap}`,
    skip,
    short(diagnostics.unseenFraction ?? Number.NaN),
    short(errors[TRAINING_MEAN].extrapolation ?? Number.NaN),
    judged(
      neural.map(({ training }) => training),
      limits.training,
    ),
    judged(
      neural.map(({ extrapolation }) => extrapolation),
      limits.extrapolation,
    ),
    short(median(neural.map(({ skill }) => skill))),
    `${short(linear)} (table ${short(dmd)}, ratio ${(linear / dmd).toFixed(2)})`,
    seconds.toFixed(0),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

console.log(
  "| M | U, V | A | unseen | mean | training | extrapolation | skill | delay-DMD | s per training |",
);
console.log(`|${" --- |".repeat(10)}`);
for (const each of wanted) printRow(each, await compute(each));
engine.dispose();
