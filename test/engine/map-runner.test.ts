import { describe, expect, it } from "vitest";
import {
  createInProcessMapBackend,
  type MapPoint,
  type MapPointHandlers,
} from "../../src/engine/map-backend.ts";
import { coarseToFine, type MapJob, type MapProgress, runMap } from "../../src/engine/map-runner.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";
import type { StartMethod } from "../../src/worker/job-runner.ts";
import { fakeMethod, smallConfig, throwing } from "../worker/fakes.ts";

const config = smallConfig({ methods: [{ kind: "exact" }] });
const axes = { interaction: [0, 1, 2, 3, 4], trap: [0, 1, 2] };
const SIZE = 15;

/** |Delta3|(t) = (U + 10 V) t. */
const linear: StartMethod = (system, method, fields) => {
  const { quench } = system;
  const slope = quench.protocol === "product-state" ? 0 : quench.interaction + 10 * quench.trap;
  return fakeMethod({ value: (k) => slope * k })(system, method, fields);
};

const newTable = (): MapTable => emptyMap(config, axes, createInProcessMapBackend().description);

interface Outcome {
  readonly outcome: string;
  readonly points: number[];
  readonly progress: MapProgress[];
}

/** Runs a map in process, stopping it after `stopAfter` points. */
async function run(job: MapJob, start = linear, stopAfter = Number.POSITIVE_INFINITY): Promise<Outcome> {
  const controller = new AbortController();
  const points: number[] = [];
  const progress: MapProgress[] = [];
  const outcome = await runMap(
    job,
    {
      signal: controller.signal,
      onPoint: ({ index }) => {
        points.push(index);
        if (points.length === stopAfter) controller.abort();
      },
      onProgress: (report) => progress.push(report),
    },
    createInProcessMapBackend(start),
  );
  return { outcome, points, progress };
}

describe("coarseToFine", () => {
  const indices = (points: readonly MapPoint[]): number[] => points.map(({ index }) => index);

  it("visits every point once, with its values, corners of the coarse grids first", () => {
    const points = coarseToFine(axes);
    expect(indices(points).sort((p, q) => p - q)).toEqual([...Array(SIZE).keys()]);
    expect(indices(points).slice(0, 6)).toEqual([0, 12, 2, 6, 8, 14]);
    expect(points[3]).toEqual({ index: 6, interaction: 2, trap: 0 });
  });

  it("copes with a single point", () => {
    expect(indices(coarseToFine({ interaction: [1], trap: [1] }))).toEqual([0]);
  });
});

describe("runMap", () => {
  it("fills the table and reports every point", async () => {
    const table = newTable();
    const { outcome, points, progress } = await run({ table });
    expect(outcome).toBe("completed");
    expect(points).toHaveLength(SIZE);
    expect(table.status.every((status) => status === "done")).toBe(true);
    expect([...table.fields.meanDelta3]).toEqual(
      axes.interaction.flatMap((u) => axes.trap.map((v) => 10 * (u + 10 * v))),
    );
    expect(progress[0]).toEqual({ done: 0, total: SIZE, secondsLeft: null, inside: [] });
    expect(progress.at(-1)).toMatchObject({ done: SIZE, total: SIZE });
  });

  it("counts the points that are under way, and forgets them when they are done", async () => {
    const seen: MapProgress[] = [];
    const news = (index: number, point: number) => ({ index, method: "Exact", fraction: point, point });
    const backend = {
      description: createInProcessMapBackend().description,
      compute: (_: unknown, points: readonly MapPoint[], { onPoint, onNews }: MapPointHandlers) => {
        const [first, second] = points;
        onNews?.(news(first.index, 0.25));
        onNews?.(news(first.index, 0.5));
        onNews?.(news(second.index, 0.25));
        onPoint({ index: first.index, status: "done", values: {}, message: null });
        return Promise.resolve();
      },
    };
    const handlers = { signal: new AbortController().signal, onPoint: () => undefined };
    await runMap({ table: newTable() }, { ...handlers, onProgress: (report) => seen.push(report) }, backend);
    const [first, second] = coarseToFine(axes);
    expect(seen.map(({ done, inside }) => [done, inside.map(({ index, point }) => [index, point])])).toEqual([
      [0, []],
      [0, [[first.index, 0.25]]],
      [0, [[first.index, 0.5]]],
      [
        0,
        [
          [first.index, 0.5],
          [second.index, 0.25],
        ],
      ],
      [1, [[second.index, 0.25]]],
    ]);
  });

  it("gives the same map when cancelled and resumed", async () => {
    const [whole, parts] = [newTable(), newTable()];
    await run({ table: whole });
    expect(await run({ table: parts }, linear, 4)).toMatchObject({
      outcome: "cancelled",
      points: { length: 4 },
    });
    expect(parts.status.filter((status) => status === "pending")).toHaveLength(SIZE - 4);
    const rest = await run({ table: parts });
    expect(rest.points).toHaveLength(SIZE - 4);
    expect(parts).toEqual(whole);
  });

  it("stops in the middle of a point", async () => {
    const table = newTable();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const outcome = await runMap(
      { table },
      { signal: controller.signal, onPoint: () => undefined, onProgress: () => undefined },
      createInProcessMapBackend(fakeMethod({ pace: 20 })),
    );
    expect(outcome).toBe("cancelled");
    expect(table.status.every((status) => status === "pending")).toBe(true);
  });

  it("divides the points among shards, of about equal size", async () => {
    const [whole, table] = [newTable(), newTable()];
    await run({ table: whole });
    const counts: number[] = [];
    for (const index of [1, 2, 3, 4]) {
      counts.push((await run({ table, shard: { index, count: 4 } })).points.length);
    }
    expect(counts).toEqual([4, 4, 4, 3]);
    expect(table).toEqual(whole);
  });

  it("tries failed points again", async () => {
    const table = newTable();
    await run({ table }, throwing(new Error("no luck")));
    expect(table.status.every((status) => status === "failed")).toBe(true);
    expect(table.fields.gap.every(Number.isNaN)).toBe(true);
    expect((await run({ table })).points).toHaveLength(SIZE);
    expect(table.status.every((status) => status === "done")).toBe(true);
  });
});
