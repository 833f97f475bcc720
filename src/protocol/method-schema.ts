import { z } from "zod";

const finite = z.number();

const integratorSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("rk4"), dt: finite.min(1e-4).max(1).default(0.02) }),
    z.strictObject({
      kind: z.literal("dopri5"),
      rtol: finite.min(1e-13).max(0.1).default(1e-8),
      atol: finite.min(1e-15).max(0.1).default(1e-10),
    }),
  ])
  .default({ kind: "rk4", dt: 0.02 });

const td2rdmSchema = z.strictObject({
  kind: z.literal("td2rdm"),
  closure: z
    .enum(["valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"])
    .default("valdemoro"),
  contractionConsistent: z.boolean().default(true),
  purification: z.enum(["none", "energy-conserving"]).default("none"),
  integrator: integratorSchema,
});

/** End of the training segment, in 1/J. */
const trainUntil = finite.min(0.01).max(1000).default(10);

const dmdSchema = z.strictObject({
  kind: z.literal("dmd"),
  trainUntil,
  /** States per window: 1 is truncated DMD, more are delay-DMD. */
  delays: z.int().min(1).max(100).default(10),
  /** Time between the states of a window, in 1/J. */
  stride: finite.min(0.01).max(10).default(0.2),
  /** Singular vectors kept; `auto` takes the number with the smallest training error. */
  rank: z
    .union([z.literal("auto"), z.int().min(1).max(1000)], {
      error: '"auto" or a whole number between 1 and 1000',
    })
    .default("auto"),
});

const optimisationSteps = z.int().min(1).max(1_000_000);
const batch = z.int().min(1).max(1024);

const stageSchema = z.discriminatedUnion("kind", [
  /** `batch` random states per step: mean square of f(z) - dz/dt. */
  z.strictObject({ kind: z.literal("derivative"), steps: optimisationSteps, batch: batch.default(64) }),
  /** `batch` random windows of `length` RK4 steps per step, gradient through the solver. */
  z.strictObject({
    kind: z.literal("shooting"),
    steps: optimisationSteps,
    batch: batch.default(16),
    length: z.int().min(1).max(1000),
  }),
]);

/** Every kind of memory with all defaults. */
export const DEFAULT_MEMORY = {
  none: { kind: "none" },
  delay: { kind: "delay", delays: 1, stride: 0.5 },
  latent: { kind: "latent", states: 16, rates: [0.5] },
} as const;

/** What a learned field sees besides the state of the moment. */
const noMemory = z.strictObject({ kind: z.literal("none") });

/** For every decay rate (in J) the leaky integrals of `states` principal components of the training data. */
const latentMemory = z.strictObject({
  kind: z.literal("latent"),
  states: z.int().min(1).max(256).default(DEFAULT_MEMORY.latent.states),
  rates: z.array(finite.min(0).max(100)).min(1).max(8).readonly().default(DEFAULT_MEMORY.latent.rates),
});

const memorySchema = z
  .discriminatedUnion("kind", [
    noMemory,
    /** The states `stride`, 2 `stride`, ... ago, `delays` of them; `stride` in 1/J. */
    z.strictObject({
      kind: z.literal("delay"),
      delays: z.int().min(1).max(20).default(DEFAULT_MEMORY.delay.delays),
      stride: finite.min(0.001).max(10).default(DEFAULT_MEMORY.delay.stride),
    }),
    latentMemory,
  ])
  .default(DEFAULT_MEMORY.none);

