import { recipeStages } from "../base/recipe.ts";
import {
  type Config,
  isLearned,
  type LearnedConfig,
  type MethodConfig,
  needsSinglet,
  type SingletConfig,
} from "./config-schema.ts";
import {
  EXACT_LIMIT_BYTES,
  estimateMethod,
  formatBytes,
  hilbertDimension,
  needsWaveFunction,
  recordedBytes,
} from "./estimate.ts";
import { MAX_CLOSURE_SITES, MAX_SAMPLES, MAX_WAVE_FUNCTION_SITES } from "./limits.ts";
import { sampleCount, siteCount } from "./sizes.ts";

export interface PhysicalIssue {
  readonly path: readonly PropertyKey[];
  readonly value: unknown;
  readonly expected: string;
}

/** Rules between fields that a schema cannot state: Pauli, lattice shape, closed shells, what fits in memory. */
export function checkPhysics(config: Config): PhysicalIssue[] {
  return [
    ...checkLattice(config),
    ...checkElectrons(config),
    ...checkTime(config),
    ...checkMethods(config),
    ...checkRecord(config),
    ...checkOutputs(config),
  ];
}

function* checkLattice({ lattice }: Config): Generator<PhysicalIssue> {
  const count = siteCount(lattice);
  if (lattice.kind === "rectangle" && (count < 2 || count > 64)) {
    yield {
      path: ["lattice", "lx"],
      value: lattice.lx,
      expected: `lx * ly between 2 and 64 sites, here ${count}`,
    };
  }
}

function* checkElectrons(config: Config): Generator<PhysicalIssue> {
  const count = siteCount(config.lattice);
  for (const spin of ["up", "down"] as const) {
    const electrons = config.electrons[spin];
    if (electrons > count) {
      yield {
        path: ["electrons", spin],
        value: electrons,
        expected: `at most ${count} (Pauli: one ${spin} electron per site on ${count} sites)`,
      };
    }
  }
  if (config.electrons.up + config.electrons.down === 0) {
    yield { path: ["electrons"], value: config.electrons, expected: "at least one electron" };
  }
  const { quench } = config;
  if (quench.protocol !== "product-state") return;
  if (quench.sites.length !== count) {
    yield {
      path: ["quench", "sites"],
      value: quench.sites,
      expected: `one entry for each of the ${count} sites`,
    };
  }
  for (const [spin, letter] of [
    ["up", "u"],
    ["down", "d"],
  ] as const) {
    const occupied = quench.sites.filter((site) => site.includes(letter)).length;
    if (occupied !== config.electrons[spin]) {
      yield {
        path: ["electrons", spin],
        value: config.electrons[spin],
        expected: `${occupied}, the number of ${spin} electrons in quench.sites`,
      };
    }
  }
}

function* checkTime({ time }: Config): Generator<PhysicalIssue> {
  if (time.sample > time.end) {
    yield { path: ["time", "sample"], value: time.sample, expected: `at most time.end = ${time.end}` };
  } else if (sampleCount(time) > MAX_SAMPLES) {
    yield {
      path: ["time", "sample"],
      value: time.sample,
      expected: `more than ${time.end / MAX_SAMPLES}, so that there are at most ${MAX_SAMPLES} samples`,
    };
  }
}

function* checkMethods(config: Config): Generator<PhysicalIssue> {
  for (const [index, method] of config.methods.entries()) {
    if (needsSinglet(method)) yield* checkSinglet(config, index, method.kind);
    if (isLearned(method)) yield* checkTraining(config, index, method);
    if (isLearned(method) && method.kind !== "dmd") yield* checkMemory(index, method);
    const expected = tooLarge(config, method);
    if (expected !== null) {
      yield {
        path: ["methods", index, method.kind === "td2rdm" ? "closure" : "kind"],
        value: method.kind === "td2rdm" ? method.closure : method.kind,
        expected,
      };
    }
  }
}

const SINGLET_NAMES: Record<SingletConfig["kind"], string> = {
  td2rdm: "TD2RDM",
  dmd: "DMD",
  "neural-ode": "the neural ODE",
  "learned-closure": "the learned closure",
};

function* checkSinglet(
  { electrons, quench }: Config,
  index: number,
  kind: SingletConfig["kind"],
): Generator<PhysicalIssue> {
  const name = SINGLET_NAMES[kind];
  if (electrons.up !== electrons.down) {
    yield {
      path: ["methods", index, "kind"],
      value: kind,
      expected: `"exact" or "mean-field": ${name} needs a closed-shell singlet, here electrons.up = ${electrons.up} and electrons.down = ${electrons.down}`,
    };
  }
  if (quench.protocol !== "product-state") return;
  const open = quench.sites.findIndex((site) => site === "u" || site === "d");
  if (open >= 0) {
    yield {
      path: ["quench", "sites", open],
      value: quench.sites[open],
      expected: `"ud" or "0": ${name} needs a closed-shell singlet, and singly occupied sites are not one`,
    };
  }
}

