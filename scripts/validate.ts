/** `npm run validate`: the validation table of the README, printed as Markdown. Deviations are the largest over all values compared. */
import { readFileSync } from "node:fs";
import type { FieldName } from "../src/base/fields.ts";
import { createInProcessEngine } from "../src/engine/in-process-engine.ts";
import { CONFIG_SCHEMA, parseConfig } from "../src/protocol/config.ts";
import type { MethodResult, ResultSet } from "../src/protocol/results.ts";

interface Golden {
  readonly sites: number;
  readonly up: number;
  readonly down: number;
  readonly U: number;
  readonly trap: number;
  readonly periodic: boolean;
  readonly times: number[];
  readonly density: number[][];
  readonly doublons: number[][];
  readonly energy: number[];
  readonly delta2: number[];
  readonly delta3: number[];
  readonly pearsonNorms: number;
  readonly buildup: number;
  readonly relativeError: number[];
  readonly dt: number;
  readonly reconstruction: string;
  readonly contractionConsistent: boolean;
  readonly purification: string;
}

const FIELDS = ["density", "doublons", "energy", "delta2", "delta3"] as const;
const engine = createInProcessEngine();

function golden(name: string): Golden {
  return JSON.parse(readFileSync(new URL(`../test/golden/${name}.json`, import.meta.url), "utf8")) as Golden;
}

function run(overrides: Record<string, unknown>): Promise<ResultSet> {
  const config = parseConfig({ schema: CONFIG_SCHEMA, ...overrides });
  return engine.run(
    { config, fields: FIELDS },
    { signal: new AbortController().signal, onUpdate: () => undefined },
  );
}

function systemOf(reference: Golden, sample: number): Record<string, unknown> {
  return {
    lattice: { kind: "chain", sites: reference.sites, boundary: reference.periodic ? "periodic" : "open" },
    electrons: { up: reference.up, down: reference.down },
    quench: { protocol: "trap-release", interaction: reference.U, trap: reference.trap },
    time: { end: reference.times.at(-1), sample },
  };
}

/** The closure of a TD2RDM reference. */
function methodOf({
  reconstruction,
  contractionConsistent,
  purification,
  dt,
}: Golden): Record<string, unknown> {
  const integrator = { kind: "rk4", dt };
  return { kind: "td2rdm", closure: reconstruction, contractionConsistent, purification, integrator };
}

function series(result: MethodResult, name: FieldName): ArrayLike<number> {
  const values = result.data[name];
  if (values === undefined) throw new Error(`${result.label} has no ${name}`);
  return values;
}

function deviation(values: ArrayLike<number>, reference: readonly number[]): number {
  if (values.length !== reference.length)
    throw new Error(`${values.length} values, ${reference.length} in the reference`);
  return reference.reduce(
    (largest, value, k) => Math.max(largest, Math.abs(value - (values[k] ?? Number.NaN))),
    0,
  );
}

function worst(values: readonly number[]): string {
  return Math.max(...values).toExponential(0);
}

function row(what: string, reference: string, found: string): void {
  console.log(`| ${what} | ${reference} | ${found} |`);
}

function only(results: ResultSet, kind: string): MethodResult {
  const found = results.methods.find(({ method }) => method.kind === kind);
  if (found?.status !== "completed") throw new Error(`${kind}: ${found?.status}: ${found?.outcome?.message}`);
  return found;
}

async function exactAgainstGolden(name: string, label: string): Promise<void> {
  const reference = golden(name);
  const results = await run({ ...systemOf(reference, 0.1), methods: [{ kind: "exact" }] });
  const exact = only(results, "exact");
  const deviations = [
    deviation(series(exact, "density"), reference.density.flat()),
    deviation(series(exact, "doublons"), reference.doublons.flat()),
    deviation(series(exact, "energy"), reference.energy),
  ];
  if (reference.delta3.length > 0) {
    deviations.push(
      deviation(series(exact, "delta2"), reference.delta2),
      deviation(series(exact, "delta3"), reference.delta3),
    );
    const { pearson, buildup } = results.diagnostics;
    deviations.push(
      Math.abs((pearson ?? 9) - reference.pearsonNorms),
      Math.abs((buildup ?? 9) - reference.buildup),
    );
  }
  row(
    `exact, ${label}: densities, doublons, energy, cumulant norms, r, b`,
    `golden ${name}`,
    worst(deviations),
  );
}

async function closureAgainstGolden(name: string): Promise<void> {
  const reference = golden(name);
  const results = await run({
    ...systemOf(reference, reference.times[1] ?? 0.5),
    methods: [{ kind: "exact" }, methodOf(reference)],
  });
  const found = only(results, "td2rdm");
  const deviations = [
    deviation(series(found, "density"), reference.density.flat()),
    deviation(series(found, "doublons"), reference.doublons.flat()),
    deviation(series(found, "energy"), reference.energy),
    deviation(series(found, "relativeError"), reference.relativeError),
  ];
  row(
    `${found.label}, M = 4: densities, doublons, energy, error against exact`,
    `golden ${name}`,
    worst(deviations),
  );
}

async function groundEnergy(sites: number, energy: number): Promise<void> {
  const results = await run({
    lattice: { kind: "chain", sites },
    electrons: { up: sites / 2, down: sites / 2 },
    time: { end: 0.1, sample: 0.1 },
    methods: [{ kind: "exact" }],
  });
  const found = only(results, "exact").outcome?.groundState?.energy ?? Number.NaN;
  row(`ground-state energy, M = ${sites}, U = V = 1`, `${energy}`, Math.abs(found - energy).toExponential(0));
}

async function conservation(): Promise<void> {
  const { methods } = await run({});
  for (const { label, outcome } of methods) {
    const checks = outcome?.checks;
    row(
      `${label}, default quench to t = 20: particle drift`,
      "0",
      (checks?.particleDrift ?? Number.NaN).toExponential(0),
    );
    row(
      `${label}, default quench to t = 20: energy drift`,
      "0",
      (checks?.energyDrift ?? Number.NaN).toExponential(0),
    );
  }
}

console.log("| what | reference | deviation |\n| --- | --- | --- |");
await exactAgainstGolden("exact-m4-u1-v1", "M = 4");
await exactAgainstGolden("exact-m6-u1-v1", "M = 6");
await exactAgainstGolden("exact-m6-periodic-u2-v1", "M = 6 periodic, U = 2");
await exactAgainstGolden("exact-m5-3up-2dn", "M = 5, 3 up 2 down");
await groundEnergy(8, 12.705871101073);
await groundEnergy(10, 25.658553273401);
for (const name of ["v-m4", "v-cc-m4", "v-cc-pur-m4", "ny-m4", "ny-cc-m4", "m-cc-m4"])
  await closureAgainstGolden(name);
await conservation();
engine.dispose();
