import type { Td2rdmSpec } from "../types.ts";
import { ContractionCorrection } from "./consistency.ts";
import { oneBodyMatrixOf, secondCumulantOf } from "./cumulant.ts";
import { ValdemoroEquation } from "./valdemoro.ts";
import { ValdemoroResidual } from "./valdemoro-residual.ts";

export interface Td2rdmRhs {
  /** out = d/dt Dab; both M^4 complex interleaved, row-major [i1 i2;j1 j2]. Allocates nothing. */
  evaluate(dab: Float64Array, out: Float64Array): void;
}

/**
 * Right-hand side of the equation of motion of Dab for a closed-shell singlet (PHYSICS.md sections 4, 5).
 *
 * @param electronsPerSpin n, so that the trace of Dab is n^2
 * @param h one-body matrix at t > 0, sites x sites, real symmetric, row-major, in J
 * @param interaction U in J
 */
export function createTd2rdmRhs(
  sites: number,
  electronsPerSpin: number,
  h: Float64Array,
  interaction: number,
  spec: Pick<Td2rdmSpec, "closure" | "contractionConsistent">,
): Td2rdmRhs {
  const g = new Float64Array(2 * sites ** 2);
  const delta = new Float64Array(2 * sites ** 4);
  const equation = new ValdemoroEquation(sites, h, interaction);
  const residual = new ValdemoroResidual(sites);
  const correction = spec.contractionConsistent ? new ContractionCorrection(sites) : null;
  return {
    evaluate(dab, out) {
      oneBodyMatrixOf(sites, electronsPerSpin, dab, g);
      equation.evaluate(dab, g, out);
      if (correction !== null) {
        secondCumulantOf(sites, dab, g, delta);
        residual.evaluate(g, delta, correction.residual);
        correction.apply(interaction, out);
      }
      timesMinusI(out);
    },
  };
}

function timesMinusI(x: Float64Array): void {
  for (let i = 0; i < x.length; i += 2) {
    const re = x[i];
    x[i] = x[i + 1];
    x[i + 1] = -re;
  }
}
