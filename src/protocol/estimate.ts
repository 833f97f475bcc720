import { closureStages, recipeStages } from "../base/recipe.ts";
import type {
  Config,
  LearnedClosureConfig,
  LearnedConfig,
  MemoryConfig,
  MethodConfig,
  NeuralOdeConfig,
  Td2rdmConfig,
} from "./config-schema.ts";
import { sampleCount, siteCount } from "./sizes.ts";

/** Largest working set a run may ask for. 12 sites at half filling need about 0.5 GB. */
export const EXACT_LIMIT_BYTES = 2 * 1024 ** 3;

export interface Estimate {
  /** Number of amplitudes of the wave function, or 0 where none is needed. */
  readonly dimension: number;
  /** Working set in bytes. */
  readonly bytes: number;
  /** Rough duration on one core, in seconds. */
  readonly seconds: number;
}

type System = Pick<Config, "lattice" | "electrons" | "quench" | "time" | "methods" | "outputs">;

/** C(M, n_up) C(M, n_down). */
export function hilbertDimension(config: Pick<Config, "lattice" | "electrons">): number {
  const count = siteCount(config.lattice);
  return binomial(count, config.electrons.up) * binomial(count, config.electrons.down);
}

/** Whether a method needs a wave function of this system, be it only to start from (else a determinant suffices). */
export function needsWaveFunction(
  { quench, outputs }: Pick<Config, "quench" | "outputs">,
  method: { readonly kind: string },
): boolean {
  if (["exact", "dmd", "neural-ode", "learned-closure"].includes(method.kind)) return true;
  if (method.kind === "td2rdm" && outputs.includes("closureResidual")) return true;
  switch (quench.protocol) {
    case "trap-release":
      return quench.interaction !== 0;
    case "interaction-quench":
      return quench.interactionBefore !== 0;
    case "product-state":
      return false;
  }
}

/** Fields that need the two-particle matrix as a whole. */
const WHOLE: ReadonlySet<string> = new Set([
  "dab",
  "delta2",
  "delta3",
  "minEigenvalueD",
  "minEigenvalueQ",
  "densityDensity",
  "spinSpin",
]);

/** Whether exact and another method run together, so that their two-particle matrices are compared. */
function compares({ methods }: System): boolean {
  return methods.some(({ kind }) => kind === "exact") && methods.some(({ kind }) => kind !== "exact");
}

/** Bytes of the two-particle matrices of all samples of one method. */
export function recordedBytes(config: System): number {
  if (!compares(config) && !config.outputs.includes("dab")) return 0;
  return sampleCount(config.time) * siteCount(config.lattice) ** 4 * 16;
}

/** Memory and duration of one method. The rates are those `npm run bench` prints, rounded up. */
export function estimateMethod(config: System, method: MethodConfig): Estimate {
  const m = siteCount(config.lattice);
  const dimension = needsWaveFunction(config, method) ? hilbertDimension(config) : 0;
  const recorded = recordedBytes(config);
  const groundState = { bytes: 24 * dimension * 8, seconds: 120 * dimension * m * 4e-9 };
  switch (method.kind) {
    case "exact":
      return {
        dimension,
        bytes: groundState.bytes + 18 * dimension * 16 + recorded,
        seconds: groundState.seconds + exactSeconds(config, dimension),
      };
    case "mean-field":
      return {
        dimension,
        bytes: groundState.bytes + recorded + 8 * m ** 4 * 16,
        seconds: groundState.seconds + sampleCount(config.time) * m ** 4 * 2e-7,
      };
    case "td2rdm": {
      const residual = residualEstimate(config, method, dimension);
      return {
        dimension,
        bytes: groundState.bytes + recorded + 60 * m ** 4 * 16 + residual.bytes,
        seconds: groundState.seconds + td2rdmSeconds(config, method) + residual.seconds,
      };
    }
    case "dmd":
    case "neural-ode":
    case "learned-closure":
      return learnedEstimate(config, method);
  }
}

/** Time between the training states of learned methods, in 1/J. */
const TRAINING_INTERVAL = 0.05;

/** The exact training data, and what is made of them. */
function learnedEstimate(config: System, method: LearnedConfig): Estimate {
  const values = siteCount(config.lattice) ** 4;
  const training: System = {
    ...config,
    time: { end: method.trainUntil, sample: TRAINING_INTERVAL },
    methods: [{ kind: "exact" }],
    outputs: ["dab"],
  };
  const exact = estimateMethod(training, { kind: "exact" });
  const states = sampleCount(training.time);
  const learning = learningEstimate(config, method, states);
  return {
    dimension: exact.dimension,
    bytes: exact.bytes + learning.bytes + recordedBytes(config),
    seconds: exact.seconds + learning.seconds + sampleCount(config.time) * values * 2e-7,
  };
}

function learningEstimate(
  config: System,
  method: LearnedConfig,
  states: number,
): Pick<Estimate, "bytes" | "seconds"> {
  switch (method.kind) {
    case "dmd": {
      const values = siteCount(config.lattice) ** 4;
      return { bytes: states * values * 16, seconds: 2e-6 * states * values };
    }
    case "neural-ode":
      return trainingEstimate(config, method);
    case "learned-closure":
      return closureEstimate(config, method);
  }
}

/** Arithmetic of training in float64 on one core, per second. */
const CLOSURE_RATE = 1e9;

