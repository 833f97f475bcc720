/** One measurement of `npm run bench` in a process of its own; prints its result as JSON. */
import type { SampledField } from "../src/base/fields.ts";
import { drain } from "../src/base/steps.ts";
import { createInProcessEngine } from "../src/engine/in-process-engine.ts";
import { exactRun } from "../src/methods/exact.ts";
import { ExactSampler } from "../src/methods/exact-sampler.ts";
import { initialRdm, prepareInitialState } from "../src/methods/initial.ts";
import { createTd2rdmRhs } from "../src/methods/td2rdm/rhs.ts";
import type { ClosureName, SystemSpec } from "../src/methods/types.ts";
import { Hamiltonian } from "../src/physics/hamiltonian.ts";
import { buildLattice, oneBodyMatrix } from "../src/physics/lattice.ts";
import { allocateFields, Observables } from "../src/physics/observables.ts";
import { defaultConfig } from "../src/protocol/config.ts";
import { median } from "./words.ts";

/** Half filling of an open chain, trap release at U = 1, V = 1, 201 samples to t = 20. */
function halfFilling(sites: number): SystemSpec {
  return {
    lattice: { kind: "chain", sites, boundary: "open" },
    electrons: { up: sites / 2, down: sites / 2 },
    hopping: 1,
    quench: { protocol: "trap-release", interaction: 1, trap: 1 },
    time: { end: 20, sample: 0.1 },
  };
}

function secondsOf(action: () => unknown): number {
  const begun = performance.now();
  action();
  return (performance.now() - begun) / 1000;
}

/** Time this process computed, the part of a busy machine that others take left out. */
function cpuSecondsOf(action: () => void): number {
  const begun = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

/** The methods keep the last initial state; another system makes them forget it. */
function forgetInitialState(): void {
  drain(prepareInitialState({ ...halfFilling(2), hopping: Math.random() }));
}

export interface DefaultTimes {
  /** Seconds from the start to the first samples of exact, of every method, and to the end. */
  readonly first: number;
  readonly every: number;
  readonly end: number;
  readonly methods: Record<string, number>;
}

async function measureDefault(): Promise<DefaultTimes[]> {
  const config = defaultConfig();
  const times: DefaultTimes[] = [];
  for (let repetition = 0; repetition < 6; repetition++) {
    forgetInitialState();
    const begun = performance.now();
    const since = (): number => (performance.now() - begun) / 1000;
    let [first, every] = [0, 0];
    const results = await createInProcessEngine().run(
      { config, fields: config.outputs },
      {
        signal: new AbortController().signal,
        onUpdate: ({ methods }) => {
          if (first === 0 && methods.some(({ filled }) => filled > 1)) first = since();
          if (every === 0 && methods.every(({ filled }) => filled > 1)) every = since();
        },
      },
    );
    const wall = results.methods.map(({ label, outcome }) => [label, outcome?.wallSeconds ?? 0]);
    times.push({ first, every, end: since(), methods: Object.fromEntries(wall) as Record<string, number> });
  }
  return times;
}

export interface ExactTimes {
  readonly seconds: number[];
  /** Peak memory of the process in MB, in all and above what it had before the first run. */
  readonly peak: number;
  readonly added: number;
}

function measureExact(sites: number, repetitions: number): ExactTimes {
  const system = halfFilling(sites);
  const before = process.resourceUsage().maxRSS;
  const seconds: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    if (repetition > 0) forgetInitialState();
    seconds.push(secondsOf(() => drain(exactRun(system, new Set<SampledField>(["density"])))));
  }
  const peak = process.resourceUsage().maxRSS;
  return { seconds, peak: peak / 1000, added: (peak - before) / 1000 };
}

/** CPU seconds per right-hand side, the median of several batches of at least 100 ms. */
function measureRhs(closure: ClosureName, sites: number): number {
  const system = halfFilling(sites);
  const { dab } = drain(initialRdm(system));
  const h = oneBodyMatrix(buildLattice(system.lattice), 1, 0);
  const rhs = createTd2rdmRhs(sites, sites / 2, h, 1, { closure, contractionConsistent: true });
  const out = new Float64Array(dab.length);
  let count = 1;
  const batch = (): void => {
    for (let i = 0; i < count; i++) rhs.evaluate(dab, out);
  };
  while (cpuSecondsOf(batch) < 0.1) count *= 2;
  return median(Array.from({ length: 7 }, () => cpuSecondsOf(batch))) / count;
}

/** CPU seconds per sample of Dab and the norms of both cumulants at 6 sites, from the wave function. */
function measureRdms(): number {
  const system = halfFilling(6);
  const { space, psi, exchange } = drain(prepareInitialState(system));
  const lattice = buildLattice(system.lattice);
  const h = oneBodyMatrix(lattice, 1, 0);
  const fields = new Set<SampledField>(["dab", "delta2", "delta3"]);
  const hamiltonian = Hamiltonian.hubbard(space, h, 1);
  const sampler = new ExactSampler(space, hamiltonian, exchange, new Observables(lattice, h, 1), fields);
  const state = { re: psi.map((value) => 0.6 * value), im: psi.map((value) => 0.8 * value) };
  const into = allocateFields(fields, 6, 1);
  const count = 100;
  const batch = (): void => {
    for (let i = 0; i < count; i++) drain(sampler.sample(state, into, 0));
  };
  batch();
  return median(Array.from({ length: 7 }, () => cpuSecondsOf(batch))) / count;
}

const [task, ...rest] = process.argv.slice(2);
const results = {
  default: measureDefault,
  exact: () => measureExact(Number(rest[0]), Number(rest[1])),
  rhs: () => measureRhs(rest[0] as ClosureName, Number(rest[1])),
  rdms: measureRdms,
};
if (task in results) console.log(JSON.stringify(await results[task as keyof typeof results]()));
