/**
 * `npm run bench:gpu [-- --grid N] [-- --workgroup N]`: exact trap-release quenches of the default system
 * (6 sites, 201 samples, |Delta2| and |Delta3| at each) over a grid of U and V from 0.25 to 4, by WebGPU and
 * by one thread of the CPU engine; a whole 16 x 16 map by the CPU engine on every core; and how fast the CPU's share of a
 * map of the default config comes in.
 *
 * `npm run bench:gpu -- --td2rdm [--sites M] [--closure NAME] [--stage workgroup|storage] [--workgroup N]`: RK4 steps
 * per second of TD2RDM with contraction consistency, by WebGPU in batches of 1, 4, 16 ... 4096 quenches and by one
 * thread of the CPU engine; every closure unless one is named.
 *
 * `npm run bench:gpu -- --chromium [--software] ...`: the same in a page of Chromium, on its own GPU or on its software adapter.
 */
import { parseArgs } from "node:util";
import { openDawn } from "../src/cli/dawn.ts";
import { requireGpu } from "../src/gpu/device.ts";
import { benchExact } from "./bench-gpu-exact.ts";
import { benchCpuMap } from "./bench-gpu-map.ts";
import { benchInChromium } from "./bench-gpu-page.ts";
import { benchShares } from "./bench-gpu-shares.ts";
import { benchTd2rdm } from "./bench-gpu-td2rdm.ts";

const { values } = parseArgs({
  options: {
    grid: { type: "string" },
    workgroup: { type: "string" },
    td2rdm: { type: "boolean" },
    sites: { type: "string" },
    closure: { type: "string" },
    stage: { type: "string" },
    chromium: { type: "boolean" },
    software: { type: "boolean" },
  },
});
const count = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
const [grid, sites, workgroup] = [count(values.grid), count(values.sites), count(values.workgroup)];
const { td2rdm = false, closure, stage } = values;

if (values.chromium === true) {
  await benchInChromium({ td2rdm, grid, sites, workgroup, closure, stage }, values.software === true);
} else {
  const gpu = await requireGpu(await openDawn());
  const { name, software } = gpu.adapter;
  console.log(`adapter: ${name}${software ? " (software: not the speed of a GPU)" : ""}`);
  if (td2rdm) await benchTd2rdm(gpu, { closure, stage, sites, workgroup });
  else {
    await benchExact(gpu, grid, workgroup);
    await benchCpuMap();
    await benchShares();
  }
}
process.exit(0);
