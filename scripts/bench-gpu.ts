/**
 * `npm run bench:gpu [-- --grid N] [-- --workgroup N]`: exact trap-release quenches of the default system
 * (6 sites, 201 samples, |Delta2| and |Delta3| at each) over a grid of U and V from 0.25 to 4, by WebGPU and
 * by one thread of the CPU engine; and how fast the CPU's share of a map of the default config comes in.
 *
 * `npm run bench:gpu -- --td2rdm [--sites M] [--closure NAME] [--stage workgroup|storage] [--workgroup N]`: RK4 steps
 * per second of TD2RDM with contraction consistency, by WebGPU in batches of 1, 4, 16 ... 4096 quenches and by one
 * thread of the CPU engine; every closure unless one is named.
 */
import { parseArgs } from "node:util";
import { openDawn } from "../src/cli/dawn.ts";
import { requireGpu } from "../src/gpu/device.ts";
import { benchExact } from "./bench-gpu-exact.ts";
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
  },
});
const count = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
const gpu = await requireGpu(await openDawn());
const { name, software } = gpu.adapter;
console.log(`adapter: ${name}${software ? " (software: not the speed of a GPU)" : ""}`);
if (values.td2rdm === true)
  await benchTd2rdm(gpu, { ...values, sites: count(values.sites), workgroup: count(values.workgroup) });
else {
  await benchExact(gpu, count(values.grid), count(values.workgroup));
  await benchShares();
}
process.exit(0);
