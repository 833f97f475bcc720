import * as fakeIndexedDb from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";
import { createMapLibrary, type MapLibrary } from "../../src/state/map-library.ts";
import { createMemoryShelf, type MapShelf, openDatabaseShelf } from "../../src/state/map-shelf.ts";

const software = { name: "cumulant-explorer", version: "0.1.0", commit: null };
const backend = { device: "cpu", adapter: null, precision: "float64" } as const;
/** Resolves when everything that was given to keep is kept: one thing is done after the other. */
const settle = (library: MapLibrary) => library.remove("none");

beforeEach(() => {
  Object.assign(globalThis, fakeIndexedDb, { indexedDB: new fakeIndexedDb.IDBFactory() });
});

/** 3 x 2 points; the first `done` of them with meanDelta3 = 1, 2, ... and the errors of one that failed. */
function table(done: number): MapTable {
  const config = { ...defaultConfig(), methods: [{ kind: "exact" } as const] };
  const map = emptyMap(config, { interaction: [1, 2, 3], trap: [1, 2] }, backend);
  for (let point = 0; point < done; point++) finish(map, point);
  return map;
}

function finish(map: MapTable, point: number): void {
  map.status[point] = "done";
  map.fields["meanDelta3"]?.fill(point + 1, point, point + 1);
  map.fields["initialDelta3"]?.fill(1, point, point + 1);
  map.fields["buildup"]?.fill(point, point, point + 1);
}

function setUp(openShelf: () => Promise<MapShelf> = openDatabaseShelf, version = "0.1.0") {
  const told: string[] = [];
  const timers: (() => void)[] = [];
  const library = createMapLibrary(
    openShelf,
    {
      info: (title) => told.push(title),
      error: (title, detail) => told.push(`${title} ${detail}`),
    },
    { after: (_, callback) => (timers.push(callback), () => timers.splice(0)) },
    { ...software, version },
  );
  const keep = async () => {
    for (const timer of timers.splice(0)) timer();
    await settle(library);
  };
  return { library, told, keep };
}

const add = (library: MapLibrary, map: MapTable) =>
  library.add(map, new Map(), { name: null, state: "paused" });

describe("maps in IndexedDB", () => {
  it("come back point by point, with what failed and why", async () => {
    const { library, keep } = setUp();
    expect(await library.restore()).toBeNull();
    const map = table(1);
    const failures = new Map<number, string>();
    const recorder = library.add(map, failures, { name: null, state: "paused" });
    finish(map, 4);
    recorder.point(4);
    map.status[5] = "failed";
    failures.set(5, "Exact: no luck");
    recorder.point(5);
    await keep();
    finish(map, 2);
    recorder.point(2);

    const restored = await setUp().library.restore();
    expect(restored?.kept).toMatchObject({ state: "paused", done: 3 });
    expect(restored?.table.status).toEqual(["done", "pending", "pending", "pending", "done", "failed"]);
    expect([...(restored?.table.fields["meanDelta3"] ?? [])].slice(0, 5)).toEqual([1, NaN, NaN, NaN, 5]);
    expect(restored?.failures).toEqual(new Map([[5, "Exact: no luck"]]));
    expect(restored?.table.axes).toEqual(map.axes);

    await keep();
    recorder.settle("done");
    await settle(library);
    const whole = await setUp().library.restore();
    expect(whole?.kept).toMatchObject({ state: "done", done: 4 });
    expect(whole?.table).toEqual(map);
  });

  it("are listed, the last one first, and the ninth takes the place of the oldest", async () => {
    const { library } = setUp();
    await library.restore();
    const ids: string[] = [];
    for (let k = 0; k < 9; k++) {
      ids.push(add(library, table(k % 6)).id);
      await new Promise((done) => setTimeout(done, 3));
    }
    expect(library.getState().maps.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 8));
    await settle(library);
    const again = setUp().library;
    await again.restore();
    expect(again.getState().maps).toHaveLength(8);
    const second = ids[1] ?? "";
    expect((await again.reopen(second))?.table.status[0]).toBe("done");
    expect(again.getState().maps[0]?.id).toBe(second);
    await again.remove(second);
    expect(await again.reopen(second)).toBeNull();
  });

  it("of another version are shown but not resumed", async () => {
    const { library } = setUp();
    await library.restore();
    add(library, table(2));
    await settle(library);
    const newer = setUp(openDatabaseShelf, "0.2.0");
    const restored = await newer.library.restore();
    expect(restored?.kept.state).toBe("cancelled");
    expect(newer.told).toEqual([expect.stringContaining("Version 0.1.0")]);
  });
});

