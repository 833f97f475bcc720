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

/** How long the points of a map took on this machine. */
export interface MapPace {
  readonly config: Config;
  readonly secondsPerPoint: number;
}

/**
 * Rough duration of `points` quenches of a map on `threads` cores, in seconds.
 * @param pace of a map before, on as many cores: the estimate is scaled by what that one took against its own
 */
export function mapSeconds(
  config: Config,
  points: number,
  threads: number,
  pace: MapPace | null = null,
): number {
  const mapped: Config = { ...config, outputs: ["delta2", "delta3"] };
  const perPoint = config.methods.reduce((sum, method) => sum + estimateMethod(mapped, method).seconds, 0);
  const factor = pace === null ? 1 : pace.secondsPerPoint / mapSeconds(pace.config, 1, threads);
  return ((points * perPoint) / threads) * factor;
}
