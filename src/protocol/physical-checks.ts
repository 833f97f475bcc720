import type { Config, MethodConfig } from "./config-schema.ts";
import {
  EXACT_LIMIT_BYTES,
  estimateMethod,
  formatBytes,
  hilbertDimension,
  needsWaveFunction,
  recordedBytes,
} from "./estimate.ts";
import { MAX_SAMPLES, MAX_WAVE_FUNCTION_SITES } from "./limits.ts";
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
  const { electrons } = config;
  for (const [index, method] of config.methods.entries()) {
    if (method.kind === "td2rdm" && electrons.up !== electrons.down) {
      yield {
        path: ["methods", index, "kind"],
        value: method.kind,
        expected: `"exact" or "mean-field": TD2RDM needs a closed-shell singlet, here electrons.up = ${electrons.up} and electrons.down = ${electrons.down}`,
      };
    }
    if (method.kind === "td2rdm" && config.quench.protocol === "product-state") {
      const open = config.quench.sites.findIndex((site) => site === "u" || site === "d");
      if (open >= 0) {
        yield {
          path: ["quench", "sites", open],
          value: config.quench.sites[open],
          expected: '"ud" or "0": TD2RDM needs a closed-shell singlet, and singly occupied sites are not one',
        };
      }
    }
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
