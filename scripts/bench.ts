/**
 * `npm run bench [-- --m12]`: times of the default config, of exact dynamics, of TD2RDM right-hand sides and of
 * density matrices on this machine, beside orientation numbers of compiled codes. Every number is the median
 * of several repetitions; "cold" is the first one in a fresh process, compilation included.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { CLOSURE_NAME } from "../src/protocol/labels.ts";
import { print, printMachine, ratio, time } from "./bench-table.ts";
import type { DefaultTimes, ExactTimes } from "./bench-task.ts";
import { median } from "./words.ts";

const task = fileURLToPath(new URL("bench-task.ts", import.meta.url));

/** The result of one measurement in a fresh process. */
function measure(...args: readonly (string | number)[]): unknown {
  const command = ["--import", "tsx", task, ...args.map(String)];
  return JSON.parse(execFileSync(process.execPath, command, { encoding: "utf8" }));
}

function defaultConfigTable(): void {
  const [cold, ...warm] = measure("default") as DefaultTimes[];
  const goals = { "first curve": 0.15, "curves of every method": null, complete: 1.5 } as const;
  const parts = {
    "first curve": ({ first }: DefaultTimes) => first,
    "curves of every method": ({ every }: DefaultTimes) => every,
    complete: ({ end }: DefaultTimes) => end,
  };
  const rows = Object.entries(parts).map(([name, part]) => {
    const goal = goals[name as keyof typeof goals];
    const value = median(warm.map(part));
    const beside = goal === null ? ["", ""] : [time(goal), ratio(value, goal)];
    return [name, time(part(cold)), time(value), ...beside];
  });
  const methods = Object.keys(cold.methods).map((label) => [
    `  ${label}`,
    time(cold.methods[label]),
    time(median(warm.map(({ methods }) => methods[label]))),
    "",
    "",
  ]);
  print(
    "Default config (6 sites, exact + mean field + TD2RDM, all default outputs), one thread, methods one after the other",
    ["", "cold", "median", "goal", "ratio"],
    [...rows, ...methods],
  );
}

/** Repetitions and orientation of compiled exact codes on one core, seconds. */
const EXACT = [
  { sites: 6, repetitions: 7, reference: 0.05 },
  { sites: 8, repetitions: 5, reference: 0.5 },
  { sites: 10, repetitions: 2, reference: 5 },
];
const TWELVE = { sites: 12, repetitions: 1, reference: 87 };

function exactTable(twelve: boolean): void {
  const rows = [...EXACT, ...(twelve ? [TWELVE] : [])].map(({ sites, repetitions, reference }) => {
    const { seconds, peak, added } = measure("exact", sites, repetitions) as ExactTimes;
    const warm = seconds.length > 1 ? seconds.slice(1) : seconds;
    return [
      `${sites} sites`,
      time(seconds[0]),
      time(median(warm)),
      time(reference),
      ratio(median(warm), reference),
      `${peak.toFixed(0)} MB`,
      `${added.toFixed(0)} MB`,
    ];
  });
  print(
    "Exact, half filling, U = 1, V = 1, ground state included, 201 samples of the density to t = 20, one thread",
    ["", "cold", "median", "compiled code", "ratio", "peak memory", "above start"],
    rows,
  );
}

const SITES = [4, 6, 8, 10] as const;

function rhsTable(): void {
  const closures = Object.keys(CLOSURE_NAME) as (keyof typeof CLOSURE_NAME)[];
  const rows = closures.map((closure) => {
    const seconds = SITES.map((sites) => measure("rhs", closure, sites) as number);
    return [
      CLOSURE_NAME[closure],
      ...seconds.map(time),
      growth(seconds).toFixed(1),
      growth(seconds, 2).toFixed(1),
    ];
  });
  print(
    "TD2RDM, CPU time of one right-hand side with contraction consistency (growth: power of the number of sites)",
    ["", ...SITES.map((sites) => `${sites} sites`), "growth 4-10", "growth 8-10"],
    rows,
  );
}

/** Least-squares slope of log(seconds) over log(sites), from the entry `begin` on. */
function growth(seconds: readonly number[], begin = 0): number {
  const x = SITES.slice(begin).map(Math.log);
  const y = seconds.slice(begin).map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = mean(x.map((value, i) => (value - meanX) * (y[i] - meanY)));
  return covariance / mean(x.map((value) => (value - meanX) ** 2));
}

function rdmTable(): void {
  const seconds = measure("rdms") as number;
  print(
    "Dab and the norms of both cumulants of one sample, CPU time",
    ["", "median", "NumPy with BLAS", "ratio"],
    [["6 sites", time(seconds), time(1.3e-3), ratio(seconds, 1.3e-3)]],
  );
}

printMachine();
defaultConfigTable();
exactTable(process.argv.includes("--m12"));
rhsTable();
rdmTable();
