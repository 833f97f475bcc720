import { addConjugateProduct } from "./conjugate-product.ts";
import { ContractionResidual } from "./consistency.ts";
import { CorrectionAdjoint } from "./consistency-adjoint.ts";
import { oneBodyMatrixOf, secondCumulantOf } from "./cumulant.ts";
import { ResidualAdjoint } from "./residual-adjoint.ts";
import { ValdemoroAdjoint } from "./valdemoro-adjoint.ts";

/**
 * Adjoint of the right-hand side of TD2RDM with the Valdemoro closure and contraction consistency, on the
 * Hermitian, exchange-symmetric Dab: out = J^T w for the real inner product over re and im. O(M^4) work,
 * allocates nothing per call.
 */
export class RhsAdjoint {
  private readonly g: Float64Array;
  private readonly delta: Float64Array;
  private readonly cotangent: Float64Array;
  private readonly gBar: Float64Array;
  private readonly deltaBar: Float64Array;
  private readonly residualBar: ContractionResidual;
  private readonly equation: ValdemoroAdjoint;
  private readonly correction: CorrectionAdjoint;
  private readonly residual: ResidualAdjoint;

  /**
   * @param n electrons per spin
   * @param h one-body matrix at t > 0, sites x sites, real symmetric, in J
   */
  constructor(
    private readonly sites: number,
    private readonly n: number,
    h: Float64Array,
    private readonly interaction: number,
  ) {
    this.g = new Float64Array(2 * sites ** 2);
    this.delta = new Float64Array(2 * sites ** 4);
    this.cotangent = new Float64Array(2 * sites ** 4);
    this.gBar = new Float64Array(2 * sites ** 2);
    this.deltaBar = new Float64Array(2 * sites ** 4);
    this.residualBar = new ContractionResidual(sites);
    this.equation = new ValdemoroAdjoint(sites, h, interaction);
    this.correction = new CorrectionAdjoint(sites);
    this.residual = new ResidualAdjoint(sites);
  }

  /**
   * Overwrites `out`, M^4 elements. It stands for a derivative along Hermitian, exchange-symmetric directions
   * only, and need not be symmetric itself.
   *
   * @param w cotangent of d/dt Dab, Hermitian and exchange symmetric
   */
  evaluate(dab: Float64Array, w: Float64Array, out: Float64Array): void {
    const { sites, n, g, delta, cotangent, gBar, deltaBar, residualBar } = this;
    oneBodyMatrixOf(sites, n, dab, g);
    secondCumulantOf(sites, dab, g, delta);
    // d/dt Dab = -i (i d/dt Dab)
    for (let i = 0; i < w.length; i += 2) {
      cotangent[i] = -w[i + 1];
      cotangent[i + 1] = w[i];
    }
    out.fill(0);
    gBar.fill(0);
    deltaBar.fill(0);
    this.correction.evaluate(this.interaction, cotangent, residualBar);
    this.residual.add(g, delta, residualBar, gBar, deltaBar);
    this.equation.add(dab, g, cotangent, out, gBar);
    this.addCumulant(out);
    this.addOneBody(out);
  }

  /** Delta_ab = Dab - g g */
  private addCumulant(out: Float64Array): void {
    const { sites: m, g, gBar, deltaBar } = this;
    let at = 0;
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        for (let c = 0; c < m; c++) {
          const ac = 2 * (a * m + c);
          for (let bd = 2 * b * m; bd < 2 * (b + 1) * m; bd += 2) {
            out[at] += deltaBar[at];
            out[at + 1] += deltaBar[at + 1];
            addConjugateProduct(-1, g, bd, deltaBar, at, gBar, ac);
            addConjugateProduct(-1, g, ac, deltaBar, at, gBar, bd);
            at += 2;
          }
        }
      }
    }
  }

  /** g[i;j] = (1/n) sum_k Dab[i k;j k] */
  private addOneBody(out: Float64Array): void {
    const { sites: m, n, gBar } = this;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        for (let k = 0; k < m; k++) {
          const at = 2 * (((i * m + k) * m + j) * m + k);
          out[at] += gBar[2 * (i * m + j)] / n;
          out[at + 1] += gBar[2 * (i * m + j) + 1] / n;
        }
      }
    }
  }
}
