import { siteCount } from "../physics/lattice.ts";
import { type ExactTrajectory, exactTrajectory } from "./exact-trajectory.ts";
import { oneBodyMatrixOf } from "./td2rdm/cumulant.ts";
import { requireSinglet, type SingletMethod } from "./td2rdm/singlet.ts";
import type { MethodEvent, SystemSpec } from "./types.ts";

/**
 * Exact Dab of a singlet every `interval` up to `until`, for a method that learns from it.
 *
 * @param share of the method's progress that this is
 * @throws InputError for anything but a singlet
 */
export function* singletTrajectory(
  system: SystemSpec,
  interval: number,
  until: number,
  method: SingletMethod,
  share: number,
): Generator<MethodEvent, ExactTrajectory, void> {
  const run = exactTrajectory(system, interval, until);
  for (;;) {
    const step = run.next();
    if (step.done === true) {
      requireSingletStart(system, step.value, method);
      return step.value;
    }
    const { value } = step;
    yield value.kind === "progress" && value.phase === "propagation"
      ? { kind: "progress", phase: "training", fraction: share * value.fraction }
      : value;
  }
}

function requireSingletStart(
  { lattice, electrons }: SystemSpec,
  { dab, groundState }: ExactTrajectory,
  method: SingletMethod,
): void {
  const sites = siteCount(lattice);
  const start = dab.subarray(0, 2 * sites ** 4);
  const d1 = new Float64Array(2 * sites ** 2);
  oneBodyMatrixOf(sites, electrons.up, start, d1);
  requireSinglet(sites, start, d1, groundState, method);
}
