import type { Config } from "../protocol/config.ts";
import { estimateMethod, hilbertDimension } from "../protocol/estimate.ts";

export interface Cost {
  /** Amplitudes of the exact wave function, C(M, n_up) C(M, n_down). */
  readonly dimension: number;
  /** Working sets of all methods together, in bytes. */
  readonly bytes: number;
  /** Rough duration with the methods side by side on `threads` cores, in seconds. */
  readonly seconds: number;
}

export function runCost(config: Config, threads: number): Cost {
  const estimates = config.methods.map((method) => estimateMethod(config, method));
  const sum = (key: "bytes" | "seconds") => estimates.reduce((total, estimate) => total + estimate[key], 0);
  const slowest = Math.max(...estimates.map((estimate) => estimate.seconds));
  return {
    dimension: hilbertDimension(config),
    bytes: sum("bytes"),
    seconds: Math.max(slowest, sum("seconds") / threads),
  };
}

/** Rough duration of `points` quenches of a map on `threads` cores, in seconds. */
export function mapSeconds(config: Config, points: number, threads: number): number {
  const mapped: Config = { ...config, outputs: ["delta2", "delta3"] };
  const perPoint = config.methods.reduce((sum, method) => sum + estimateMethod(mapped, method).seconds, 0);
  return (points * perPoint) / threads;
}
