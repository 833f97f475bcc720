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
}

type Sites = 4 | 6;

/** Values of docs/physics.md, section 7. */
const INTERACTIONS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8];
const TRAPS = [0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4];
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
  return { regimes: [regime(4, [INTERACTIONS, TRAPS], effort), regime(6, [INTERACTIONS, TRAPS], effort)] };
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
  return { regimes: [regime(4, axes, effort)] };
}

function regime(
  sites: Sites,
  axes: readonly [readonly number[], readonly number[]],
  { end, training, dt }: Effort,
): Part {
  const trainUntil = end / 2;
  const closures = CLOSURES.map((closure) => ({
    kind: "td2rdm",
    closure,
    purification: "energy-conserving",
    integrator: { kind: "rk4", dt },
  }));
  return part(`regime-m${sites}`, sites, end, axes, [
    { kind: "mean-field" },
    ...closures,
    { kind: "dmd", delays: 1, trainUntil },
    { kind: "dmd", trainUntil },
    { kind: "neural-ode", trainUntil, ...training },
  ]);
}

function part(
  name: string,
  sites: Sites,
  end: number,
  [interaction, trap]: readonly [readonly number[], readonly number[]],
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
