import { describe, expect, it } from "vitest";
import type { MapPoint, MapPointResult } from "../../src/engine/map-backend.ts";
import { BackendError } from "../../src/engine/map-backend.ts";
import { createPoolMapBackend, type MapRequest, type SpawnMapWorker } from "../../src/engine/map-pool.ts";
import { smallConfig } from "../worker/fakes.ts";

const config = smallConfig({ methods: [{ kind: "exact" }] });
const points: MapPoint[] = Array.from({ length: 6 }, (_, index) => ({ index, interaction: index, trap: 0 }));

/** Workers that answer in the next macrotask, or crash at points for which `crashes` says so. */
function fakePool(crashes: (point: MapPoint, worker: number) => boolean = () => false) {
  const counts = { spawned: 0, alive: 0, busiest: 0, requests: 0 };
  const spawn: SpawnMapWorker = ({ onResponse, onCrash }) => {
    const number = ++counts.spawned;
    counts.alive += 1;
    counts.busiest = Math.max(counts.busiest, counts.alive);
    let alive = true;
    const answer = ({ point }: MapRequest): void => {
      if (!alive) return;
      if (crashes(point, number)) onCrash("out of memory");
      else {
        const result = {
          index: point.index,
          status: "done",
          values: { gap: point.index },
          message: null,
        } as const;
        onResponse({ type: "point", result });
      }
    };
    return {
      post: (request) => {
        counts.requests += 1;
        setTimeout(answer, 1, request);
      },
      terminate: () => {
        if (alive) counts.alive -= 1;
        alive = false;
      },
    };
  };
  return { counts, backend: createPoolMapBackend(2, spawn) };
}

async function compute(
  backend: ReturnType<typeof fakePool>["backend"],
  onPoint: (result: MapPointResult) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<MapPointResult[]> {
  const results: MapPointResult[] = [];
  await backend.compute(config, points, {
    signal,
    onPoint: (result) => {
      results.push(result);
      onPoint(result);
    },
  });
  return results;
}

describe("the pool", () => {
  it("computes every point once on its workers and ends them", async () => {
    const { counts, backend } = fakePool();
    const results = await compute(backend);
    expect(results.map(({ index }) => index).sort((p, q) => p - q)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(counts).toEqual({ spawned: 2, alive: 0, busiest: 2, requests: 6 });
  });

  it("reports a point at which a worker breaks as failed and goes on with a new worker", async () => {
    const { counts, backend } = fakePool(({ index }) => index === 2);
    const results = await compute(backend);
    expect(results).toHaveLength(6);
    expect(results.filter(({ status }) => status === "failed")).toEqual([
      { index: 2, status: "failed", values: {}, message: "the worker stopped: out of memory" },
    ]);
    expect(counts).toMatchObject({ spawned: 3, alive: 0 });
  });

  it("passes on how far points are, as long as their workers are its own", async () => {
    const told: number[] = [];
    const news = (index: number) => ({ index, method: "Exact", fraction: 0.5, point: 0.25 });
    const late: (() => void)[] = [];
    const backend = createPoolMapBackend(1, ({ onResponse }) => ({
      post: ({ point: { index } }) => {
        onResponse({ type: "news", news: news(index) });
        late.push(() => onResponse({ type: "news", news: news(100) }));
        const result = { index, status: "done", values: {}, message: null } as const;
        setTimeout(() => onResponse({ type: "point", result }), 1);
      },
      terminate: () => undefined,
    }));
    const handlers = { signal: new AbortController().signal, onPoint: () => undefined };
    await backend.compute(config, points, { ...handlers, onNews: ({ index }) => told.push(index) });
    for (const speak of late) speak();
    expect(told).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("gives up when workers only break", async () => {
    const { counts, backend } = fakePool(() => true);
    await expect(compute(backend)).rejects.toThrow(
      new BackendError("the workers computing the map stop at once: out of memory"),
    );
    expect(counts.alive).toBe(0);
  });

  it("ends all workers at a cancel", async () => {
    const { counts, backend } = fakePool();
    const controller = new AbortController();
    const results = await compute(backend, () => controller.abort(), controller.signal);
    expect(results).toHaveLength(1);
    expect(counts.alive).toBe(0);
    expect(await compute(backend, undefined, controller.signal)).toEqual([]);
    expect(counts.spawned).toBe(2);
  });

  it("passes on what the receiver of a point throws", async () => {
    const { counts, backend } = fakePool();
    const full = (): void => {
      throw new Error("disk full");
    };
    await expect(compute(backend, full)).rejects.toThrow("disk full");
    expect(counts.alive).toBe(0);
  });
});
