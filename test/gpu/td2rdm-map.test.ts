import { expect, it } from "vitest";
import { openDawn } from "../../src/cli/dawn.ts";
import { createGpuMapBackend } from "../../src/engine/gpu-map-backend.ts";
import { createInProcessMapBackend, type MapBackend } from "../../src/engine/map-backend.ts";
import { runMap } from "../../src/engine/map-runner.ts";
import { parseConfig } from "../../src/protocol/config.ts";
import { emptyMap, type MapTable } from "../../src/protocol/map.ts";

const SAMPLE = 0.1;
const INTEGRATOR = { kind: "rk4", dt: 0.02 };
/** At U = 4 both methods explode, Mazziotti at t = 0.6 and Nakatsuji-Yasuda at 1.9. */
const CONFIG = parseConfig({
  schema: "cumulant-explorer/config@1",
  lattice: { kind: "chain", sites: 4 },
  electrons: { up: 2, down: 2 },
  quench: { protocol: "trap-release", interaction: 1, trap: 1 },
  time: { end: 2, sample: SAMPLE },
  methods: [
    { kind: "exact" },
    { kind: "td2rdm", closure: "nakatsuji-yasuda", contractionConsistent: false, integrator: INTEGRATOR },
    { kind: "td2rdm", closure: "mazziotti", integrator: INTEGRATOR },
  ],
});

async function mapBy(backend: MapBackend): Promise<MapTable> {
  const table = emptyMap(CONFIG, { interaction: [0.5, 4], trap: [1] }, backend.description);
  const handlers = {
    signal: new AbortController().signal,
    onPoint: () => undefined,
    onProgress: () => undefined,
  };
  expect(await runMap({ table }, handlers, backend)).toBe("completed");
  return table;
}

it("maps closures on the device as on the CPU, explosions included", async () => {
  const gpu = await mapBy(await createGpuMapBackend(await openDawn(), CONFIG));
  const cpu = await mapBy(createInProcessMapBackend());
  expect(gpu.status).toEqual(["done", "diverged"]);
  expect(gpu.status).toEqual(cpu.status);
  const compared = Object.entries(cpu.fields).flatMap(([name, values]) =>
    Array.from(values, (value, point) => ({ name, value, found: gpu.fields[name][point] })),
  );
  const numbers = compared.filter(({ value, found }) => !(Number.isNaN(value) && Number.isNaN(found)));
  const times = numbers.filter(({ name }) => name.startsWith("divergedAt"));
  expect(times).toHaveLength(2);
  for (const { value, found } of times) {
    // The device looks at samples, the CPU at every step.
    expect(found).toBeGreaterThanOrEqual(value - 1e-9);
    expect(found).toBeLessThan(value + SAMPLE);
  }
  for (const { name, value, found } of numbers.filter((each) => !times.includes(each))) {
    expect([name, Math.abs(found - value) < 2e-5]).toEqual([name, true]);
  }
});
