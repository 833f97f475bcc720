import { assert } from "../base/errors.ts";
import { HermitianEigensolver } from "../linalg/hermitian.ts";
import { transpose } from "../linalg/transpose.ts";
import { countBits } from "./basis.ts";
import type { Exchange, FockSpace } from "./fock-space.ts";
import { hoppingTable, multiplyRows, potentialEnergies, type SparseRows, scaleRows } from "./hopping.ts";

/** Amplitudes per side of the tiles in which hops of the down electrons are turned back. */
const TILE = 32;

/** Work space of the size of a state each. */
interface Scratch {
  readonly hopsUp: Float64Array;
  readonly hopsDown: Float64Array;
  readonly turned: Float64Array;
}

/** H Psi = K_up Psi + Psi K_down^T + diagonal o Psi (PHYSICS.md section 1), never as a matrix. */
export class Hamiltonian {
  readonly dimension: number;
  private readonly scratch: Scratch;

  private constructor(
    private readonly up: SparseRows,
    private readonly down: SparseRows,
    /** Diagonal matrix elements, shaped like a state. */
    readonly diagonal: Float64Array,
    scratch?: Scratch,
  ) {
    const vector = (): Float64Array => new Float64Array(diagonal.length);
    this.dimension = diagonal.length;
    this.scratch = scratch ?? { hopsUp: vector(), hopsDown: vector(), turned: vector() };
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
    return new Hamiltonian(up, down, diagonal, this.scratch);
  }

  /**
   * out = H x - previous (previous may be null; out may be `previous` but not `x`).
   * @param exchange symmetry that x is known to have; a wrong one gives wrong results
   */
  apply(x: Float64Array, exchange: Exchange, previous: Float64Array | null, out: Float64Array): void {
    const { diagonal } = this;
    const { hopsUp, hopsDown, turned } = this.scratch;
    const rows = this.up.size;
    const columns = this.down.size;
    multiplyRows(this.up, x, columns, hopsUp);
    if (exchange !== 0) {
      assert(this.up === this.down, "exchange symmetry needs equal spins");
      addHops(diagonal, x, previous, hopsUp, hopsUp, exchange, rows, columns, out);
      return;
    }
    transpose(x, rows, columns, turned);
    multiplyRows(this.down, turned, rows, hopsDown);
    addHops(diagonal, x, previous, hopsUp, hopsDown, 1, rows, columns, out);
  }
}

/**
 * out = diagonal o x - previous + (hopsUp + sign hopsDown^T), tile by tile; hopsDown has the shape
 * (columns, rows). The hops are summed before anything is added, so that (anti)symmetric states stay so to the last bit.
 */
function addHops(
  diagonal: Float64Array,
  x: Float64Array,
  previous: Float64Array | null,
  hopsUp: Float64Array,
  hopsDown: Float64Array,
  sign: number,
  rows: number,
  columns: number,
  out: Float64Array,
): void {
  const subtracted = previous ?? x;
  const weight = previous === null ? 0 : 1;
  for (let r0 = 0; r0 < rows; r0 += TILE) {
    const r1 = Math.min(r0 + TILE, rows);
    for (let c0 = 0; c0 < columns; c0 += TILE) {
      const c1 = Math.min(c0 + TILE, columns);
      for (let r = r0; r < r1; r++) {
        let turned = c0 * rows + r;
        for (let i = r * columns + c0; i < r * columns + c1; i = (i + 1) | 0) {
          out[i] = diagonal[i] * x[i] - weight * subtracted[i] + (hopsUp[i] + sign * hopsDown[turned]);
          turned = (turned + rows) | 0;
        }
      }
    }
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
