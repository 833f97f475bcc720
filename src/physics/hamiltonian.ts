import { assert } from "../base/errors.ts";
import { HermitianEigensolver } from "../linalg/hermitian.ts";
import { addSymmetrised, addTransposed, transpose } from "../linalg/transpose.ts";
import { countBits } from "./basis.ts";
import type { Exchange, FockSpace } from "./fock-space.ts";
import { hoppingTable, multiplyRows, potentialEnergies, type SparseRows, scaleRows } from "./hopping.ts";

/** H Psi = K_up Psi + Psi K_down^T + diagonal o Psi (PHYSICS.md section 1), never as a matrix. */
export class Hamiltonian {
  readonly dimension: number;
  private readonly work: Float64Array;
  private readonly turned: Float64Array;

  private constructor(
    private readonly up: SparseRows,
    private readonly down: SparseRows,
    /** Diagonal matrix elements, shaped like a state. */
    readonly diagonal: Float64Array,
    scratch?: readonly [Float64Array, Float64Array],
  ) {
    this.dimension = diagonal.length;
    this.work = scratch?.[0] ?? new Float64Array(this.dimension);
    this.turned = scratch?.[1] ?? new Float64Array(this.dimension);
  }

  /** Hubbard Hamiltonian with one-body matrix `oneBody` (sites x sites) for both spins. */
  static hubbard(space: FockSpace, oneBody: Float64Array, interaction: number): Hamiltonian {
    const up = hoppingTable(space.up, oneBody);
    const down = space.up === space.down ? up : hoppingTable(space.down, oneBody);
    return new Hamiltonian(up, down, hubbardDiagonal(space, oneBody, interaction));
  }

  /** factor (H - shift). */
  rescaled(shift: number, factor: number): Hamiltonian {
    const up = scaleRows(this.up, factor);
    const down = this.up === this.down ? up : scaleRows(this.down, factor);
    const diagonal = this.diagonal.map((d) => factor * (d - shift));
    return new Hamiltonian(up, down, diagonal, [this.work, this.turned]);
  }

  /**
   * out = H x - previous (previous may be null; out may be `previous` but not `x`).
   * @param exchange symmetry that x is known to have; a wrong one gives wrong results
   */
  apply(x: Float64Array, exchange: Exchange, previous: Float64Array | null, out: Float64Array): void {
    const { diagonal, work, turned } = this;
    const rows = this.up.size;
    const columns = this.down.size;
    multiplyRows(this.up, x, columns, work);
    if (previous === null) for (let i = 0; i < out.length; i++) out[i] = diagonal[i] * x[i];
    else for (let i = 0; i < out.length; i++) out[i] = diagonal[i] * x[i] - previous[i];
    if (exchange !== 0) {
      assert(this.up === this.down, "exchange symmetry needs equal spins");
      addSymmetrised(work, exchange, rows, out);
      return;
    }
    for (let i = 0; i < out.length; i++) out[i] += work[i];
    transpose(x, rows, columns, turned);
    multiplyRows(this.down, turned, rows, work);
    addTransposed(work, rows, columns, out);
  }
}

/**
 * Rigorous bounds on the spectrum: filled lowest or highest orbitals of both spins plus the least and
 * greatest interaction energy.
 */
export function spectralBounds(
  oneBody: Float64Array,
  space: FockSpace,
  interaction: number,
): { lower: number; upper: number } {
  const { sites, up, down } = space;
  const orbitals = orbitalEnergies(oneBody, sites);
  const fewest = Math.max(0, up.electrons + down.electrons - sites);
  const most = Math.min(up.electrons, down.electrons);
  let lower = Math.min(interaction * fewest, interaction * most);
  let upper = Math.max(interaction * fewest, interaction * most);
  for (const { electrons } of [up, down]) {
    for (let k = 0; k < electrons; k++) {
      lower += orbitals[k];
      upper += orbitals[sites - 1 - k];
    }
  }
  return { lower, upper };
}

function orbitalEnergies(oneBody: Float64Array, sites: number): Float64Array {
  const matrix = new Float64Array(2 * sites * sites);
  for (let i = 0; i < sites * sites; i++) matrix[2 * i] = oneBody[i];
  const solver = new HermitianEigensolver(sites);
  solver.eigenvalues(matrix);
  return solver.values;
}

function hubbardDiagonal(space: FockSpace, oneBody: Float64Array, interaction: number): Float64Array {
  const { up, down } = space;
  const ofUp = potentialEnergies(up, oneBody);
  const ofDown = up === down ? ofUp : potentialEnergies(down, oneBody);
  const diagonal = new Float64Array(space.dimension);
  for (let a = 0, i = 0; a < up.size; a++) {
    for (let b = 0; b < down.size; b++, i++) {
      diagonal[i] = ofUp[a] + ofDown[b] + interaction * countBits(up.states[a] & down.states[b]);
    }
  }
  return diagonal;
}
