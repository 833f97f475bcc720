/** Lattices, their bonds and the one-body Hamiltonian (PHYSICS.md section 1). */

export type Boundary = "open" | "periodic";

export type LatticeSpec =
  | { readonly kind: "chain"; readonly sites: number; readonly boundary: Boundary }
  | { readonly kind: "rectangle"; readonly lx: number; readonly ly: number; readonly boundary: Boundary };

/** A point of the plane, in lattice constants (positions) or inverse lattice constants (momenta). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Lattice {
  readonly sites: number;
  /** Nearest-neighbour pairs [i, j] with i < j, each once. */
  readonly bonds: readonly (readonly [number, number])[];
  /** Position of every site; a rectangle numbers its sites row by row, i = x + lx * y. */
  readonly positions: readonly Point[];
  /** Squared distance of every site from the lattice centre. */
  readonly trapWeights: Float64Array;
  /** Plane-wave momenta in [-pi, pi), ascending, numbered like the sites. */
  readonly momenta: readonly Point[];
}

/** Number of sites of a lattice. */
export function siteCount(spec: LatticeSpec): number {
  return spec.kind === "chain" ? spec.sites : spec.lx * spec.ly;
}

/** Sites, bonds, trap weights and momenta of a chain or rectangle (a chain is a rectangle of one row). */
export function buildLattice(spec: LatticeSpec): Lattice {
  const [lx, ly] = spec.kind === "chain" ? [spec.sites, 1] : [spec.lx, spec.ly];
  const sites = lx * ly;
  const positions = Array.from({ length: sites }, (_, i) => ({ x: i % lx, y: Math.floor(i / lx) }));
  return {
    sites,
    bonds: buildBonds(lx, ly, spec.boundary),
    positions,
    trapWeights: Float64Array.from(
      positions,
      ({ x, y }) => (x - (lx - 1) / 2) ** 2 + (y - (ly - 1) / 2) ** 2,
    ),
    momenta: positions.map(({ x, y }) => ({ x: momentum(x, lx), y: momentum(y, ly) })),
  };
}

/**
 * The one-body Hamiltonian h (sites x sites, real symmetric, row-major, in units of energy):
 * -hopping on bonds, trap times the squared distance from the centre on the diagonal.
 */
export function oneBodyMatrix(lattice: Lattice, hopping: number, trap: number): Float64Array {
  const { sites } = lattice;
  const h = new Float64Array(sites * sites);
  for (const [i, j] of lattice.bonds) {
    h[i * sites + j] = -hopping;
    h[j * sites + i] = -hopping;
  }
  for (let i = 0; i < sites; i++) h[i * sites + i] = trap * lattice.trapWeights[i];
  return h;
}

function momentum(index: number, length: number): number {
  return (2 * Math.PI * (index - Math.floor(length / 2))) / length;
}

/** A periodic direction of two sites keeps its single bond: wrapping would count it twice. */
function buildBonds(lx: number, ly: number, boundary: Boundary): [number, number][] {
  const bonds: [number, number][] = [];
  const add = (i: number, j: number): void => void bonds.push(i < j ? [i, j] : [j, i]);
  const wraps = (length: number): boolean => boundary === "periodic" && length > 2;
  for (let y = 0; y < ly; y++) {
    for (let x = 0; x < lx; x++) {
      const i = x + lx * y;
      if (x + 1 < lx) add(i, i + 1);
      else if (wraps(lx)) add(i, lx * y);
      if (y + 1 < ly) add(i, i + lx);
      else if (wraps(ly)) add(i, x);
    }
  }
  return bonds;
}
