import { expect, test } from "vitest";
import type { MapBackend, MapPoint, MapPointHandlers } from "../../src/engine/map-backend.ts";
import { type Config, defaultConfig } from "../../src/protocol/config.ts";
import { fileFromTable, type MapTable } from "../../src/protocol/map.ts";
import { mapFieldNames } from "../../src/protocol/map-fields.ts";
import { withProtocol } from "../../src/state/config-edits.ts";
import { createConfigStore } from "../../src/state/config-store.ts";
import type { MapMaker } from "../../src/state/device-store.ts";
import { holdAlone, type MapHold } from "../../src/state/map-hold.ts";
import { createMapLibrary } from "../../src/state/map-library.ts";
import { createMemoryShelf, type MapShelf } from "../../src/state/map-shelf.ts";
import { createMapStore } from "../../src/state/map-store.ts";

interface Call {
  readonly points: readonly MapPoint[];
  readonly handlers: MapPointHandlers;
  readonly end: () => Promise<void>;
  readonly fail: (message: string) => Promise<void>;
}

const settle = () => new Promise<void>((done) => setTimeout(done, 0));

const software = { name: "cumulant-explorer", version: "0.1.0", commit: null };

/** All that a map holds of a point where nothing diverges. */
function valuesAt(index: number): Record<string, number> {
  const names = mapFieldNames(defaultConfig()).filter((name) => !name.startsWith("divergedAt"));
  const values = { meanDelta3: 1, initialDelta3: 0.25, buildup: 0.75, pearson: index / 64 };
  return { ...Object.fromEntries(names.map((name) => [name, 0.1])), ...values };
}

/** A page; two of them on the same shelf are a page before and after a reload. */
function setUp(
  config: Config = defaultConfig(),
  shelf: MapShelf = createMemoryShelf(),
  hold: MapHold = holdAlone,
) {
  const calls: Call[] = [];
  const frames: (() => void)[] = [];
  const backend: MapBackend = {
    description: { device: "cpu", adapter: null, precision: "float64" },
    compute: (_, points, handlers) =>
      new Promise((resolve, reject) => {
        const after = (act: () => void) => () => (act(), settle());
        handlers.signal.addEventListener("abort", () => resolve());
        calls.push({
          points,
          handlers,
          end: after(resolve),
          fail: (message) => after(() => reject(new Error(message)))(),
        });
      }),
  };
  const configs = createConfigStore(config);
  const time = { now: 0 };
  const timers: (() => void)[] = [];
  const clock = {
    frame: (callback: () => void) => frames.push(callback),
    now: () => time.now,
    after: (_: number, callback: () => void) => {
      timers.push(callback);
      return () => timers.splice(timers.indexOf(callback), 1);
    },
  };
  const told: string[] = [];
  const messages = {
    info: (title: string) => told.push(title),
    error: (title: string, detail: string) => told.push(`${title} ${detail}`),
  };
  const maker: MapMaker = { device: () => "cpu", backend: () => backend, reference: () => backend };
  const library = createMapLibrary(() => Promise.resolve(shelf), messages, clock, software);
  const maps = createMapStore(configs, maker, clock, library, hold);
  maps.setResolution(8);
  /** Lets the time pass after which points are kept. */
  const keep = async () => {
    for (const timer of timers.splice(0)) timer();
    await settle();
  };
  const report = (call: number, count: number) => {
    const { points, handlers } = calls[call];
    for (const { index } of points.slice(0, count)) {
      handlers.onPoint({ index, status: "done", values: valuesAt(index), message: null });
    }
  };
  const computed = () => maps.getState().table?.status.filter((status) => status === "done").length;
  const value = (point: number) => maps.getState().table?.fields["pearson"]?.[point];
  return { configs, maps, library, calls, frames, time, told, keep, report, computed, value };
}

test("a map fills in, tells the page once per frame, and ends", async () => {
  const { maps, calls, frames, report, computed } = setUp();
  maps.start();
  expect(maps.getState()).toMatchObject({ phase: "running" });
  expect(calls[0]?.points).toHaveLength(64);
  const before = maps.getState().version;
  report(0, 64);
  expect(maps.getState().version).toBe(before);
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(maps.getState().version).toBe(before + 1);
  await calls[0]?.end();
  expect(maps.getState()).toMatchObject({ phase: "done", secondsLeft: null });
  expect(computed()).toBe(64);
});

test("pause keeps the points, resume asks for the missing ones only", async () => {
  const { maps, calls, report, computed } = setUp();
  maps.start();
  report(0, 10);
  maps.pause();
  await settle();
  expect(maps.getState().phase).toBe("paused");
  expect(calls[0]?.handlers.signal.aborted).toBe(true);
  maps.resume();
  expect(calls[1]?.points).toHaveLength(54);
  report(1, 54);
  await calls[1]?.end();
  expect(maps.getState().phase).toBe("done");
  expect(computed()).toBe(64);
});

