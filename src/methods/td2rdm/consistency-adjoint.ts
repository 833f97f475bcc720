import type { ContractionResidual } from "./consistency.ts";

/**
 * Adjoint of `ContractionCorrection`: the same tables, backwards. Its result is the cotangent of a
 * `ContractionResidual` whose `first` vanishes, as that of Valdemoro's does. O(M^3) work.
 */
export class CorrectionAdjoint {
  private readonly value: Float64Array;
  private readonly side: Float64Array;
  private readonly lineWeight: number;
  private readonly lastWeight: number;
  private readonly crossedWeight: number;

  constructor(private readonly sites: number) {
    const m = sites;
    this.value = new Float64Array(2 * m ** 3);
    this.side = new Float64Array(2 * m ** 2);
    this.lineWeight = m > 2 ? 1 / (m - 2) : 0;
    this.lastWeight = m > 2 ? -(2 * m - 3) / (m * m * (m - 2)) : -0.25;
    this.crossedWeight = m > 2 ? -1 / (m * (m - 2)) : 0;
  }

  /**
   * Overwrites `bar` (all but `first`).
   *
   * @param cotangent of i d/dt Dab, M^4 elements, anti-Hermitian and exchange symmetric
   */
  evaluate(interaction: number, cotangent: Float64Array, bar: ContractionResidual): void {
    this.pullLine(interaction, cotangent, bar);
    this.pullValues(interaction, cotangent, bar);
    this.pullSide(interaction, bar);
  }

  /** line[b c d] stands at [b b;c d] and, with the opposite adjoint, at [c d;b b]. */
  private pullLine(interaction: number, cotangent: Float64Array, bar: ContractionResidual): void {
    const { sites: m, lineWeight, lastWeight, crossedWeight } = this;
    const { pair, last, crossed } = bar;
    last.fill(0);
    crossed.fill(0);
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        for (let d = 0; d < m; d++) {
          for (let part = 0; part < 2; part++) {
            const line = -2 * interaction * cotangent[2 * (((b * m + b) * m + c) * m + d) + part];
            pair[2 * ((b * m + c) * m + d) + part] = lineWeight * line;
            if (b === c) {
              last[2 * (b * m + d) + part] += lastWeight * line;
              crossed[2 * (b * m + d) + part] += crossedWeight * line;
            }
            if (b === d) {
              last[2 * (b * m + c) + part] += lastWeight * line;
              crossed[2 * (b * m + c) + part] += crossedWeight * line;
            }
          }
        }
      }
    }
  }

  /** across[b a d] at [a b;b d] and [b a;d b], parallel[b a c] at [a b;c b] and [b a;b c]. */
  private pullValues(interaction: number, cotangent: Float64Array, { twist }: ContractionResidual): void {
    const { sites: m, value, side } = this;
    const scale = (2 * interaction) / m;
    side.fill(0);
    twist.fill(0);
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          for (let part = 0; part < 2; part++) {
            const across = cotangent[2 * (((a * m + b) * m + b) * m + c) + part];
            const parallel = cotangent[2 * (((a * m + b) * m + c) * m + b) + part];
            side[2 * (a * m + c) + part] += 2 * parallel;
            value[2 * ((b * m + a) * m + c) + part] = scale * (2 * across + parallel);
          }
        }
      }
    }
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          for (let part = 0; part < 2; part++) {
            const bac = 2 * ((b * m + a) * m + c) + part;
            twist[bac] += value[bac];
            twist[2 * ((a * m + a) * m + c) + part] -= 0.5 * value[bac];
            twist[2 * ((c * m + a) * m + c) + part] -= 0.5 * value[bac];
          }
        }
      }
    }
  }

  /** side[a c] = (pair[a a c] - conj pair[c c a]) U / (2 (M-2)) */
  private pullSide(interaction: number, { pair }: ContractionResidual): void {
    const { sites: m, side, lineWeight } = this;
    const scale = 0.5 * interaction * lineWeight;
    for (let a = 0; a < m; a++) {
      for (let c = 0; c < m; c++) {
        const ac = 2 * (a * m + c);
        const aac = 2 * ((a * m + a) * m + c);
        const cca = 2 * ((c * m + c) * m + a);
        pair[aac] += scale * side[ac];
        pair[aac + 1] += scale * side[ac + 1];
        pair[cca] -= scale * side[ac];
        pair[cca + 1] += scale * side[ac + 1];
      }
    }
  }
}
