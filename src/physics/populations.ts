import { type SpinBasis } from "./basis.ts";
import type { FockSpace, StateVector } from "./fock-space.ts";

/** Densities and double occupancies straight from the probabilities |Psi[a][b]|^2 of a state. */
export class Populations {
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** <n_up n_down> per site. */
  readonly doublons: Float64Array;
  private readonly row: Float64Array;
  private readonly columns: Float64Array;
  /** For every site the down states that occupy it. */
  private readonly occupying: readonly Int32Array[];

  constructor(private readonly space: FockSpace) {
    this.up = new Float64Array(space.sites);
    this.down = new Float64Array(space.sites);
    this.doublons = new Float64Array(space.sites);
    this.row = new Float64Array(space.down.size);
    this.columns = new Float64Array(space.down.size);
    this.occupying = Array.from({ length: space.sites }, (_, site) => statesWith(space.down, site));
  }

  /** Sets `up`, `down` and, when asked for, `doublons` to those of the state. */
  measure({ re, im }: StateVector, withDoublons: boolean): void {
    const { up, down, doublons, row, columns, occupying } = this;
    const { sites } = this.space;
    const { states, size } = this.space.up;
    for (const array of [up, doublons, columns]) array.fill(0);
    for (let a = 0, p = 0; a < size; a++) {
      let sum = 0;
      for (let b = 0; b < row.length; b++, p++) {
        row[b] = re[p] * re[p] + im[p] * im[p];
        columns[b] += row[b];
        sum += row[b];
      }
      for (let i = 0; i < sites; i++) {
        if ((states[a] & (1 << i)) === 0) continue;
        up[i] += sum;
        if (withDoublons) doublons[i] += sumOf(row, occupying[i]);
      }
    }
    for (let i = 0; i < sites; i++) down[i] = sumOf(columns, occupying[i]);
  }
}

function statesWith({ states }: SpinBasis, site: number): Int32Array {
  const ranks: number[] = [];
  states.forEach((bits, rank) => {
    if ((bits & (1 << site)) !== 0) ranks.push(rank);
  });
  return Int32Array.from(ranks);
}

function sumOf(values: Float64Array, indices: Int32Array): number {
  let sum = 0;
  for (let k = 0; k < indices.length; k++) sum += values[indices[k]];
  return sum;
}