test("cancel keeps the points, cannot be resumed, and a new start is empty", async () => {
  const { maps, calls, report, computed } = setUp();
  maps.start();
  report(0, 10);
  maps.cancel();
  await settle();
  expect(maps.getState().phase).toBe("cancelled");
  maps.resume();
  expect(calls).toHaveLength(1);
  expect(computed()).toBe(10);
  maps.start();
  expect(computed()).toBe(0);
});

test("a backend that cannot compute is told in words", async () => {
  const { maps, calls } = setUp();
  maps.start();
  await calls[0]?.fail("no workers");
  expect(maps.getState()).toMatchObject({ phase: "failed", error: "no workers" });
});

test("ranges are checked, product states are not mapped", () => {
  const { maps, calls } = setUp(withProtocol(defaultConfig(), "product-state"));
  expect(maps.setRange("interaction", [4, 2])?.message).toContain("below");
  expect(maps.setRange("trap", [0, 1e3])?.message).toContain("100");
  expect(maps.setRange("trap", [0, 2])).toBeNull();
  expect(maps.getState().settings).toMatchObject({ interaction: [0.5, 8], trap: [0, 2] });
  maps.start();
  expect(calls).toHaveLength(0);
});

test("a regime map has settings of its own, and leaves the methods of the page alone", async () => {
  const { configs, maps, calls } = setUp();
  maps.setPreset("regime");
  expect(maps.getState().settings).toMatchObject({ interaction: [0.25, 8], resolution: 8 });
  expect(maps.setRange("trap", [0, 2])?.message).toContain("above 0");
  maps.setResolution(3);
  maps.start();
  expect(calls[0]?.points).toHaveLength(9);
  const kinds = maps.getState().table?.config.methods.map(({ kind }) => kind);
  expect(kinds?.at(-1)).toBe("neural-ode");
  expect(configs.getState().config).toEqual(defaultConfig());
  maps.setPreset("chosen");
  expect(maps.getState().settings).toMatchObject({ interaction: [0.5, 8], resolution: 8 });
  maps.setPreset("regime");
  expect(maps.getState().settings.resolution).toBe(3);
});

test("a map file is shown and kept; the map before it is paused and can be had again", async () => {
  const { maps, library, calls, report, computed, value } = setUp();
  await maps.restore();
  maps.start();
  report(0, 5);
  const created = "2026-01-01T00:00:00.000Z";
  const file = fileFromTable(maps.getState().table as MapTable, { software, created });
  maps.open(file, "a.json");
  expect(calls[0]?.handlers.signal.aborted).toBe(true);
  expect(maps.getState()).toMatchObject({ phase: "imported", file: "a.json" });
  maps.resume();
  expect(calls).toHaveLength(1);
  await settle();
  const states = library.getState().maps.map(({ state, done }) => [state, done]);
  expect(states).toContainEqual(["imported", 5]);
  expect(states).toContainEqual(["paused", 5]);
  const paused = library.getState().maps.find(({ state }) => state === "paused");
  await maps.reopen(paused?.id ?? "");
  expect(maps.getState()).toMatchObject({ phase: "paused", file: null });
  expect(computed()).toBe(5);
  maps.resume();
  expect(calls[1]?.points).toHaveLength(59);
  report(1, 59);
  await calls[1]?.end();
  expect(maps.getState().phase).toBe("done");
  expect(value(63)).toBe(63 / 64);
});

test("a kept map knows what computed its points, and how far they are from float64", async () => {
  const shelf = createMemoryShelf();
  const before = setUp(defaultConfig(), shelf);
  await before.maps.restore();
  before.maps.start();
  before.report(0, 2);
  const gpu = { device: "webgpu", adapter: "Test GPU", precision: "float32" } as const;
  before.calls[0]?.handlers.onBackend?.(gpu, "an experiment");
  const taken = before.calls[0]?.points[2]?.index ?? -1;
  before.calls[0]?.handlers.onPoint({ index: taken, status: "done", values: valuesAt(taken), message: null });
  const { table } = before.maps.getState();
  if (table !== null) table.deviation = { points: [taken], fields: { pearson: 1e-6 } };
  await before.keep();
  const after = setUp(defaultConfig(), shelf);
  await after.maps.restore();
  expect(after.maps.getState().table).toMatchObject({
    backend: { device: "cpu" },
    parts: [{ backend: gpu, reason: "an experiment", points: [taken] }],
    deviation: { points: [taken], fields: { pearson: 1e-6 } },
  });
});

