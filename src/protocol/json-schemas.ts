import { z } from "zod";
import { configSchema } from "./config.ts";
import { mapSchema } from "./map-schema.ts";
import { trajectorySchema } from "./trajectory-schema.ts";

/** JSON Schemas of the files as a program may write them: what has a default may be left out. By file name. */
export function jsonSchemas(): Record<string, unknown> {
  const describe = (schema: z.ZodType, title: string): unknown => ({
    title,
    ...z.toJSONSchema(schema, { io: "input" }),
  });
  return {
    "config@1.json": describe(configSchema, "Cumulant Explorer config"),
    "trajectory@1.json": describe(trajectorySchema, "Cumulant Explorer trajectory"),
    "map@1.json": describe(mapSchema, "Cumulant Explorer map"),
  };
}
