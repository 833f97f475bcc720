import { RitzSpace, type SymmetricOperator } from "./ritz.ts";

export interface Eigenpair {
  readonly value: number;
  /** Unit norm. */
  readonly vector: Float64Array;
  /** |H x - value x| */
  readonly residual: number;
  readonly applications: number;
}

export interface DavidsonOptions {
  /** Residual at which to stop. */
  readonly tolerance: number;
  readonly maxApplications: number;
  /** Largest number of basis vectors (at least 2); twice as many vectors are stored. */
  readonly capacity: number;
}

/** Smallest denominator of the preconditioner, as a share of the spread of the diagonal. */
const FLOOR = 0.01;

/**
 * Lowest eigenpair of H in the orthogonal complement of the `locked` eigenvectors, by the Davidson method
 * (J. Comput. Phys. 17, 87): Rayleigh-Ritz in a fully re-orthogonalised basis that grows by the residual
 * divided by (diagonal - value), with thick restarts. Where the diagonal is constant this is
 * thick-restart Lanczos; a varying one (trap, interaction) makes it converge several times faster.
 *
 * @param start any vector with a component along the wanted one; symmetries it has are kept
 * @returns null when nothing of `start` is left outside `locked`
 */
export function* lowestEigenpair(
  operator: SymmetricOperator,
  start: Float64Array,
  locked: readonly Float64Array[],
  options: DavidsonOptions,
): Generator<void, Eigenpair | null> {
  const space = new RitzSpace(operator, locked, options.capacity);
  const next = Float64Array.from(start);
  if (!(yield* space.extend(next))) return null;
  for (;;) {
    yield;
    const residual = space.solve(next);
    const stop = residual <= options.tolerance || space.applications >= options.maxApplications;
    if (!stop) {
      yield;
      space.restartWhenFull();
      precondition(next, operator.diagonal, space.value);
      yield;
      if (yield* space.extend(next)) continue;
    }
    return { value: space.value, vector: space.vector(), residual, applications: space.applications };
  }
}

function precondition(residual: Float64Array, diagonal: Float64Array, value: number): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < diagonal.length; i++) {
    if (diagonal[i] < low) low = diagonal[i];
    if (diagonal[i] > high) high = diagonal[i];
  }
  if (low === high) return;
  const floor = FLOOR * (high - low);
  for (let i = 0; i < residual.length; i++) residual[i] /= Math.max(diagonal[i] - value, floor);
}
