/** The whole map of the issue on the CPU: 16 x 16 quenches of 6 sites, exact with both cumulant norms, on every core. */
import { availableParallelism } from "node:os";
import { createNodeMapBackend } from "../src/cli/map-workers.ts";
import { coarseToFine } from "../src/engine/map-runner.ts";
import { CONFIG_SCHEMA, parseConfig } from "../src/protocol/config.ts";
import { evenAxis } from "../src/protocol/map.ts";
import { ratio } from "./bench-table.ts";

const GRID = 16;
/** The same map by a straightforward NumPy program on one core of this kind of machine, s. */
const NUMPY = 90;

/** Prints the time, points per second, and the ratio to NumPy; threads are started anew, ground states are included. */
export async function benchCpuMap(): Promise<void> {
  const config = parseConfig({
    schema: CONFIG_SCHEMA,
    methods: [{ kind: "exact" }],
    outputs: ["delta2", "delta3"],
  });
  const axis = evenAxis(0.25, 4, GRID);
  const points = coarseToFine({ interaction: axis, trap: axis });
  const begun = performance.now();
  const before = process.cpuUsage();
  await createNodeMapBackend(config).compute(config, points, {
    signal: new AbortController().signal,
    onPoint: () => undefined,
  });
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const rate = (points.length / seconds).toFixed(1);
  const cpu = ((user + system) / 1e6).toFixed(1);
  console.log(
    `CPU engine, ${availableParallelism()} threads: map of ${GRID} x ${GRID} in ${seconds.toFixed(1)} s (${cpu} s of processor time), ${rate} points/s, ${ratio(seconds, NUMPY)} of NumPy on one core`,
  );
}
