import type { ClosureName, Td2rdmSpec } from "../types.ts";
import { ContractionCorrection } from "./consistency.ts";
import { oneBodyMatrixOf, secondCumulantOf } from "./cumulant.ts";
import { Mazziotti } from "./mazziotti.ts";
import { NakatsujiYasuda } from "./nakatsuji-yasuda.ts";
import { addCollision, type ThirdCumulant } from "./third-cumulant.ts";
import { ValdemoroEquation } from "./valdemoro.ts";
import { ValdemoroResidual } from "./valdemoro-residual.ts";

export interface Td2rdmRhs {
  /** out = d/dt Dab; both M^4 complex interleaved, row-major [i1 i2;j1 j2]. Allocates nothing. */
  evaluate(dab: Float64Array, out: Float64Array): void;
}

/**
 * Right-hand side of the equation of motion of Dab for a closed-shell singlet (PHYSICS.md sections 4, 5).
 * Work per evaluation: Valdemoro O(M^4), Nakatsuji-Yasuda O(M^5), Mazziotti O(M^7), with or without
 * contraction consistency; storage O(M^4).
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
  const third = createThirdCumulant(spec.closure, sites, electronsPerSpin);
  const correction = spec.contractionConsistent ? new ContractionCorrection(sites) : null;
  const valdemoroResidual = new ValdemoroResidual(sites);
  return {
    evaluate(dab, out) {
      oneBodyMatrixOf(sites, electronsPerSpin, dab, g);
      equation.evaluate(dab, g, out);
      if (third !== null || correction !== null) secondCumulantOf(sites, dab, g, delta);
      if (correction !== null) valdemoroResidual.evaluate(g, delta, correction.residual);
      if (third !== null) {
        third.evaluate(g, delta, correction?.residual ?? null);
        addCollision(sites, interaction, third.collision, out);
      }
      correction?.apply(interaction, out);
      timesMinusI(out);
    },
  };
}

function createThirdCumulant(closure: ClosureName, sites: number, n: number): ThirdCumulant | null {
  switch (closure) {
    case "valdemoro":
      return null;
    case "nakatsuji-yasuda":
      return new NakatsujiYasuda(sites, n, false);
    case "nakatsuji-yasuda-smooth":
      return new NakatsujiYasuda(sites, n, true);
    case "mazziotti":
      return new Mazziotti(sites);
  }
}

function timesMinusI(x: Float64Array): void {
  for (let i = 0; i < x.length; i += 2) {
    const re = x[i];
    x[i] = x[i + 1];
    x[i + 1] = -re;
  }
}
