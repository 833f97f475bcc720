import { describe, expect, it } from "vitest";
import { createInProcessEngine } from "../../src/engine/in-process-engine.ts";
import type { ResultSet } from "../../src/protocol/results.ts";
import { byKind, diverging, fakeMethod, refusing, smallConfig } from "../worker/fakes.ts";

const never = new AbortController().signal;
const statuses = ({ methods }: ResultSet): string[] => methods.map(({ status }) => status);
const job = { config: smallConfig(), fields: ["density"] as const };

describe("in-process engine", () => {
  it("runs the methods one after the other and merges the samples", async () => {
    const seen = new Set<string>();
    const engine = createInProcessEngine(fakeMethod());
    const results = await engine.run(job, {
      signal: never,
      onUpdate: (results) => seen.add(statuses(results).join()),
    });
    expect([...seen]).toEqual([
      "running,queued,queued",
      "completed,queued,queued",
      "completed,running,queued",
      "completed,completed,queued",
      "completed,completed,running",
      "completed,completed,completed",
    ]);
    for (const { filled } of results.methods) expect(filled).toBe(21);
  });

  it("goes on after a divergence and a refusal", async () => {
    const engine = createInProcessEngine(
      byKind({ exact: diverging, "mean-field": refusing, td2rdm: fakeMethod() }),
    );
    const results = await engine.run(job, { signal: never, onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["diverged", "refused", "completed"]);
  });

  it("hears a cancel that comes through the event loop", async () => {
    const controller = new AbortController();
    const engine = createInProcessEngine(fakeMethod({ pace: 5 }));
    setTimeout(() => controller.abort(), 30);
    const results = await engine.run(job, { signal: controller.signal, onUpdate: () => undefined });
    expect(statuses(results)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(results.methods[0]?.filled).toBeGreaterThan(1);
    expect(results.methods[0]?.filled).toBeLessThan(21);
  });
});
