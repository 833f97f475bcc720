import * as fc from "fast-check";
import { uniformStream } from "../../src/base/random.ts";
import { buildFockSpace, type FockSpace, type StateVector } from "../../src/physics/fock-space.ts";
import type { LatticeSpec } from "../../src/physics/lattice.ts";
import type { OracleState } from "./exact-oracle.ts";

const boundary = fc.constantFrom("open", "periodic");

/** Chains and rectangles of 1 to 6 sites. */
export const lattices: fc.Arbitrary<LatticeSpec> = fc.oneof(
  fc.record({ kind: fc.constant("chain"), sites: fc.integer({ min: 1, max: 6 }), boundary }),
  fc
    .constantFrom([2, 2], [3, 2], [1, 3], [2, 3])
    .chain(([lx, ly]) =>
      fc.record({ kind: fc.constant("rectangle"), lx: fc.constant(lx), ly: fc.constant(ly), boundary }),
    ),
);

export interface RandomState {
  readonly space: FockSpace;
  readonly state: StateVector;
  /** The same state for the oracle. */
  readonly oracle: OracleState;
}

/** A normalised random complex state of given electrons. */
export function randomState(
  sites: number,
  electrons: { up: number; down: number },
  seed: number,
): RandomState {
  const space = buildFockSpace(sites, electrons);
  const random = uniformStream(seed);
  const psi = Float64Array.from({ length: 2 * space.dimension }, () => random() - 0.5);
  const norm = Math.hypot(...psi);
  for (let i = 0; i < psi.length; i++) psi[i] /= norm;
  const part = (offset: number): Float64Array =>
    Float64Array.from({ length: space.dimension }, (_, i) => psi[2 * i + offset]);
  return {
    space,
    state: { re: part(0), im: part(1) },
    oracle: { sites, up: [...space.up.states], down: [...space.down.states], psi },
  };
}

/** Largest absolute difference of two arrays of one length. */
export function distance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < x.length; i++) worst = Math.max(worst, Math.abs(x[i] - y[i]));
  return worst;
}
