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
 * Ground state of H by the Davidson method, with the gap from a second search in its orthogonal
 * complement. With equal spin numbers both exchange sectors are searched, which finds singlet-triplet
 * near-degeneracies exactly; of degenerate ground states the exchange-symmetric one is taken.
 */
export function* groundState(hamiltonian: Hamiltonian, space: FockSpace): Generator<void, GroundState> {
  const search = new Search(hamiltonian, space);
  const sectors: readonly Exchange[] = space.up === space.down ? [1, -1] : [0];
  const lowest: { exchange: Exchange; pair: Eigenpair }[] = [];
  for (const exchange of sectors) {
    const pair = yield* search.lowest(exchange, null, search.tight);
    if (pair !== null) lowest.push({ exchange, pair });
  }
  lowest.sort((p, q) => p.pair.value - q.pair.value);
  if (lowest.length === 2 && lowest[0].exchange === -1 && search.close(lowest[0].pair, lowest[1].pair)) {
    lowest.reverse();
  }
  const { exchange, pair } = lowest[0];
  const next = yield* search.lowest(exchange, pair, search.loose);
  const above = [next, lowest[1]?.pair ?? null].map((p) => (p === null ? Number.POSITIVE_INFINITY : p.value));
  const gap = Math.min(...above) - pair.value;
  return {
    psi: pair.vector,
    exchange,
    energy: pair.value,
    gap: gap < search.degenerate ? 0 : gap,
    residual: pair.residual,
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
    this.loose = 1e-7 * Math.max(1, this.spread);
    this.degenerate = Math.max(1e-10, DEGENERATE * this.spread);
    this.capacity = Math.max(6, Math.min(16, Math.floor(STORED_VALUES / hamiltonian.dimension)));
  }

  lowest(exchange: Exchange, locked: Eigenpair | null, tolerance: number): Generator<void, Eigenpair | null> {
    const options: DavidsonOptions = {
      tolerance,
      maxApplications: MAX_APPLICATIONS,
      capacity: this.capacity,
    };
    const { hamiltonian } = this;
    const operator = {
      diagonal: hamiltonian.diagonal,
      apply: (x: Float64Array, out: Float64Array) => hamiltonian.apply(x, exchange, null, out),
    };
    return lowestEigenpair(
      operator,
      this.startVector(exchange),
      locked === null ? [] : [locked.vector],
      options,
    );
  }

  close(p: Eigenpair, q: Eigenpair): boolean {
    return Math.abs(p.value - q.value) < this.degenerate;
  }

  /** Reproducible random amplitudes, larger where the diagonal energy is low, with the given symmetry. */
  private startVector(exchange: Exchange): Float64Array {
    const { up, down } = this.space;
    const { diagonal } = this.hamiltonian;
    const random = uniformStream(1);
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
