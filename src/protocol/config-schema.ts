import { z } from "zod";
import { methodSchema } from "./method-schema.ts";

export {
  DEFAULT_MEMORY,
  type DmdConfig,
  defaultMethod,
  type IntegratorConfig,
  isLearned,
  type LearnedClosureConfig,
  type LearnedConfig,
  type MemoryConfig,
  type MethodConfig,
  type NeuralOdeConfig,
  needsSinglet,
  type SingletConfig,
  type Td2rdmConfig,
  trainingEnd,
} from "./method-schema.ts";

export const CONFIG_SCHEMA = "cumulant-explorer/config@1";

const finite = z.number();
const boundary = z.enum(["open", "periodic"]).default("open");

const latticeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("chain"), sites: z.int().min(2).max(64), boundary }),
  z.strictObject({
    kind: z.literal("rectangle"),
    lx: z.int().min(1).max(16),
    ly: z.int().min(1).max(16),
    boundary,
  }),
]);

const quenchSchema = z.discriminatedUnion("protocol", [
  z.strictObject({
    protocol: z.literal("trap-release"),
    interaction: finite.min(-100).max(100),
    trap: finite.min(-100).max(100),
  }),
  z.strictObject({
    protocol: z.literal("interaction-quench"),
    interactionBefore: finite.min(-100).max(100),
    interaction: finite.min(-100).max(100),
    trap: finite.min(-100).max(100).default(0),
  }),
  z.strictObject({
    protocol: z.literal("product-state"),
    interaction: finite.min(-100).max(100),
    sites: z
      .array(z.enum(["u", "d", "ud", "0"]))
      .min(2)
      .max(64),
  }),
]);

export const OUTPUT_NAMES = [
  "density",
  "densityUp",
  "doublons",
  "energy",
  "particles",
  "delta2",
  "delta3",
  "minEigenvalueD",
  "minEigenvalueQ",
  "momentum",
  "densityDensity",
  "spinSpin",
  "naturalOccupations",
  "entropy",
  "closureResidual",
  "dab",
] as const;

/** Shape of the config; rules between fields are in physical-checks.ts. */
export const plainConfigSchema = z.strictObject({
  schema: z.literal(CONFIG_SCHEMA),
  lattice: latticeSchema.default({ kind: "chain", sites: 6, boundary: "open" }),
  electrons: z.strictObject({ up: z.int().min(0), down: z.int().min(0) }).default({ up: 3, down: 3 }),
  hopping: finite.min(-100).max(100).default(1),
  quench: quenchSchema.default({ protocol: "trap-release", interaction: 1, trap: 1 }),
  time: z
    .strictObject({
      end: finite.min(1e-3).max(1000).default(20),
      sample: finite.min(1e-3).max(100).default(0.1),
    })
    .default({ end: 20, sample: 0.1 }),
  methods: z
    .array(methodSchema)
    .min(1)
    .max(12)
    .default([
      { kind: "exact" },
      { kind: "mean-field" },
      {
        kind: "td2rdm",
        closure: "valdemoro",
        contractionConsistent: true,
        purification: "none",
        integrator: { kind: "rk4", dt: 0.02 },
      },
    ]),
  outputs: z
    .array(z.enum(OUTPUT_NAMES))
    .default(["density", "doublons", "energy", "delta2", "delta3", "dab"]),
  device: z.enum(["cpu", "webgpu"]).default("cpu"),
});

/** A config with all defaults filled in. */
export type Config = z.output<typeof plainConfigSchema>;
export type LatticeConfig = Config["lattice"];
export type QuenchConfig = Config["quench"];