/** Training segments end before the run does, and hold what is learned from. */
function* checkTraining({ time }: Config, index: number, method: LearnedConfig): Generator<PhysicalIssue> {
  const issue = (expected: string): PhysicalIssue => ({
    path: ["methods", index, "trainUntil"],
    value: method.trainUntil,
    expected,
  });
  if (method.trainUntil >= time.end) {
    yield issue(`less than time.end = ${time.end}: the time after it is extrapolated`);
  }
  const [least, reason] = shortestTraining(method);
  if (method.trainUntil < least * (1 - ROUNDING))
    yield issue(`at least ${Number(least.toPrecision(6))}: ${reason}`);
}

/** Rounding of sums and products of times. */
const ROUNDING = 1e-9;

/** Shortest training segment of a method, in 1/J, and why. */
function shortestTraining(method: LearnedConfig): readonly [number, string] {
  if (method.kind === "dmd") {
    const { delays, stride } = method;
    return [(delays + 1) * stride, `a window of ${delays} states, ${stride} apart, and one state more`];
  }
  const { stages, step, memory } = method;
  // Both recipes have windows of 20 steps on every lattice.
  const listed = stages === "recipe" ? recipeStages(2) : stages;
  const lengths = listed.map((stage) => (stage.kind === "shooting" ? stage.length : 2));
  const longest = Math.max(memory.kind === "latent" ? 3 : 2, ...lengths);
  const window = `${longest} steps of ${step}, as the longest window of training has`;
  if (memory.kind !== "delay") return [longest * step, window];
  const { delays, stride } = memory;
  return [delays * stride + longest * step, `a history of ${delays} x ${stride}, and ${window}`];
}

type NetworkConfig = Exclude<LearnedConfig, { kind: "dmd" }>;

/** What the solver can follow, and the data hold. */
function* checkMemory(index: number, { memory, step }: NetworkConfig): Generator<PhysicalIssue> {
  const path = ["methods", index, "memory"];
  if (memory.kind === "delay") {
    const rows = memory.stride / (step / 2);
    if (Math.round(rows) < 1 || Math.abs(rows - Math.round(rows)) > ROUNDING * rows) {
      yield {
        path: [...path, "stride"],
        value: memory.stride,
        expected: `a multiple of ${step / 2}, half the step: the training states are that far apart`,
      };
    }
  }
  if (memory.kind !== "latent") return;
  const fast = memory.rates.findIndex((rate) => rate * step > FASTEST_DECAY);
  if (fast < 0) return;
  yield {
    path: [...path, "rates", fast],
    value: memory.rates[fast],
    expected: `at most ${FASTEST_DECAY / step}: RK4 with steps of ${step} follows no faster decay`,
  };
}

/** Decay rate times step that RK4 follows; from 2.8 on it explodes. */
const FASTEST_DECAY = 2;

function* checkRecord(config: Config): Generator<PhysicalIssue> {
  const count = config.methods.length;
  const bytes = count * recordedBytes(config);
  if (bytes <= EXACT_LIMIT_BYTES) return;
  yield {
    path: ["time", "sample"],
    value: config.time.sample,
    expected: `few enough samples: the two-particle matrices of ${count} methods take ${formatBytes(bytes)}, and ${formatBytes(EXACT_LIMIT_BYTES)} is the limit`,
  };
}

function* checkOutputs({ outputs, methods, lattice }: Config): Generator<PhysicalIssue> {
  const index = outputs.indexOf("closureResidual");
  const sites = siteCount(lattice);
  if (index < 0 || sites <= MAX_CLOSURE_SITES || methods.every(({ kind }) => kind !== "td2rdm")) return;
  yield {
    path: ["outputs", index],
    value: "closureResidual",
    expected: `at most ${MAX_CLOSURE_SITES} sites with this output, here ${sites}: the closure is compared with the exact three-particle matrix at every sample`,
  };
}

/** What a method would need of the system to be computed at all, or null where it can be. */
function tooLarge(config: Config, method: MethodConfig): string | null {
  const sites = siteCount(config.lattice);
  const wave = needsWaveFunction(config, method);
  const { bytes } = estimateMethod(config, method);
  if (bytes > EXACT_LIMIT_BYTES) {
    const cause = wave ? `${hilbertDimension(config).toPrecision(4)} amplitudes` : `${sites} sites`;
    return `a system that fits in ${formatBytes(EXACT_LIMIT_BYTES)}: ${method.kind} with ${cause} needs ${formatBytes(bytes)}`;
  }
  if (wave && sites > MAX_WAVE_FUNCTION_SITES) {
    return `at most ${MAX_WAVE_FUNCTION_SITES} sites, here ${sites}: ${method.kind} starts from a wave function`;
  }
  return null;
}
