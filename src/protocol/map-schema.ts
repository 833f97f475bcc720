import { z } from "zod";
import { configSchema } from "./config.ts";

export const MAP_SCHEMA = "cumulant-explorer/map@1";

/** Most values of one axis. */
export const MAX_AXIS = 1024;

const dims = z.tuple([z.literal("interaction"), z.literal("trap")]);
const shape = z.tuple([z.int().min(1).max(MAX_AXIS), z.int().min(1).max(MAX_AXIS)]);
const axis = z.array(z.number().min(-100).max(100)).min(1).max(MAX_AXIS);

/** `null` where a value is not defined or not (yet) computed. */
const fieldSchema = z.strictObject({ dims, shape, real: z.array(z.number().nullable()) });

export const POINT_STATUSES = ["pending", "done", "diverged", "failed"] as const;

const backendSchema = z.strictObject({
  device: z.enum(["cpu", "webgpu"]),
  adapter: z.string().nullable(),
  precision: z.enum(["float64", "float32"]),
});
const points = z.array(z.int().min(0));

/** Points that another backend computed than that of the map, and why. */
const partSchema = z.strictObject({ backend: backendSchema, reason: z.string().nullable(), points });

/** Largest deviation of each field from float64, over some points; `null` where a value is defined in one precision only. */
const deviationSchema = z.strictObject({
  points,
  fields: z.record(z.string(), z.number().min(0).nullable()),
});

/** Shape of a map file; rules between its parts are in map-checks.ts. */
export const mapSchema = z.strictObject({
  schema: z.literal(MAP_SCHEMA),
  software: z.strictObject({ name: z.string(), version: z.string(), commit: z.string().nullable() }),
  created: z.iso.datetime(),
  config: configSchema,
  backend: backendSchema,
  parts: z.array(partSchema).optional(),
  deviation: deviationSchema.optional(),
  axes: z.strictObject({ interaction: axis, trap: axis }),
  fields: z.record(z.string(), fieldSchema),
  status: z.array(z.enum(POINT_STATUSES)),
});

export type MapFile = z.output<typeof mapSchema>;
/**
 * `done`: every value is there. `diverged`: an approximate method diverged, its `divergedAt` says when.
 * `failed`: a method could not be computed at this point.
 */
export type PointStatus = (typeof POINT_STATUSES)[number];
