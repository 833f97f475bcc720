/**
 * What contraction consistency needs to know of a reconstruction D3 (PHYSICS.md section 5): parts of the
 * residual r[a c;d f] = (n-1) Dab[a c;d f] - sum_k D3[a k c;d k f], and its one-body contractions. All
 * complex interleaved.
 */
export class ContractionResidual {
  /** twist[b a c] = r[b a;c b] - r[a b;b c], anti-Hermitian in a, c. */
  readonly twist: Float64Array;
  /** pair[b c d] = r[b b;c d] + r[b b;d c]. */
  readonly pair: Float64Array;
  /** first[a d] = sum_c r[a c;d c]. */
  readonly first: Float64Array;
  /** last[c f] = sum_a r[a c;a f]. */
  readonly last: Float64Array;
  /** crossed[a f] = sum_c r[a c;c f]. */
  readonly crossed: Float64Array;

  constructor(sites: number) {
    this.twist = new Float64Array(2 * sites ** 3);
    this.pair = new Float64Array(2 * sites ** 3);
    this.first = new Float64Array(2 * sites ** 2);
    this.last = new Float64Array(2 * sites ** 2);
    this.crossed = new Float64Array(2 * sites ** 2);
  }
}

/**
 * The effect of the minimal-norm correction X on the equation of motion, in closed form.
 *
 * For a singlet D3 the third residual follows from the others, r3[i j;a b] = r1[i j;a b] + r[i j;b a]
 * - r[j i;b a], and X = L^+ y with L L^+ y = residual is solved by Schur's lemma: L L^+ is U(M)-equivariant,
 * so that on contraction-free parts, with signs for the symmetry of upper and lower pairs,
 *
 *     y2(++) = 4/(M-2) r(++),   y2(+-), y2(-+), y3(-+) = 4/M r(+-), r(-+),   y2(--)/4 + y3(--)/2 = (r1 - r(--))/(M+2).
 *
 * The collision integral takes only X[a b b;c b d], exchange-symmetrised, less its Hermitian partner. There
 * r1, all Hermitian parts and all scalars cancel, no dense term is left, and one-body parts enter only
 * through ((M-3) first - (2M-3) last - M crossed) / (M^2 (M-2)) where three indices agree. At M = 2 the
 * irrep behind y2(++) does not exist and `last` = 2 `crossed`. Tests compare with conjugate gradients on the M^6 problem.
 */
export class ContractionCorrection {
  readonly residual: ContractionResidual;
  private readonly line: Float64Array;
  private readonly side: Float64Array;
  private readonly across: Float64Array;
  private readonly parallel: Float64Array;
  private readonly lineWeight: number;
  private readonly traceWeights: readonly [number, number, number];

  constructor(private readonly sites: number) {
    const m = sites;
    this.residual = new ContractionResidual(m);
    this.line = new Float64Array(2 * m ** 3);
    this.side = new Float64Array(2 * m ** 2);
    this.across = new Float64Array(2 * m ** 3);
    this.parallel = new Float64Array(2 * m ** 3);
    this.lineWeight = m > 2 ? 1 / (m - 2) : 0;
    const scale = 1 / (m * m * (m - 2));
    this.traceWeights = m > 2 ? [(m - 3) * scale, -(2 * m - 3) * scale, -m * scale] : [0, -0.25, 0];
  }

  /** Adds interaction * (W - W^+) of the correction to out (M^4 elements, i d/dt Dab). O(M^3) work. */
  apply(interaction: number, out: Float64Array): void {
    this.fillLine(interaction);
    this.fillSide(interaction);
    this.fillAcross(interaction);
    const { sites: m, line, across, parallel } = this;
    for (let x = 0; x < m; x++) {
      for (let y = 0; y < m; y++) {
        for (let z = 0; z < m; z++) {
          const at = 2 * ((x * m + y) * m + z);
          const xxyz = 2 * (((x * m + x) * m + y) * m + z);
          const yzxx = 2 * (((y * m + z) * m + x) * m + x);
          const yxxz = 2 * (((y * m + x) * m + x) * m + z);
          const xyzx = 2 * (((x * m + y) * m + z) * m + x);
          const yxzx = 2 * (((y * m + x) * m + z) * m + x);
          const xyxz = 2 * (((x * m + y) * m + x) * m + z);
          out[xxyz] += line[at];
          out[xxyz + 1] += line[at + 1];
          out[yzxx] -= line[at];
          out[yzxx + 1] += line[at + 1];
          out[yxxz] += across[at];
          out[yxxz + 1] += across[at + 1];
          out[xyzx] += across[at];
          out[xyzx + 1] += across[at + 1];
          out[yxzx] += parallel[at];
          out[yxzx + 1] += parallel[at + 1];
          out[xyxz] += parallel[at];
          out[xyxz + 1] += parallel[at + 1];
        }
      }
    }
  }

  /** line[b c d], the factor of delta_ab: the (++) part and the one-body part. */
  private fillLine(interaction: number): void {
    const { sites: m, line, lineWeight, traceWeights } = this;
    const { pair, first, last, crossed } = this.residual;
    const scale = -interaction * lineWeight;
    for (let i = 0; i < line.length; i++) line[i] = scale * pair[i];
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        for (let part = 0; part < 2; part++) {
          const bc = 2 * (b * m + c) + part;
          const trace =
            traceWeights[0] * first[bc] + traceWeights[1] * last[bc] + traceWeights[2] * crossed[bc];
          line[2 * ((b * m + b) * m + c) + part] -= interaction * trace;
          line[2 * ((b * m + c) * m + b) + part] -= interaction * trace;
        }
      }
    }
  }

  /** side[a c] = (pair[a a c] - conj pair[c c a]) / (2 (M-2)). */
  private fillSide(interaction: number): void {
    const { sites: m, side, lineWeight } = this;
    const { pair } = this.residual;
    const scale = 0.5 * interaction * lineWeight;
    for (let a = 0; a < m; a++) {
      for (let c = 0; c < m; c++) {
        const aac = 2 * ((a * m + a) * m + c);
        const cca = 2 * ((c * m + c) * m + a);
        side[2 * (a * m + c)] = scale * (pair[aac] - pair[cca]);
        side[2 * (a * m + c) + 1] = scale * (pair[aac + 1] + pair[cca + 1]);
      }
    }
  }

  /** across[b a d] (factor of delta_bc) and parallel[b a c] (factor of delta_bd), from the twist. */
  private fillAcross(interaction: number): void {
    const { sites: m, across, parallel, side } = this;
    const { twist } = this.residual;
    const scale = interaction / m;
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          const bac = 2 * ((b * m + a) * m + c);
          const aac = 2 * ((a * m + a) * m + c);
          const cac = 2 * ((c * m + a) * m + c);
          for (let part = 0; part < 2; part++) {
            const value = scale * (twist[bac + part] - 0.5 * (twist[aac + part] + twist[cac + part]));
            across[bac + part] = 2 * value;
            parallel[bac + part] = value + side[2 * (a * m + c) + part];
          }
        }
      }
    }
  }
}
