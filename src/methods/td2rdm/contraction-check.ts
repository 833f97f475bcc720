import type { Td2rdmRhs } from "./rhs.ts";

/** How far the equation of motion of Dab is from those of its one-body contractions. */
export class ContractionCheck {
  private readonly slope: Float64Array;
  private readonly oneBodySlope: Float64Array;

  constructor(
    private readonly sites: number,
    private readonly n: number,
    private readonly h: Float64Array,
    private readonly interaction: number,
    private readonly rhs: Td2rdmRhs,
  ) {
    this.slope = new Float64Array(2 * sites ** 4);
    this.oneBodySlope = new Float64Array(2 * sites ** 2);
  }

  /** Frobenius norm of sum_k d/dt Dab[i k;j k] - n dg/dt and sum_k d/dt Dab[i k;k j] - dg/dt together. */
  violation(dab: Float64Array, g: Float64Array): number {
    const { sites: m, slope, oneBodySlope, n } = this;
    this.rhs.evaluate(dab, slope);
    this.fillOneBodySlope(dab, g);
    let sum = 0;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        for (let part = 0; part < 2; part++) {
          let straight = -n * oneBodySlope[2 * (i * m + j) + part];
          let crossed = -oneBodySlope[2 * (i * m + j) + part];
          for (let k = 0; k < m; k++) {
            straight += slope[2 * (((i * m + k) * m + j) * m + k) + part];
            crossed += slope[2 * (((i * m + k) * m + k) * m + j) + part];
          }
          sum += straight * straight + crossed * crossed;
        }
      }
    }
    return Math.sqrt(sum);
  }

  /** i dg/dt[i;j] = [h, g][i;j] + U (Dab[i i;j i] - Dab[i j;j j]) */
  private fillOneBodySlope(dab: Float64Array, g: Float64Array): void {
    const { sites: m, h, interaction, oneBodySlope } = this;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const upper = 2 * (((i * m + i) * m + j) * m + i);
        const lower = 2 * (((i * m + j) * m + j) * m + j);
        let re = interaction * (dab[upper] - dab[lower]);
        let im = interaction * (dab[upper + 1] - dab[lower + 1]);
        for (let k = 0; k < m; k++) {
          re += h[i * m + k] * g[2 * (k * m + j)] - g[2 * (i * m + k)] * h[k * m + j];
          im += h[i * m + k] * g[2 * (k * m + j) + 1] - g[2 * (i * m + k) + 1] * h[k * m + j];
        }
        oneBodySlope[2 * (i * m + j)] = im;
        oneBodySlope[2 * (i * m + j) + 1] = -re;
      }
    }
  }
}
