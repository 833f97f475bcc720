import type { Config, MethodConfig } from "../protocol/config.ts";
import { estimateMethod } from "../protocol/estimate.ts";

/** Samples of a preview, and the largest estimated time of a method that takes part, in seconds. */
const PREVIEW_SAMPLES = 100;
const PREVIEW_SECONDS = 0.4;

export interface Preview {
  readonly config: Config;
  /** Place in the full config's list of each method of the preview. */
  readonly indices: readonly number[];
}

/**
 * A coarser version of a config that can follow a drag: fewer samples, longer time steps, and only the
 * methods that are fast on this system (always at least the fastest).
 */
export function previewConfig(config: Config): Preview {
  const { end, sample } = config.time;
  const stride = Math.max(1, Math.ceil(end / PREVIEW_SAMPLES / sample - 1e-9));
  const time = { end, sample: Math.min(end, stride * sample) };
  const outputs = config.outputs.filter((name) => name !== "closureResidual");
  const coarse = {
    ...config,
    time,
    outputs,
    methods: config.methods.map((method) => coarsen(method, config)),
  };
  const seconds = coarse.methods.map((method) => estimateMethod(coarse, method).seconds);
  const fastest = seconds.indexOf(Math.min(...seconds));
  const indices = [...coarse.methods.keys()].filter(
    (index) => index === fastest || (seconds[index] ?? 0) <= PREVIEW_SECONDS,
  );
  return { config: { ...coarse, methods: coarse.methods.filter((_, i) => indices.includes(i)) }, indices };
}

/** RK4 is stable up to 2.8 over the fastest phase of D_ab, which turns with at most 2 (4 J + |U|). */
function coarsen(method: MethodConfig, { hopping, quench }: Config): MethodConfig {
  if (method.kind !== "td2rdm") return method;
  const { integrator } = method;
  if (integrator.kind === "dopri5") {
    const loose = { rtol: Math.max(integrator.rtol, 1e-5), atol: Math.max(integrator.atol, 1e-7) };
    return { ...method, integrator: { kind: "dopri5", ...loose } };
  }
  const stable = Math.min(0.1, 1 / (4 * Math.abs(hopping) + Math.abs(quench.interaction)));
  return { ...method, integrator: { kind: "rk4", dt: Math.max(integrator.dt, stable) } };
}
