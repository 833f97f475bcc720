import { buildBasis, type SpinBasis } from "./basis.ts";

/**
 * Behaviour of a real state under the exchange of the two spins: Psi^T = Psi (1), Psi^T = -Psi (-1) or
 * neither (0). The Hamiltonian keeps it, and needs half the work for the first two.
 */
export type Exchange = 1 | -1 | 0;

/** The two spin bases; states are matrices Psi[a][b], a of up and b of down electrons, row-major. */
export interface FockSpace {
  readonly sites: number;
  readonly up: SpinBasis;
  readonly down: SpinBasis;
  readonly dimension: number;
}

export function buildFockSpace(sites: number, electrons: { up: number; down: number }): FockSpace {
  const up = buildBasis(sites, electrons.up);
  const down = electrons.up === electrons.down ? up : buildBasis(sites, electrons.down);
  return { sites, up, down, dimension: up.size * down.size };
}

/** A pure state as two real matrices of shape (up, down), row-major. */
export interface StateVector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}
