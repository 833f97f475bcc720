import { sampleCount } from "../base/times.ts";
import { siteCount } from "../physics/lattice.ts";
import { exactRun } from "./exact.ts";
import type { GroundStateReport, MethodEvent, SystemSpec } from "./types.ts";

/** Exact Dab of one quench at the times k * interval. */
export interface ExactTrajectory {
  /** In 1/J. */
  readonly interval: number;
  /** [sample][2 M^4], complex interleaved. */
  readonly dab: Float64Array;
  readonly groundState: GroundStateReport | null;
}

/** Exact Dab every `interval` up to `end` (both in 1/J), reporting progress like a method. */
export function* exactTrajectory(
  system: SystemSpec,
  interval: number,
  end: number,
): Generator<MethodEvent, ExactTrajectory, void> {
  const time = { end, sample: interval };
  const values = 2 * siteCount(system.lattice) ** 4;
  const dab = new Float64Array(sampleCount(time) * values);
  const run = exactRun({ ...system, time }, new Set(["dab"]));
  for (;;) {
    const step = run.next();
    if (step.done === true) return { interval, dab, groundState: step.value.groundState };
    if (step.value.kind === "samples") {
      const { first, fields } = step.value.batch;
      dab.set(fields.dab ?? [], first * values);
    } else yield step.value;
  }
}