/** As of a neural ODE, with the right-hand side and its adjoint (four to five times as long) at every stage of RK4. */
function closureEstimate(
  { lattice }: System,
  { hidden, skip, stages, memory }: LearnedClosureConfig,
): Pick<Estimate, "bytes" | "seconds"> {
  const m = siteCount(lattice);
  const size = 0.27 * m ** 4;
  const inputs = size + memoryReals(memory, size);
  const widths = [inputs, ...hidden, size];
  const weights = widths.reduce(
    (sum, width, k) => sum + width * (widths[k + 1] ?? 0),
    skip === "none" ? 0 : inputs * size,
  );
  const [six, power] = RHS_SECONDS.valdemoro;
  const rhs = 5.5 * six * (m / 6) ** power;
  const network = (6 * weights) / CLOSURE_RATE;
  let seconds = 0;
  for (const stage of stages === "recipe" ? closureStages(m) : stages) {
    const evaluations = stage.steps * stage.batch;
    seconds +=
      stage.kind === "derivative" ? evaluations * network : 4 * stage.length * evaluations * (network + rhs);
  }
  return { bytes: 6 * 8 * weights, seconds };
}

/** Arithmetic of training in float32 on one core, per second. */
const TRAINING_RATE = 3e10;

/** Weights with both moments and their gradient; 24 n B (d^2 + 2 d w + w^2) operations per step (PHYSICS.md section 8). */
function trainingEstimate(
  { lattice }: System,
  { packing, hidden, skip, stages, memory }: NeuralOdeConfig,
): Pick<Estimate, "bytes" | "seconds"> {
  const sites = siteCount(lattice);
  const state = sites ** 4 * (packing === "symmetric" ? 0.27 : 1);
  const size = state + memoryReals(memory, state);
  const widths = [size, ...hidden, size];
  const weights = widths.reduce(
    (sum, width, k) => sum + width * (widths[k + 1] ?? 0),
    skip === "none" ? 0 : size ** 2,
  );
  let work = 0;
  for (const stage of stages === "recipe" ? recipeStages(sites) : stages) {
    work += stage.steps * stage.batch * (stage.kind === "derivative" ? 6 : 24 * stage.length) * weights;
  }
  return { bytes: 6 * 8 * weights, seconds: work / TRAINING_RATE };
}

/** Reals that the memory of a state of `size` reals has. */
function memoryReals(memory: MemoryConfig, size: number): number {
  switch (memory.kind) {
    case "none":
      return 0;
    case "delay":
      return memory.delays * size;
    case "latent":
      return memory.rates.length * Math.min(memory.states, size);
  }
}

/** Propagation and, per sample, the density matrices that the outputs need. */
function exactSeconds(config: System, dimension: number): number {
  const m = siteCount(config.lattice);
  const samples = sampleCount(config.time);
  const products = config.time.end * (2 * m + Math.abs(config.quench.interaction) * m * 0.5) + 10 * samples;
  const whole = compares(config) || config.outputs.some((name) => WHOLE.has(name));
  const two = whole ? m ** 2 * dimension * 2e-8 : 0;
  const three = config.outputs.includes("delta3") ? threeBodySeconds(m, config.electrons) : 0;
  return products * dimension * m * 3e-9 + samples * (two + three);
}

/** D3 = A A^dagger: one row of A per (i1 < i2, i3), one column per state of the electrons left. */
function threeBodySeconds(m: number, { up, down }: Config["electrons"]): number {
  const rows = (m * m * (m - 1)) / 2;
  const columns = binomial(m, up - 2) * binomial(m, down - 1);
  return rows ** 2 * columns * 3e-10;
}

/** An exact propagation of its own, and at every sample the three-particle cumulant of the closure as a whole. */
function residualEstimate(
  config: System,
  { closure, contractionConsistent }: Td2rdmConfig,
  dimension: number,
): Pick<Estimate, "bytes" | "seconds"> {
  if (!config.outputs.includes("closureResidual")) return { bytes: 0, seconds: 0 };
  const m = siteCount(config.lattice);
  const exact = exactSeconds({ ...config, methods: [{ kind: "exact" }], outputs: ["delta3"] }, dimension);
  const elements = (m ** 4 * (m - 1) ** 2) / 4;
  const whole = closure === "valdemoro" ? 0 : elements * m * 3e-8;
  const correction = contractionConsistent ? m ** 5 * 3e-7 : 0;
  return {
    bytes: 18 * dimension * 16 + 5 * elements * 16 + 2 * m ** 5 * 40,
    seconds: exact + sampleCount(config.time) * (whole + correction),
  };
}

/** Seconds per right-hand side of 6 sites, and the power of the sites that it grows with. */
const RHS_SECONDS: Record<Td2rdmConfig["closure"], readonly [seconds: number, power: number]> = {
  valdemoro: [8e-5, 3.7],
  "nakatsuji-yasuda": [1.2e-3, 4.7],
  "nakatsuji-yasuda-smooth": [1.2e-3, 4.7],
  mazziotti: [3.3e-3, 6.4],
};

/** Seconds per purification over m^6. */
const PURIFICATION_SECONDS = 7e-8;

function td2rdmSeconds(config: System, method: Td2rdmConfig): number {
  const m = siteCount(config.lattice);
  const dt = method.integrator.kind === "rk4" ? method.integrator.dt : 0.05;
  const [six, power] = RHS_SECONDS[method.closure];
  const rhs = six * (m / 6) ** power;
  const purification = method.purification === "none" ? 0 : PURIFICATION_SECONDS * m ** 6;
  return (config.time.end / dt) * (4 * rhs + purification);
}

export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return value >= 1000
    ? `${value.toExponential(1)} ${units[unit]}`
    : `${value.toPrecision(value < 10 ? 2 : 3)} ${units[unit]}`;
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toPrecision(2)} h`;
}

function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}