test("after a reload in the middle of a map, its points are there and the rest follows", async () => {
  const shelf = createMemoryShelf();
  const before = setUp(defaultConfig(), shelf);
  await before.maps.restore();
  before.maps.start();
  before.report(0, 20);
  await before.keep();
  const reported = before.calls[0]?.points.slice(0, 20) ?? [];

  const after = setUp(defaultConfig(), shelf);
  await after.maps.restore();
  expect(after.maps.getState().phase).toBe("paused");
  expect(after.computed()).toBe(20);
  expect(reported.map(({ index }) => after.value(index))).toEqual(reported.map(({ index }) => index / 64));
  after.maps.resume();
  expect(after.calls[0]?.points).toHaveLength(44);
  after.report(0, 44);
  await after.calls[0]?.end();
  expect(after.maps.getState().phase).toBe("done");

  const again = setUp(defaultConfig(), shelf);
  await again.maps.restore();
  expect(again.maps.getState().phase).toBe("done");
  expect(again.computed()).toBe(64);
});

test("a map that another tab computes is not touched, and gone on with from where that tab has come", async () => {
  const shelf = createMemoryShelf();
  const before = setUp(defaultConfig(), shelf);
  await before.maps.restore();
  before.maps.start();
  before.report(0, 20);
  await before.keep();

  let busy = true;
  const hold: MapHold = async (_, work) => {
    if (!busy) await work();
    return !busy;
  };
  const other = setUp(defaultConfig(), shelf, hold);
  await other.maps.restore();
  expect(other.computed()).toBe(20);
  other.maps.resume();
  await settle();
  expect(other.maps.getState().phase).toBe("failed");
  expect(other.maps.getState().error).toContain("another tab computes this map");
  expect(other.calls).toHaveLength(0);

  before.report(0, 30);
  before.maps.pause();
  await settle();
  busy = false;
  other.maps.resume();
  await settle();
  expect(other.maps.getState()).toMatchObject({ phase: "running", error: null });
  expect(other.computed()).toBe(30);
  expect(other.calls[0]?.points).toHaveLength(34);
});

test("cancelling a paused map keeps what another tab has computed of it since", async () => {
  const shelf = createMemoryShelf();
  const before = setUp(defaultConfig(), shelf);
  await before.maps.restore();
  before.maps.start();
  before.report(0, 20);
  await before.keep();

  let busy = true;
  const hold: MapHold = async (_, work) => {
    if (!busy) await work();
    return !busy;
  };
  const other = setUp(defaultConfig(), shelf, hold);
  await other.maps.restore();
  before.report(0, 30);
  await before.keep();
  other.maps.cancel();
  await settle();
  expect(other.maps.getState().phase).toBe("failed");
  expect(other.maps.getState().error).toContain("another tab computes this map");
  expect(other.library.getState().maps[0]?.state).toBe("paused");

  const third = setUp(defaultConfig(), shelf);
  await third.maps.restore();
  expect(third.computed()).toBe(30);
  before.report(0, 40);
  before.maps.pause();
  await settle();
  busy = false;
  third.maps.cancel();
  await settle();
  expect(third.maps.getState().phase).toBe("cancelled");
  expect(third.computed()).toBe(40);
  const again = setUp(defaultConfig(), shelf);
  await again.maps.restore();
  expect(again.maps.getState().phase).toBe("cancelled");
  expect(again.computed()).toBe(40);
});

test("what is started before the kept maps are read stays on the page", async () => {
  const shelf = createMemoryShelf();
  const before = setUp(defaultConfig(), shelf);
  await before.maps.restore();
  before.maps.start();
  before.report(0, 3);
  before.maps.pause();
  await settle();
  const after = setUp(defaultConfig(), shelf);
  const restored = after.maps.restore();
  after.maps.start();
  await restored;
  expect(after.maps.getState().phase).toBe("running");
  expect(after.computed()).toBe(0);
  expect(after.library.getState().maps.map(({ done }) => done)).toContain(3);
});

test("a kept map is deleted, and leaves the page if it is there", async () => {
  const { maps, library } = setUp();
  await maps.restore();
  maps.start();
  const { kept } = maps.getState();
  await maps.remove(kept ?? "");
  expect(maps.getState()).toMatchObject({ phase: "empty", table: null, kept: null });
  expect(library.getState().maps).toEqual([]);
});

test("the map of the site is shown, and neither kept nor computed", async () => {
  const { maps, library, calls } = setUp();
  await maps.restore();
  maps.start();
  const table = maps.getState().table as MapTable;
  await maps.remove(maps.getState().kept ?? "");
  maps.showShipped(table);
  expect(maps.getState()).toMatchObject({ phase: "shipped", table, kept: null });
  maps.resume();
  expect(calls).toHaveLength(1);
  expect(library.getState().maps).toEqual([]);
});

test("a map that was computed tells the pace", async () => {
  const { maps, calls, report, time } = setUp();
  maps.start();
  time.now = 32_000;
  report(0, 64);
  await calls[0]?.end();
  expect(maps.getState().pace).toMatchObject({ secondsPerPoint: 0.5 });
});
