import { expect, test } from "vitest";
import type { MapBackend, MapPoint, MapPointHandlers } from "../../src/engine/map-backend.ts";
import { type Config, defaultConfig } from "../../src/protocol/config.ts";
import { fileFromTable, type MapTable } from "../../src/protocol/map.ts";
import { withProtocol } from "../../src/state/config-edits.ts";
import { createConfigStore } from "../../src/state/config-store.ts";
import { createMapStore } from "../../src/state/map-store.ts";

interface Call {
  readonly points: readonly MapPoint[];
  readonly handlers: MapPointHandlers;
  readonly end: () => Promise<void>;
  readonly fail: (message: string) => Promise<void>;
}

const settle = () => new Promise<void>((done) => setTimeout(done, 0));

function setUp(config: Config = defaultConfig()) {
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
  const maps = createMapStore(configs, () => backend, { frame: (callback) => frames.push(callback) });
  maps.setResolution(8);
  const report = (call: number, count: number) => {
    const { points, handlers } = calls[call];
    for (const { index } of points.slice(0, count)) {
      handlers.onPoint({ index, status: "done", values: { pearson: 0.5 }, message: null });
    }
  };
  const computed = () => maps.getState().table?.status.filter((status) => status === "done").length;
  return { configs, maps, calls, frames, report, computed };
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

test("a map file is shown, but not while one is being computed", async () => {
  const { maps, calls, report } = setUp();
  maps.start();
  report(0, 5);
  const software = { name: "cumulant-explorer", version: "0.1.0", commit: null };
  const created = "2026-01-01T00:00:00.000Z";
  const file = fileFromTable(maps.getState().table as MapTable, { software, created });
  expect(() => maps.open(file, "a.json")).toThrow(/pause or cancel/);
  maps.cancel();
  await settle();
  maps.open(file, "a.json");
  expect(maps.getState()).toMatchObject({ phase: "imported", file: "a.json" });
  expect(maps.getState().table?.fields["pearson"]?.[0]).toBe(0.5);
  expect(calls).toHaveLength(1);
});
