import { addScaled, dot } from "../../linalg/vectors.ts";
import { contractionFree } from "../../methods/td2rdm/contraction-free-pairs.ts";
import { siteCount } from "../../physics/lattice.ts";
import type { Packing } from "../packing.ts";

/** Squared length below which nothing is left of a unit vector after orthogonalisation. */
const SPENT = 1e-8;

/**
 * Orthonormal basis [count, packing.size], in packed coordinates, of all that the three-particle cumulant can
 * add to d/dt Dab once contraction consistency holds:
 *
 * - contraction-free in both pair symmetries, X = K(X) (PHYSICS.md section 6): the equations of motion of D1
 *   and of the spin sum rule already hold;
 * - no element X[i i;j j], X[i j;i j] or X[i j;j i]: these operators commute with the interaction, so the
 *   collision integral of any antisymmetric D3 has none. With X[i i;i i] the energy is kept as well.
 *
 * Hermiticity, exchange and mirrors are those of the packing, which must have exchange symmetry.
 */
export function admissibleBasis(packing: Packing): Float64Array {
  const { size } = packing;
  const forbidden = [...collisionlessCoordinates(packing)].map((slot) => unitVector(size, slot));
  const normal = orthonormal([...forbidden, ...contractedParts(packing)]);
  const units = Array.from({ length: size }, (_, slot) => unitVector(size, slot));
  const basis = orthonormal(units, normal);
  const out = new Float64Array(basis.length * size);
  basis.forEach((vector, k) => {
    out.set(vector, k * size);
  });
  return out;
}

/** Packed coordinates of the elements that the collision integral does not have. */
function collisionlessCoordinates({ lattice, slots, weights }: Packing): ReadonlySet<number> {
  const m = siteCount(lattice);
  const found = new Set<number>();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      for (const [a, b, c, d] of [
        [i, i, j, j],
        [i, j, i, j],
        [i, j, j, i],
      ]) {
        const at = 2 * (((a * m + b) * m + c) * m + d);
        for (const part of [at, at + 1]) if (weights[part] !== 0) found.add(slots[part]);
      }
    }
  }
  return found;
}

/** What contraction-free parts leave of every unit vector. */
function contractedParts(packing: Packing): Float64Array[] {
  const { size, values, lattice } = packing;
  const full = new Float64Array(values);
  const free = new Float64Array(values);
  const packed = new Float64Array(size);
  return Array.from({ length: size }, (_, slot) => {
    const unit = unitVector(size, slot);
    packing.unpack(unit, full);
    contractionFree(siteCount(lattice), full, free);
    packing.pack(free, packed);
    addScaled(packed, -1, unit);
    return unit;
  });
}

/** An orthonormal basis of the span of `vectors` without that of `known`, which is orthonormal. Uses up the vectors. */
function orthonormal(vectors: readonly Float64Array[], known: readonly Float64Array[] = []): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    // Twice is enough: the second pass removes what rounding of the first one left.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of known) addScaled(other, -dot(other, vector), vector);
      for (const other of basis) addScaled(other, -dot(other, vector), vector);
    }
    const square = dot(vector, vector);
    if (square < SPENT) continue;
    const scale = 1 / Math.sqrt(square);
    basis.push(vector.map((value) => scale * value));
  }
  return basis;
}

function unitVector(size: number, slot: number): Float64Array {
  const unit = new Float64Array(size);
  unit[slot] = 1;
  return unit;
}
