import { expect, it } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";
import { backendName, deviationRows, deviationSummary, originSentences } from "../../src/view/map-device.ts";

const GPU = { device: "webgpu", adapter: "Test GPU", precision: "float32" } as const;
const CPU = { device: "cpu", adapter: null, precision: "float64" } as const;

function table(): MapTable {
  return emptyMap(defaultConfig(), { interaction: [1, 2], trap: [1, 2] }, GPU);
}

it("names a backend", () => {
  expect(backendName(GPU)).toBe("WebGPU, float32 (Test GPU)");
  expect(backendName({ ...GPU, adapter: "" })).toBe("WebGPU, float32");
  expect(backendName(CPU)).toBe("CPU, float64");
});

it("says what computed a map, part by part", () => {
  const map = table();
  expect(originSentences(map)).toEqual(["Computed by WebGPU, float32 (Test GPU)."]);
  map.parts.push(
    { backend: CPU, reason: "The GPU was lost.", points: [3] },
    { backend: { ...GPU, adapter: "Other GPU" }, reason: null, points: [1, 2] },
    { backend: { ...GPU, adapter: "Idle GPU" }, reason: null, points: [] },
  );
  expect(originSentences(map).slice(1)).toEqual([
    "1 point computed by CPU, float64: The GPU was lost.",
    "2 points computed by WebGPU, float32 (Other GPU).",
  ]);
});

it("gives the measured deviation by field, and the largest of each kind", () => {
  const map = table();
  expect(deviationRows(map)).toEqual([]);
  expect(deviationSummary(map)).toBeNull();
  map.deviation = {
    points: [0, 2],
    fields: {
      pearson: 1.31e-6,
      buildup: null,
      "relativeError:Mean field": 2e-8,
      "relativeError:Other": 3e-7,
    },
  };
  expect(deviationRows(map).map(({ value }) => value)).toEqual([
    "1.3·10^{−6}",
    "defined in one only",
    "2.0·10^{−8}",
    "3.0·10^{−7}",
  ]);
  expect(deviationSummary(map)?.replaceAll("\u00a0", " ")).toBe(
    "at 2 points: *r* 1.3·10^{−6}, *b* defined in one only, error 3.0·10^{−7}",
  );
});
