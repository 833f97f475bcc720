import type { Config, LatticeConfig } from "./config-schema.ts";

/** Number of lattice sites. */
export function siteCount(lattice: LatticeConfig): number {
  return lattice.kind === "chain" ? lattice.sites : lattice.lx * lattice.ly;
}

/** Number of sample times k * sample in [0, end]. */
export function sampleCount(time: Config["time"]): number {
  return Math.floor(time.end / time.sample + 1e-9) + 1;
}

/** Sample times k * sample, k = 0 ... floor(end / sample), in 1/J. */
export function sampleTimes(time: Config["time"]): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: sampleCount(time) }, (_, k) => k * time.sample);
}