describe("what can go wrong", () => {
  it("a damaged map is dropped with a message that names the field, the others stay", async () => {
    const { library } = setUp();
    await library.restore();
    const good = add(library, table(1));
    const bad = add(library, table(2));
    await settle(library);
    const shelf = await openDatabaseShelf();
    const head = library.getState().maps.find(({ id }) => id === bad.id);
    if (head === undefined) throw new Error("the map is not listed");
    await shelf.write({ ...head, done: -1 }, null, "append");
    const again = setUp();
    await again.library.restore();
    expect(again.told).toEqual([expect.stringMatching(/dropped\. done: found -1/)]);
    expect(again.library.getState().maps.map(({ id }) => id)).toEqual([good.id]);
    expect(await shelf.heads()).toHaveLength(1);
  });

  it("so is one whose points do not fit it", async () => {
    const { library } = setUp();
    await library.restore();
    const { id } = add(library, table(1));
    await settle(library);
    const [head] = library.getState().maps;
    const shelf = await openDatabaseShelf();
    const stray = {
      points: Uint32Array.from([77]),
      status: ["done"],
      values: new Float64Array(5),
      failures: new Map(),
    };
    if (head === undefined) throw new Error("the map is not listed");
    await shelf.write(head, stray, "append");
    const again = setUp();
    expect(await again.library.restore()).toBeNull();
    expect(again.told).toEqual([expect.stringContaining("batch.points: found 77")]);
    expect(again.library.getState()).toEqual({ ready: true, maps: [] });
    expect(await shelf.batches(id)).toEqual([]);
  });

  it("without a database maps last as long as the page, which is said once, when there is one", async () => {
    const { library, told } = setUp(() => Promise.reject(new Error("private window")));
    await library.restore();
    await settle(library);
    expect(told).toEqual([]);
    const { id } = add(library, table(2));
    add(library, table(3));
    await settle(library);
    expect(told).toEqual([expect.stringMatching(/not kept in this browser.*private window/)]);
    expect((await library.reopen(id))?.table.status.slice(0, 3)).toEqual(["done", "done", "pending"]);
  });

  it("a database of a newer program is left alone", async () => {
    const newer = indexedDB.open("cumulant-explorer", 99);
    await new Promise((done) => {
      newer.onsuccess = done;
    });
    newer.result.close();
    const { library, told } = setUp();
    await library.restore();
    add(library, table(1));
    await settle(library);
    expect(told).toEqual([expect.stringContaining("not kept")]);
  });

  it("a full disk is told once; points are kept when there is room again", async () => {
    const shelf = createMemoryShelf();
    let full = true;
    const { library, told, keep } = setUp(() =>
      Promise.resolve({
        ...shelf,
        write: (...what) => (full ? Promise.reject(new Error("quota")) : shelf.write(...what)),
      }),
    );
    await library.restore();
    const map = table(1);
    const recorder = add(library, map);
    finish(map, 1);
    recorder.point(1);
    await keep();
    expect(told).toEqual([expect.stringMatching(/cannot be kept.*quota/)]);
    full = false;
    finish(map, 2);
    recorder.point(2);
    await keep();
    const [batch] = await shelf.batches(recorder.id);
    expect((batch as { points: Uint32Array }).points).toEqual(Uint32Array.from([1, 2]));
  });
});
