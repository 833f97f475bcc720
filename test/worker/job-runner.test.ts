import { describe, expect, it } from "vitest";
import type { Chunk } from "../../src/protocol/messages.ts";
import type { RunOutcome } from "../../src/protocol/results.ts";
import { runJob, type StartMethod } from "../../src/worker/job-runner.ts";
import { COMPLETED, diverging, fakeMethod, refusing, smallConfig, throwing, work } from "./fakes.ts";

interface Progress {
  readonly phase: string;
  readonly fraction: number;
  readonly left: number | null;
  readonly at: number;
}

interface Recorded {
  readonly outcome: RunOutcome;
  readonly chunks: readonly Chunk[];
  readonly progress: readonly Progress[];
  readonly stopped: number;
}

async function record(
  start: StartMethod,
  config = smallConfig(),
  cancelAfter: number | null = null,
): Promise<Recorded> {
  const controller = new AbortController();
  const chunks: Chunk[] = [];
  const progress: Progress[] = [];
  let cancelled = Number.NaN;
  if (cancelAfter !== null) {
    setTimeout(() => {
      cancelled = performance.now();
      controller.abort();
    }, cancelAfter);
  }
  const outcome = await runJob(
    start,
    { config, method: 0, fields: ["density", "energy"] },
    {
      signal: controller.signal,
      onChunk: (chunk) => chunks.push(chunk),
      onProgress: ({ phase, fraction, secondsLeft: left }) =>
        progress.push({ phase, fraction, left, at: performance.now() }),
    },
  );
  return { outcome, chunks, progress, stopped: performance.now() - cancelled };
}

const long = smallConfig({ time: { end: 1000, sample: 0.1 } });

const wide: StartMethod = (system, method) =>
  fakeMethod({ perBatch: 500 })(system, method, ["dab", "energy"]);

const endless: StartMethod = function* () {
  for (;;) {
    work(5);
    yield { kind: "progress", phase: "ground-state", fraction: 0 };
  }
};

describe("runJob", () => {
  it("delivers every sample once, in order, and the method's report", async () => {
    const { outcome, chunks } = await record(fakeMethod({ perBatch: 4 }));
    expect(outcome).toMatchObject({ ...COMPLETED });
    expect(outcome.wallSeconds).toBeGreaterThan(0);
    let next = 0;
    for (const chunk of chunks) {
      expect(chunk.first).toBe(next);
      expect(chunk.fields.energy).toHaveLength(chunk.count);
      expect(chunk.fields.density).toHaveLength(2 * chunk.count);
      expect([...(chunk.fields.energy ?? [])]).toEqual(
        Array.from({ length: chunk.count }, (_, i) => next + i),
      );
      next += chunk.count;
    }
    expect(next).toBe(21);
  });

  it("sends the first samples at once and then batches them", async () => {
    const begun = performance.now();
    const { chunks } = await record(fakeMethod({ pace: 5 }));
    const elapsed = performance.now() - begun;
    expect(chunks[0]?.count).toBe(1);
    expect(chunks.length).toBeGreaterThanOrEqual(2);
    // The first and the last one, and between them one every 30 ms at most.
    expect(chunks.length).toBeLessThanOrEqual(Math.min(20, 2 + elapsed / 30));
  });

  it("sends chunks of bounded size however fast the samples come", async () => {
    const config = smallConfig({ time: { end: 990, sample: 0.05 } });
    const { chunks } = await record(wide, config);
    expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(19_801);
    for (const chunk of chunks) expect(chunk.fields.dab?.byteLength ?? 0).toBeLessThan(2.3e6);
  });

  it("stops at a cancel in the middle of the run and keeps what is there", async () => {
    const { outcome, chunks } = await record(fakeMethod({ pace: 1 }), long, 100);
    expect(outcome.status).toBe("cancelled");
    const samples = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
    expect(samples).toBeGreaterThan(0);
    expect(samples).toBeLessThan(5000);
  });

  it("stops before any sample when cancelled during a long ground state", async () => {
    const { outcome, chunks, progress } = await record(endless, long, 60);
    expect(outcome.status).toBe("cancelled");
    expect(chunks).toHaveLength(0);
    expect(progress.every(({ left }) => left === null)).toBe(true);
  });

  it("closes the generator of a cancelled method", async () => {
    let closed = false;
    const start: StartMethod = function* (...args) {
      try {
        return yield* fakeMethod({ pace: 1 })(...args);
      } finally {
        closed = true;
      }
    };
    await record(start, long, 30);
    expect(closed).toBe(true);
  });

  it("reports growing progress and an estimate of the time left that is about right", async () => {
    const config = smallConfig({ time: { end: 10, sample: 0.1 } });
    const { progress, stopped } = await record(fakeMethod({ pace: 10 }), config);
    expect(stopped).toBeNaN();
    expect(progress[0]?.left).toBeNull();
    const end = progress.at(-1)?.at ?? 0;
    for (const [index, { fraction }] of progress.entries()) {
      expect(fraction).toBeGreaterThanOrEqual(progress[index - 1]?.fraction ?? 0);
      expect(fraction).toBeLessThanOrEqual(1);
    }
    const middle = progress.find(({ fraction, left }) => fraction > 0.5 && left !== null);
    expect(middle).toBeDefined();
    const actual = (end - (middle?.at ?? 0)) / 1000;
    expect(middle?.left).toBeGreaterThan(0.4 * actual);
    expect(middle?.left).toBeLessThan(2.5 * actual);
  });

  it("passes on a divergence with its time and advice", async () => {
    const { outcome, chunks } = await record(diverging);
    expect(outcome).toMatchObject({ status: "diverged", divergedAt: 0.5, message: "try purification" });
    expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(5);
  });

  it.each([
    ["a refusal", refusing, "refused", /^electrons: found .*"down":2.*expected a closed shell$/],
    [
      "a failed allocation",
      throwing(new RangeError("Array buffer allocation failed")),
      "failed",
      /^out of memory: this method needs about [\d.]+ [kM]?B/,
    ],
    [
      "endless recursion",
      throwing(new RangeError("Maximum call stack size exceeded")),
      "failed",
      /^Maximum call stack/,
    ],
    [
      "a programming error",
      throwing(new TypeError("x is not a function")),
      "failed",
      /^x is not a function$/,
    ],
  ] as const)(
    "turns %s into an outcome and keeps the samples before it",
    async (_name, start, status, message) => {
      const { outcome, chunks } = await record(start);
      expect(outcome.status).toBe(status);
      expect(outcome.message).toMatch(message);
      expect(outcome.checks).toBeNull();
      expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(3);
    },
  );

  it("turns an exception before the first step into an outcome", async () => {
    const { outcome } = await record(() => {
      throw new Error("no such method");
    });
    expect(outcome).toMatchObject({ status: "failed", message: "no such method" });
  });
});
