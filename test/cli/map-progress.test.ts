import { expect, it } from "vitest";
import { MapReport } from "../../src/cli/map-progress.ts";
import { emptyMap } from "../../src/protocol/map.ts";
import { smallConfig } from "../worker/fakes.ts";

it("says how far a map is, and what goes on inside slow points", () => {
  const backend = { device: "cpu", adapter: null, precision: "float64" } as const;
  const table = emptyMap(smallConfig(), { interaction: [1, 2], trap: [1] }, backend);
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) > 0 };
  const inside = [
    { index: 0, method: "Neural ODE", fraction: 0.629, point: 0.9 },
    { index: 1, method: "Mean field", fraction: 0, point: 0.1 },
  ];
  new MapReport(stream, table).progress({ done: 0, total: 2, secondsLeft: 61, inside });
  new MapReport(stream, table).progress({ done: 1, total: 2, secondsLeft: null, inside: [] });
  expect(written).toEqual([
    "0 of 2 points, about 61 s left (Neural ODE 62 %, Mean field 0 %)\n",
    "1 of 2 points\n",
  ]);
});
