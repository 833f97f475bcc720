import { HermitianEigensolver } from "../../src/linalg/hermitian.ts";

/**
 * A deliberately plain exact diagonalisation for tiny systems: dense Hamiltonian, dense eigenvectors,
 * operators applied one by one with their fermion signs (PHYSICS.md sections 1 and 2).
 */
export interface OracleState {
  readonly sites: number;
  readonly up: readonly number[];
  readonly down: readonly number[];
  /** Amplitudes Psi[a][b], row-major, complex interleaved. */
  readonly psi: Float64Array;
}

/** Bit strings with `count` of `sites` bits set, ascending. */
export function bitStrings(sites: number, count: number): number[] {
  return Array.from({ length: 2 ** sites }, (_, bits) => bits).filter((bits) => popCount(bits) === count);
}

function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** Result of an annihilator (or creator) on a bit string: the new string and its sign, or null. */
export function annihilate(bits: number, site: number): [number, number] | null {
  if ((bits & (1 << site)) === 0) return null;
  return [bits ^ (1 << site), popCount(bits & ((1 << site) - 1)) % 2 === 0 ? 1 : -1];
}

function create(bits: number, site: number): [number, number] | null {
  if ((bits & (1 << site)) !== 0) return null;
  return [bits | (1 << site), popCount(bits & ((1 << site) - 1)) % 2 === 0 ? 1 : -1];
}

/** Dense real Hamiltonian (complex interleaved storage) over the product basis. */
export function denseHamiltonian(
  sites: number,
  up: readonly number[],
  down: readonly number[],
  h: Float64Array,
  interaction: number,
): Float64Array {
  const size = up.length * down.length;
  const dense = new Float64Array(2 * size * size);
  const add = (row: number, column: number, value: number): void => {
    dense[2 * (row * size + column)] += value;
  };
  for (const [a, x] of up.entries()) {
    for (const [b, y] of down.entries()) {
      const column = a * down.length + b;
      add(column, column, interaction * popCount(x & y));
      for (let p = 0; p < sites; p++) {
        for (let q = 0; q < sites; q++) {
          const amplitude = h[p * sites + q];
          const movedUp = move(x, p, q);
          if (movedUp) add(up.indexOf(movedUp[0]) * down.length + b, column, amplitude * movedUp[1]);
          const movedDown = move(y, p, q);
          if (movedDown) add(a * down.length + down.indexOf(movedDown[0]), column, amplitude * movedDown[1]);
        }
      }
    }
  }
  return dense;
}

/** c+_p c_q on a bit string. */
function move(bits: number, p: number, q: number): [number, number] | null {
  const removed = annihilate(bits, q);
  const added = removed && create(removed[0], p);
  return removed && added ? [added[0], removed[1] * added[1]] : null;
}

/** Ground state of the dense Hamiltonian, real amplitudes in complex storage. */
export function denseGroundState(
  sites: number,
  electrons: { up: number; down: number },
  h: Float64Array,
  interaction: number,
): Float64Array {
  const up = bitStrings(sites, electrons.up);
  const down = bitStrings(sites, electrons.down);
  const size = up.length * down.length;
  const solver = new HermitianEigensolver(size);
  solver.eigen(denseHamiltonian(sites, up, down, h, interaction));
  return solver.vectors.slice(0, 2 * size);
}

/** A state and its evolution by short Taylor series with the Hamiltonian (h, interaction). */
export class ExactOracle {
  readonly up: number[];
  readonly down: number[];
  private readonly entries: { row: number; column: number; value: number }[] = [];

  constructor(
    readonly sites: number,
    electrons: { up: number; down: number },
    readonly initial: Float64Array,
    h: Float64Array,
    interaction: number,
  ) {
    this.up = bitStrings(sites, electrons.up);
    this.down = bitStrings(sites, electrons.down);
    const size = this.up.length * this.down.length;
    const dense = denseHamiltonian(sites, this.up, this.down, h, interaction);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const value = dense[2 * (row * size + column)];
        if (value !== 0) this.entries.push({ row, column, value });
      }
    }
  }

  at(time: number): OracleState {
    const steps = Math.max(1, Math.ceil(Math.abs(time) / 0.05));
    let psi = this.initial;
    for (let step = 0; step < steps; step++) psi = this.taylor(psi, time / steps);
    return { sites: this.sites, up: this.up, down: this.down, psi };
  }

  /** exp(-i H dt) psi */
  private taylor(psi: Float64Array, dt: number): Float64Array {
    const sum = psi.slice();
    let term = psi;
    for (let order = 1; order <= 20; order++) {
      const next = new Float64Array(psi.length);
      for (const { row, column, value } of this.entries) {
        next[2 * row] += (value * dt * term[2 * column + 1]) / order;
        next[2 * row + 1] -= (value * dt * term[2 * column]) / order;
      }
      for (let i = 0; i < sum.length; i++) sum[i] += next[i];
      term = next;
    }
    return sum;
  }
}

/**
 * <c+_{j1 s1} ... c+_{jp sp} c_{ip sp} ... c_{i1 s1}> for the spins given in order ("ud" gives Dab,
 * "uud" the three-particle block), as a flat row-major array [i1...ip; j1...jp], complex interleaved.
 * Up operators stand left of down operators, so only the signs within a spin matter.
 */
export function reducedDensityMatrix(state: OracleState, spins: string): Float64Array {
  const { sites, up, down, psi } = state;
  const rank = spins.length;
  const rows = sites ** rank;
  const columns = new Map<string, Float64Array>();
  for (let row = 0; row < rows; row++) {
    const indices = Array.from({ length: rank }, (_, p) => Math.floor(row / sites ** (rank - 1 - p)) % sites);
    for (const [a, x] of up.entries()) {
      for (const [b, y] of down.entries()) {
        const result = removeAll(x, y, indices, spins);
        if (result === null) continue;
        const key = `${result.x},${result.y}`;
        const column = columns.get(key) ?? new Float64Array(2 * rows);
        columns.set(key, column);
        column[2 * row] += result.sign * psi[2 * (a * down.length + b)];
        column[2 * row + 1] += result.sign * psi[2 * (a * down.length + b) + 1];
      }
    }
  }
  const matrix = new Float64Array(2 * rows * rows);
  for (const v of columns.values()) {
    for (let i = 0; i < rows; i++) {
      if (v[2 * i] === 0 && v[2 * i + 1] === 0) continue;
      for (let j = 0; j < rows; j++) {
        matrix[2 * (i * rows + j)] += v[2 * i] * v[2 * j] + v[2 * i + 1] * v[2 * j + 1];
        matrix[2 * (i * rows + j) + 1] += v[2 * i + 1] * v[2 * j] - v[2 * i] * v[2 * j + 1];
      }
    }
  }
  return matrix;
}

/** Applies c_{i1 s1} first, then c_{i2 s2} ...; the sign of passing the up string is common to all rows. */
function removeAll(
  x: number,
  y: number,
  indices: readonly number[],
  spins: string,
): { x: number; y: number; sign: number } | null {
  let sign = 1;
  let [up, down] = [x, y];
  for (const [p, site] of indices.entries()) {
    const removed = annihilate(spins[p] === "u" ? up : down, site);
    if (removed === null) return null;
    if (spins[p] === "u") up = removed[0];
    else down = removed[0];
    sign *= removed[1];
  }
  return { x: up, y: down, sign };
}
