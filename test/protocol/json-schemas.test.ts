import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonSchemas } from "../../src/protocol/json-schemas.ts";
import { exampleFile } from "./example.ts";

const folder = new URL("../../public/schema/", import.meta.url);
const published = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

/** A validator made of the published schema alone. */
const validator = (name: string) =>
  z.fromJSONSchema(published(name) as Parameters<typeof z.fromJSONSchema>[0]);

describe("public/schema", () => {
  it("holds what the zod sources say (npm run schema)", () => {
    const schemas = jsonSchemas();
    expect(readdirSync(folder).sort()).toEqual(Object.keys(schemas).sort());
    for (const [name, schema] of Object.entries(schemas)) {
      expect(published(name)).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  it("describes configs: defaults may be left out, unknown fields not be added", () => {
    const config = validator("config@1.json");
    const schema = "cumulant-explorer/config@1";
    expect(config.safeParse({ schema, time: { end: 5 } }).success).toBe(true);
    expect(config.safeParse({ schema, time: { finish: 5 } }).success).toBe(false);
    expect(config.safeParse({ schema, hopping: "1" }).success).toBe(false);
  });

  it("describes trajectories", () => {
    const trajectory = validator("trajectory@1.json");
    const file = exampleFile();
    expect(trajectory.safeParse(file).success).toBe(true);
    expect(trajectory.safeParse({ ...file, runs: [{ ...file.runs[0], time: "0" }] }).success).toBe(false);
  });
});