/** How a network is trained and rolled out, whatever it stands for. */
const trainedFields = {
  trainUntil,
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
  activation: z.enum(["tanh", "silu", "gelu"]).default("tanh"),
  /** RK4 step in 1/J; the training states are half a step apart. */
  step: finite.min(0.002).max(1).default(0.1),
  /** `recipe`: the stages of the method for the number of sites. */
  stages: z
    .union([z.literal("recipe"), z.array(stageSchema).min(1).max(8).readonly()], {
      error:
        '"recipe" or a list of 1 to 8 stages, each {"kind": "derivative", "steps"} or {"kind": "shooting", "steps", "length"}',
    })
    .default("recipe"),
  /** Largest learning rate of Adam, in each stage reached after `warmUp` steps and lowered by a cosine to `finalShare` of it. */
  learningRate: finite.min(1e-8).max(1).default(2e-3),
  warmUp: z.int().min(0).max(100_000).default(50),
  finalShare: finite.min(0).max(1).default(0.02),
  beta1: finite.min(0).max(0.9999).default(0.9),
  beta2: finite.min(0).max(0.999999).default(0.99),
  epsilon: finite.min(1e-16).max(1).default(1e-8),
  /** Largest norm of the gradient. */
  clip: finite.min(1e-6).max(1e6).default(1),
  /** Steps between free rollouts over the training segment; the best of them is kept where a training does not reach its end. */
  evaluateEvery: z.int().min(1).max(1_000_000).default(100),
};

/** Widths of the hidden layers. */
const hidden = z.array(z.int().min(1).max(4096)).min(1).max(8).readonly();
/** Strength of the ridge regression for A and c, per training state. */
const ridge = finite.min(1e-12).max(1e6);
/** What is done to Dab after every step of the rollout. */
const purification = z.enum(["none", "energy-conserving"]);

const neuralOdeSchema = z.strictObject({
  kind: z.literal("neural-ode"),
  ...trainedFields,
  /** `symmetric`: one real per orbit of the exact symmetries of the data; `hermitian`: all M^4 reals. */
  packing: z.enum(["symmetric", "hermitian"]).default("symmetric"),
  memory: memorySchema,
  /** The linear part A z + c of the vector field; `skew`: A = -A^T; `none`: neither A nor c. */
  skip: z.enum(["full", "skew", "none"]).default("full"),
  hidden: hidden.default([128, 128]),
  ridge: ridge.default(1e-3),
  purification: purification.default("none"),
});

const learnedClosureSchema = z.strictObject({
  kind: z.literal("learned-closure"),
  ...trainedFields,
  memory: z.discriminatedUnion("kind", [noMemory, latentMemory]).default(DEFAULT_MEMORY.none),
  /** The linear part A z + c of the correction; `none`: neither A nor c. */
  skip: z.enum(["full", "none"]).default("none"),
  hidden: hidden.default([64, 64]),
  ridge: ridge.default(0.1),
  purification: purification.default("energy-conserving"),
});

export const methodSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exact") }),
  z.strictObject({ kind: z.literal("mean-field") }),
  td2rdmSchema,
  dmdSchema,
  neuralOdeSchema,
  learnedClosureSchema,
]);

export type MethodConfig = z.output<typeof methodSchema>;
export type Td2rdmConfig = z.output<typeof td2rdmSchema>;
export type IntegratorConfig = Td2rdmConfig["integrator"];
export type MemoryConfig = z.output<typeof memorySchema>;
export type DmdConfig = z.output<typeof dmdSchema>;
export type NeuralOdeConfig = z.output<typeof neuralOdeSchema>;
export type LearnedClosureConfig = z.output<typeof learnedClosureSchema>;
/** A method that learns from the exact dynamics up to `trainUntil`. */
export type LearnedConfig = DmdConfig | NeuralOdeConfig | LearnedClosureConfig;

/** A learned method with all defaults. */
export function defaultMethod<K extends LearnedConfig["kind"]>(kind: K): Extract<LearnedConfig, { kind: K }> {
  return methodSchema.parse({ kind }) as Extract<LearnedConfig, { kind: K }>;
}

export type SingletConfig = Td2rdmConfig | LearnedConfig;

/** Whether a method is written for closed-shell singlets. */
export function needsSinglet(method: MethodConfig): method is SingletConfig {
  return method.kind !== "exact" && method.kind !== "mean-field";
}

export function isLearned(method: MethodConfig): method is LearnedConfig {
  return method.kind === "dmd" || method.kind === "neural-ode" || method.kind === "learned-closure";
}

/** Where predictions are judged from, in 1/J: the end of training of the first learned method; null without one. */
export function trainingEnd(methods: readonly MethodConfig[]): number | null {
  return methods.find(isLearned)?.trainUntil ?? null;
}
