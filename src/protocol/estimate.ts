import type { Config, MethodConfig } from "./config-schema.ts";
import { sampleCount, siteCount } from "./sizes.ts";

/** Largest working set a run may ask for. 12 sites at half filling need about 0.5 GB. */
export const EXACT_LIMIT_BYTES = 2 * 1024 ** 3;

export interface Estimate {
  /** Number of amplitudes of the wave function, or 0 where none is needed. */
  readonly dimension: number;
  /** Working set in bytes. */
  readonly bytes: number;
  /** Rough duration on one core, in seconds. */
  readonly seconds: number;
}

type System = Pick<Config, "lattice" | "electrons" | "quench" | "time" | "methods">;

/** C(M, n_up) C(M, n_down). */
export function hilbertDimension(config: Pick<Config, "lattice" | "electrons">): number {
  const count = siteCount(config.lattice);
  return binomial(count, config.electrons.up) * binomial(count, config.electrons.down);
}

/** Whether a method starts from an interacting wave function on this system (else a determinant suffices). */
export function needsWaveFunction(
  config: Pick<Config, "quench">,
  method: { readonly kind: string },
): boolean {
  if (method.kind === "exact") return true;
  const { quench } = config;
  if (quench.protocol === "product-state") return false;
  return !(quench.protocol === "interaction-quench" && quench.interactionBefore === 0);
}

/** Bytes of the two-particle matrices of all samples of one method. */
export function recordedBytes(config: Pick<Config, "lattice" | "time">): number {
  return sampleCount(config.time) * siteCount(config.lattice) ** 4 * 16;
}

/** Memory and duration of one method. The rates are those `npm run bench` prints, rounded up. */
export function estimateMethod(config: System, method: MethodConfig): Estimate {
  const m = siteCount(config.lattice);
  const samples = sampleCount(config.time);
  const wave = needsWaveFunction(config, method);
  const dimension = wave ? hilbertDimension(config) : 0;
  const recorded = recordedBytes(config);
  const lanczos = { bytes: 40 * dimension * 8, seconds: 120 * dimension * m * 4e-9 };
  switch (method.kind) {
    case "exact": {
      const matvecs =
        config.time.end * (2 * m + Math.abs(config.quench.interaction) * m * 0.5) + 10 * samples;
      const rdm = samples * (m ** 2 * (dimension * 2e-8) + m ** 6 * 2e-8);
      return {
        dimension,
        bytes: lanczos.bytes + 30 * dimension * 16 + recorded,
        seconds: lanczos.seconds + matvecs * dimension * m * 3e-9 + rdm,
      };
    }
    case "mean-field":
      return {
        dimension,
        bytes: lanczos.bytes + recorded,
        seconds: lanczos.seconds + samples * m ** 4 * 2e-8,
      };
    case "td2rdm": {
      const dt = method.integrator.kind === "rk4" ? method.integrator.dt : 0.05;
      const steps = config.time.end / dt;
      const cost = {
        valdemoro: 1e-7,
        "nakatsuji-yasuda": 4e-7,
        "nakatsuji-yasuda-smooth": 4e-7,
        mazziotti: 2e-6,
      };
      const purify = method.purification === "none" ? 0 : 3e-8 * m ** 6;
      return {
        dimension,
        bytes: lanczos.bytes + recorded + 60 * m ** 4 * 16,
        seconds: lanczos.seconds + steps * (4 * cost[method.closure] * m ** 4 * Math.max(1, m / 6) + purify),
      };
    }
  }
}

export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return value >= 1000
    ? `${value.toExponential(1)} ${units[unit]}`
    : `${value.toPrecision(value < 10 ? 2 : 3)} ${units[unit]}`;
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toPrecision(2)} h`;
}

function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}
