import { assert } from "../base/errors.ts";
import { uniformStream } from "../base/random.ts";
import { type DavidsonOptions, type Eigenpair, lowestEigenpair } from "../linalg/davidson.ts";
import type { Exchange, FockSpace } from "./fock-space.ts";
import type { Hamiltonian } from "./hamiltonian.ts";

export interface GroundState {
  /** Real, normalised, shaped (up, down). */
  readonly psi: Float64Array;
  /** Symmetry of psi under exchange of the spins. */
  readonly exchange: Exchange;
  readonly energy: number;
  /** Distance to the next level of the sector; 0 when degenerate, infinite when there is none. */
  readonly gap: number;
  /** |H psi - E psi| */
  readonly residual: number;
}

/** Levels closer than this (in units of the energy spread, at least 1) count as degenerate. */
const DEGENERATE = 1e-12;
const MAX_APPLICATIONS = 4000;
/** Basis vectors beside which a state of 924 x 924 amplitudes stays well below 400 MB. */
const STORED_VALUES = 2e7;

/**
 * Ground state of H by the Davidson method, with the gap from further searches. With equal spin numbers
 * both exchange sectors are searched on their own, which resolves singlet-triplet near-degeneracies; of
 * degenerate ground states the exchange-symmetric one is taken.
 */
export function* groundState(hamiltonian: Hamiltonian, space: FockSpace): Generator<void, GroundState> {
  const search = new Search(hamiltonian, space);
  const symmetric = space.up === space.down;
  let exchange: Exchange = symmetric ? 1 : 0;
  let ground = yield* search.lowest(exchange, null, search.tight);
  let other = symmetric ? yield* search.lowest(-1, null, search.loose) : null;
  assert(ground !== null, "empty Fock space");
  if (other !== null && other.value < ground.value - search.degenerate) {
    [other, exchange] = [ground, -1];
    ground = yield* search.lowest(-1, null, search.tight);
    assert(ground !== null, "a sector lost its states");
  }
  const next = yield* search.lowest(exchange, ground, search.loose);
  const above = Math.min(next?.value ?? Number.POSITIVE_INFINITY, other?.value ?? Number.POSITIVE_INFINITY);
  const gap = above - ground.value;
  return {
    psi: ground.vector,
    exchange,
    energy: ground.value,
    gap: gap < search.degenerate ? 0 : gap,
    residual: ground.residual,
  };
}

class Search {
  readonly tight: number;
  readonly loose: number;
  readonly degenerate: number;
  private readonly lowestDiagonal: number;
  private readonly spread: number;
  private readonly capacity: number;

  constructor(
    private readonly hamiltonian: Hamiltonian,
    private readonly space: FockSpace,
  ) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of hamiltonian.diagonal) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.lowestDiagonal = low;
    this.spread = Math.max(1, high - low);
    this.tight = 1e-13 * Math.max(100, this.spread);
    this.loose = 1e-10 * Math.max(1, this.spread);
    this.degenerate = Math.max(1e-10, DEGENERATE * this.spread);
    this.capacity = Math.max(6, Math.min(16, Math.floor(STORED_VALUES / hamiltonian.dimension)));
  }

  /**
   * Lowest level of a symmetry sector beside a locked one. The second search starts from another vector:
   * all that the first vector had of a degenerate level is in the first result.
   */
  lowest(exchange: Exchange, locked: Eigenpair | null, tolerance: number): Generator<void, Eigenpair | null> {
    const options: DavidsonOptions = {
      tolerance,
      maxApplications: MAX_APPLICATIONS,
      capacity: this.capacity,
    };
    const { hamiltonian } = this;
    const seed = locked === null ? 1 : 2;
    const operator = {
      diagonal: hamiltonian.diagonal,
      apply: (x: Float64Array, out: Float64Array) => hamiltonian.apply(x, exchange, null, out),
    };
    const start = this.startVector(exchange, seed);
    return lowestEigenpair(operator, start, locked === null ? [] : [locked.vector], options);
  }

  /** Reproducible random amplitudes, larger where the diagonal energy is low, with the given symmetry. */
  private startVector(exchange: Exchange, seed: number): Float64Array {
    const { up, down } = this.space;
    const { diagonal } = this.hamiltonian;
    const random = uniformStream(seed);
    const x = diagonal.map((d) => (random() - 0.5) / (d - this.lowestDiagonal + 1));
    if (exchange === 0) return x;
    for (let a = 0; a < up.size; a++) {
      for (let b = 0; b <= a; b++) {
        const sum = x[a * down.size + b] + exchange * x[b * down.size + a];
        x[a * down.size + b] = sum;
        x[b * down.size + a] = exchange * sum;
      }
    }
    return x;
  }
}
