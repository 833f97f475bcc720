import { sampleCount } from "../base/times.ts";
import type { Config, LatticeConfig } from "./config-schema.ts";

export { sampleCount };

/** Number of lattice sites. */
export function siteCount(lattice: LatticeConfig): number {
  return lattice.kind === "chain" ? lattice.sites : lattice.lx * lattice.ly;
}

/** Sample times k * sample, k = 0 ... floor(end / sample), in 1/J. */
export function sampleTimes(time: Config["time"]): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: sampleCount(time) }, (_, k) => k * time.sample);
}
