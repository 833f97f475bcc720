import { CPU_BACKEND } from "../../src/engine/map-backend.ts";
import { CONFIG_SCHEMA, parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";

/** One map of the study, without any point. */
export interface Part {
  /** Name of its file, without the ending. */
  readonly name: string;
  readonly table: MapTable;
}

export interface Study {
  /** Maps over (U, V) with trainings at every point. */
  readonly regimes: readonly Part[];
  /** Single quenches beyond a time-local model, one part per quench and seed: neural ODEs with and without memory, */
  readonly memory: readonly Part[];
  /** neural ODEs whose rollouts are purified, */
  readonly purified: readonly Part[];
  /** and learned closures with and without memory, at the same quenches. */
  readonly closures: readonly Part[];
}

export function allParts({ regimes, ...quenches }: Study): readonly Part[] {
  return [...regimes, ...quenchParts(quenches)];
}

/** The parts of single quenches. */
export function quenchParts({ memory, purified, closures }: Omit<Study, "regimes">): readonly Part[] {
  return [...memory, ...purified, ...closures];
}

type Sites = 4 | 6;
type Axes = readonly [interaction: readonly number[], trap: readonly number[]];

/** Values of docs/physics.md, section 7. */
const INTERACTIONS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8];
const TRAPS = [0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4];
/** Quenches at which a time-local neural ODE extrapolates badly (docs/physics.md, section 8). */
const FAILING: readonly Axes[] = [
  [[1], [1]],
  [[3], [2.5]],
];
const SEEDS = [0, 1, 2];
const CLOSURES = ["valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"];

/** How much is spent on a quench. */
interface Effort {
  /** End of the window, in 1/J; learned methods see the first half. */
  readonly end: number;
  /** Of neural networks, where it is not the default. */
  readonly training: object;
  /** Step of TD2RDM, in 1/J. */
  readonly dt: number;
}

/** The study as it is published. */
export function fullStudy(): Study {
  const effort: Effort = { end: 20, training: {}, dt: 0.05 };
  const systems: readonly Sites[] = [4, 6];
  const single = (make: typeof memory): Part[] =>
    systems.flatMap((sites) =>
      FAILING.flatMap((quench) => SEEDS.map((seed) => make(sites, quench, seed, effort))),
    );
  return {
    regimes: systems.map((sites) => regime(sites, [INTERACTIONS, TRAPS], effort)),
    memory: single(memory),
    purified: single(purified),
    closures: single(closure),
  };
}

/** The same in small, to see that everything works: four sites, nine quenches, hardly any training. */
export function quickStudy(): Study {
  const stages = [
    { kind: "derivative", steps: 50 },
    { kind: "shooting", steps: 10, batch: 4, length: 5 },
  ];
  const effort: Effort = { end: 6, training: { hidden: [16], stages }, dt: 0.1 };
  const axes = [
    [0.25, 1, 3],
    [0.2, 1, 2.5],
  ] as const;
  const one: Axes = [[1], [1]];
  return {
    regimes: [regime(4, axes, effort)],
    memory: [memory(4, one, 0, effort)],
    purified: [purified(4, one, 0, effort)],
    closures: [closure(4, one, 0, effort)],
  };
}

/** Purification of six sites takes minutes per closure where U is large: only four sites are purified. */
function regime(sites: Sites, axes: Axes, { end, training, dt }: Effort): Part {
  const trainUntil = end / 2;
  const purification = sites === 4 ? "energy-conserving" : "none";
  return part(`regime-m${sites}`, sites, end, axes, [
    { kind: "mean-field" },
    ...CLOSURES.map((closure) => td2rdm(closure, purification, dt)),
    { kind: "dmd", delays: 1, trainUntil },
    { kind: "dmd", trainUntil },
    { kind: "neural-ode", trainUntil, ...training },
  ]);
}

const seededName = (kind: string, sites: Sites, [[interaction], [trap]]: Axes, seed: number): string =>
  `${kind}-m${sites}-u${interaction}-v${trap}-seed${seed}`;

/** What a part of a single quench shares with those of other seeds. */
export const experimentOf = ({ name }: Part): string => name.replace(/-seed\d+$/, "");

function memory(sites: Sites, quench: Axes, seed: number, { end, training, dt }: Effort): Part {
  const trainUntil = end / 2;
  const neural = (more: object): object => ({ kind: "neural-ode", seed, trainUntil, ...training, ...more });
  return part(seededName("memory", sites, quench, seed), sites, end, quench, [
    td2rdm("valdemoro", "energy-conserving", dt),
    { kind: "dmd", delays: 1, trainUntil },
    { kind: "dmd", trainUntil },
    neural({}),
    neural({ skip: "skew" }),
    neural({ skip: "skew", memory: { kind: "delay" } }),
    neural({ skip: "skew", memory: { kind: "latent" } }),
  ]);
}

function purified(sites: Sites, quench: Axes, seed: number, { end, training }: Effort): Part {
  const trainUntil = end / 2;
  const common = { kind: "neural-ode", seed, trainUntil, purification: "energy-conserving", ...training };
  const short = { kind: "delay", stride: 0.2 };
  return part(seededName("purified", sites, quench, seed), sites, end, quench, [
    { kind: "dmd", trainUntil },
    common,
    { ...common, memory: { kind: "delay" } },
    { ...common, memory: short },
    { ...common, memory: { kind: "latent" } },
    { ...common, skip: "skew" },
    { ...common, skip: "skew", memory: short },
  ]);
}

function closure(sites: Sites, quench: Axes, seed: number, { end, training }: Effort): Part {
  const trainUntil = end / 2;
  const learned = (more: object): object => ({
    kind: "learned-closure",
    seed,
    trainUntil,
    ...training,
    ...more,
  });
  return part(seededName("closure", sites, quench, seed), sites, end, quench, [
    { kind: "dmd", trainUntil },
    learned({}),
    learned({ memory: { kind: "latent" } }),
  ]);
}

const td2rdm = (closure: string, purification: string, dt: number): object => ({
  kind: "td2rdm",
  closure,
  purification,
  integrator: { kind: "rk4", dt },
});

function part(
  name: string,
  sites: Sites,
  end: number,
  [interaction, trap]: Axes,
  methods: readonly object[],
): Part {
  const config = parseConfig({
    schema: CONFIG_SCHEMA,
    lattice: { kind: "chain", sites },
    electrons: { up: sites / 2, down: sites / 2 },
    time: { end, sample: 0.1 },
    quench: { protocol: "trap-release", interaction: interaction[0], trap: trap[0] },
    methods: [{ kind: "exact" }, ...methods],
    device: "cpu",
  });
  return { name, table: emptyMap(config, { interaction, trap }, CPU_BACKEND) };
}
