import { describe, expect, it } from "vitest";
import { BackendError, createInProcessMapBackend, type MapBackend } from "../../src/engine/map-backend.ts";
import { joinDeviations } from "../../src/engine/map-deviation.ts";
import { coarseToFine, runMap } from "../../src/engine/map-runner.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";
import type { Backend } from "../../src/protocol/results.ts";
import { fakeMethod, smallConfig } from "../worker/fakes.ts";

const config = smallConfig({ methods: [{ kind: "exact" }], device: "webgpu" });
const AXES = { interaction: [1, 2, 3, 4], trap: [0, 1, 2, 3] };
const GPU: Backend = { device: "webgpu", adapter: "Test GPU", precision: "float32" };

const reference = createInProcessMapBackend(fakeMethod());

/** As the reference, with an offset in |Delta3| that grows with the number of the point. */
function inexact(description: Backend, undefinedAt = -1): MapBackend {
  const { compute } = reference;
  return {
    description,
    compute: (mapped, points, handlers) =>
      compute(mapped, points, {
        ...handlers,
        onPoint: (result) => {
          const { meanDelta3 = 0, ...others } = result.values;
          const values =
            result.index === undefinedAt ? others : { ...others, meanDelta3: meanDelta3 + result.index };
          handlers.onPoint({ ...result, values });
        },
      }),
  };
}

async function measured(backend: MapBackend, exact: MapBackend | null = reference): Promise<MapTable> {
  const table = emptyMap(config, AXES, backend.description);
  const handlers = {
    signal: new AbortController().signal,
    onPoint: () => undefined,
    onProgress: () => undefined,
  };
  expect(await runMap({ table }, handlers, backend, exact)).toBe("completed");
  return table;
}

describe("the deviation of a float32 map", () => {
  it("is the largest at the first points, which span the map", async () => {
    const { deviation } = await measured(inexact(GPU));
    const first = coarseToFine(AXES)
      .slice(0, 4)
      .map(({ index }) => index);
    expect(first).toEqual([0, 2, 8, 10]);
    expect(new Set(deviation?.points)).toEqual(new Set(first));
    expect(deviation?.fields).toEqual({ pearson: 0, meanDelta3: 10, buildup: 0, initialDelta3: 0 });
  });

  it("says where only one precision has a value", async () => {
    const { deviation } = await measured(inexact(GPU, 2));
    expect(deviation?.fields.meanDelta3).toBeNull();
  });

  it("is not measured in float64, nor without a reference, nor when that breaks", async () => {
    expect((await measured(inexact({ ...GPU, precision: "float64" }))).deviation).toBeNull();
    expect((await measured(inexact(GPU), null)).deviation).toBeNull();
    const broken: MapBackend = {
      description: reference.description,
      compute: () => Promise.reject(new BackendError("no workers")),
    };
    expect((await measured(inexact(GPU), broken)).deviation).toBeNull();
  });

  it("leaves out points that the CPU took over", async () => {
    const gpu = inexact(GPU);
    const changing: MapBackend = {
      description: GPU,
      compute: async (mapped, points, handlers) => {
        await gpu.compute(mapped, points.slice(0, 2), handlers);
        handlers.onBackend?.(reference.description, "lost");
        await reference.compute(mapped, points.slice(2), handlers);
      },
    };
    const { deviation, parts } = await measured(changing);
    expect(new Set(deviation?.points)).toEqual(new Set([0, 2]));
    expect(parts[0]?.points).toHaveLength(14);
  });

  it("is joined with what was measured before", () => {
    const before = { points: [0, 2], fields: { pearson: 3, gap: 1, buildup: null } };
    const now = { points: [2, 5], fields: { pearson: 2, gap: 4, buildup: 1, meanDelta3: 7 } };
    expect(joinDeviations(before, now)).toEqual({
      points: [0, 2, 5],
      fields: { pearson: 3, gap: 4, buildup: null, meanDelta3: 7 },
    });
    expect(joinDeviations(null, now)).toEqual(now);
  });
});
