/** The inside of the page of `npm run bench:gpu -- --chromium`. */
import { browserEnvironment, requireGpu } from "../src/gpu/device.ts";
import { benchExact } from "./bench-gpu-exact.ts";
import { benchTd2rdm, type Td2rdmBenchOptions } from "./bench-gpu-td2rdm.ts";

/** What `npm run bench:gpu` was asked for. */
export interface PageBench extends Td2rdmBenchOptions {
  readonly td2rdm: boolean;
  readonly grid: number | null;
}

/** Runs a benchmark on the adapter of this page. */
export async function benchInPage(bench: PageBench): Promise<void> {
  const gpu = await requireGpu(browserEnvironment());
  const { name, software } = gpu.adapter;
  console.log(`adapter in Chromium: ${name}${software ? " (software: not the speed of a GPU)" : ""}`);
  if (bench.td2rdm) await benchTd2rdm(gpu, bench);
  else await benchExact(gpu, bench.grid, bench.workgroup);
}
