import { z } from "zod";
import { FIELD_NAMES, type FieldName } from "../base/fields.ts";
import { configSchema } from "./config.ts";
import { methodSchema } from "./method-schema.ts";

export const TRAJECTORY_SCHEMA = "cumulant-explorer/trajectory@1";

const count = z.int().min(0);
const numbers = z.array(z.number());
/** null where it is not defined. */
const error = z.number().min(0).nullable();

const fieldData = z.strictObject({
  dims: z.array(z.string()),
  shape: z.array(count),
  real: numbers,
  imag: numbers.optional(),
});

/** A real field that is not defined at every sample. */
const gappedField = fieldData.omit({ imag: true }).extend({ real: z.array(error) });

type WholeField = Exclude<FieldName, "closureResidual">;
const WHOLE_FIELDS = FIELD_NAMES.filter((name): name is WholeField => name !== "closureResidual");

const dataSchema = z.strictObject({
  ...(Object.fromEntries(WHOLE_FIELDS.map((name) => [name, fieldData.optional()])) as Record<
    WholeField,
    z.ZodOptional<typeof fieldData>
  >),
  closureResidual: gappedField.optional(),
});

const checksSchema = z.strictObject({
  particleDrift: z.number(),
  energyDrift: z.number(),
  minEigenvalueD: z.number().nullable(),
  minEigenvalueQ: z.number().nullable(),
  contractionResidual: z.number().nullable(),
});

const backendSchema = z.strictObject({
  device: z.enum(["cpu", "webgpu"]),
  adapter: z.string().nullable(),
  precision: z.enum(["float64", "float32"]),
});

const evaluationSchema = z.strictObject({ step: count, trainingError: error });

const trainingSchema = z.strictObject({
  engine: backendSchema,
  steps: count,
  message: z.string().nullable(),
  best: evaluationSchema,
  history: z
    .array(
      z.strictObject({
        step: count,
        stage: count,
        loss: z.number().min(0),
        gradientNorm: z.number().min(0),
        learningRate: z.number().min(0),
      }),
    )
    .readonly(),
  evaluations: z.array(evaluationSchema).readonly(),
});

const runSchema = z.strictObject({
  method: methodSchema,
  backend: backendSchema,
  status: z.enum(["completed", "cancelled", "diverged"]),
  divergedAt: z.number().nullable(),
  message: z.string().nullable(),
  steps: z.strictObject({ accepted: count, rejected: count }),
  wallSeconds: z.number().min(0),
  groundState: z
    .strictObject({
      energy: z.number(),
      /** null for a level that stands alone: infinitely far from the next. */
      gap: z.number().min(0).nullable(),
      residual: z.number().min(0),
    })
    .nullable()
    .default(null),
  /** How the training of a neural ODE went; null for other methods. */
  training: trainingSchema.nullable().default(null),
  time: numbers.min(1),
  data: dataSchema,
  checks: checksSchema,
});

const omittedSchema = z.strictObject({
  method: methodSchema,
  status: z.enum(["cancelled", "refused", "failed"]),
  message: z.string().nullable(),
});

/** Shape of the file; what its numbers must satisfy is in trajectory-checks.ts. */
export const trajectorySchema = z.strictObject({
  schema: z.literal(TRAJECTORY_SCHEMA),
  software: z.strictObject({ name: z.string(), version: z.string(), commit: z.string().nullable() }),
  created: z.iso.datetime(),
  config: configSchema,
  units: z.strictObject({ hbar: z.literal(1), energy: z.literal("J"), time: z.literal("1/J") }),
  conventions: z.record(z.string(), z.string()),
  runs: z.array(runSchema),
  /** Methods of the config without samples, and why. */
  omitted: z.array(omittedSchema).default([]),
  diagnostics: z.strictObject({
    pearson: z.number().min(-1).max(1).nullable(),
    meanDelta3: z.number().min(0).nullable(),
    initialDelta3: z.number().min(0).nullable().default(null),
    buildup: z.number().nullable(),
    unseenFraction: z.number().min(0).nullable().default(null),
    extrapolation: z
      .strictObject({
        trainUntil: z.number().positive(),
        errors: z.record(z.string(), z.strictObject({ training: error, extrapolation: error, skill: error })),
      })
      .nullable()
      .default(null),
    relativeError: z.record(z.string(), z.array(z.number().min(0))),
  }),
});

export type Trajectory = z.output<typeof trajectorySchema>;
export type TrajectoryRun = Trajectory["runs"][number];
export type FieldData = z.output<typeof fieldData>;
/** The same, or a field that is null where it is not defined. */
export type AnyField = FieldData | (z.output<typeof gappedField> & { imag?: undefined });
export type Software = Trajectory["software"];
