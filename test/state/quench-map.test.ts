import { afterEach, expect, test, vi } from "vitest";
import { defaultConfig, parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, fileFromTable, type MapTable } from "../../src/protocol/map.ts";
import { withLattice, withProtocol } from "../../src/state/config-edits.ts";
import { loadQuenchMap, mapMatches, mapValue } from "../../src/state/quench-map.ts";

const backend = { device: "cpu", adapter: null, precision: "float64" } as const;
const axes = { interaction: [0, 1, 2], trap: [0, 2] };

function smallMap(): MapTable {
  const config = parseConfig({ ...defaultConfig(), methods: [{ kind: "exact" }] });
  const map = emptyMap(config, axes, backend);
  for (const values of Object.values(map.fields)) values.fill(0);
  map.status.fill("done");
  map.fields["pearson"]?.set([Number.NaN, 0.1, 0.2, 0.3, 0.4, 0.5]);
  return map;
}

afterEach(() => vi.unstubAllGlobals());

test("values are those of the nearest grid point, row-major over (U, V)", () => {
  const map = smallMap();
  expect(mapValue(map, "pearson", 1.2, 1.9)).toBe(0.3);
  expect(mapValue(map, "pearson", 9, -3)).toBe(0.4);
  expect(mapValue(map, "pearson", 0, 0)).toBeNaN();
});

test("a map matches the quenches of its own system only", () => {
  const map = smallMap();
  const other = withLattice(defaultConfig(), { kind: "chain", sites: 4, boundary: "open" });
  expect(mapMatches(map, defaultConfig())).toBe(true);
  expect(mapMatches(map, other)).toBe(false);
  expect(mapMatches(map, { ...defaultConfig(), hopping: 2 })).toBe(false);
  expect(mapMatches(map, { ...defaultConfig(), time: { end: 10, sample: 0.1 } })).toBe(false);
  expect(mapMatches(map, withProtocol(defaultConfig(), "product-state"))).toBe(false);
});

test("a map file is read; what is no map, or is not there, is null", async () => {
  const software = { name: "cumulant-explorer", version: "0.1.0", commit: "unknown" };
  const file = fileFromTable(smallMap(), { software, created: "2026-01-01T00:00:00.000Z" });
  const answer = (body: unknown, status = 200) =>
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status })));
  answer(file);
  expect((await loadQuenchMap("map.json"))?.fields["pearson"]).toEqual(smallMap().fields["pearson"]);
  answer({ schema: "other" });
  expect(await loadQuenchMap("map.json")).toBeNull();
  answer(file, 404);
  expect(await loadQuenchMap("map.json")).toBeNull();
});
