import { setPairNumber, type TransitionTable } from "./transitions.ts";

/**
 * The transitions (I, J), I <= J, of a table, sorted by the two states they connect (low <= high). Those
 * of group g are start[g] ... start[g + 1]: each adds `sign` times what belongs to <high|...|low>, or the
 * adjoint of it, to block number `block`.
 */
export interface TransitionGroups {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly start: Int32Array;
  readonly block: Int32Array;
  readonly sign: Float64Array;
  readonly adjoint: Uint8Array;
}

interface Entry {
  readonly key: number;
  readonly block: number;
  readonly sign: number;
  readonly adjoint: boolean;
}

/** Groups the transitions of a table over `size` states. */
export function groupTransitions(table: TransitionTable, size: number): TransitionGroups {
  const entries = canonicalEntries(table, size).sort((x, y) => x.key - y.key || x.block - y.block);
  const keys: number[] = [];
  const start: number[] = [];
  entries.forEach(({ key }, t) => {
    if (t > 0 && key === entries[t - 1].key) return;
    keys.push(key);
    start.push(t);
  });
  start.push(entries.length);
  return {
    low: Int32Array.from(keys, (key) => Math.floor(key / size)),
    high: Int32Array.from(keys, (key) => key % size),
    start: Int32Array.from(start),
    block: Int32Array.from(entries, ({ block }) => block),
    sign: Float64Array.from(entries, ({ sign }) => sign),
    adjoint: Uint8Array.from(entries, ({ adjoint }) => Number(adjoint)),
  };
}

function canonicalEntries({ sets, start, ket, bra, sign }: TransitionTable, size: number): Entry[] {
  const entries: Entry[] = [];
  for (let p = 0; p < sets; p++) {
    for (let q = p; q < sets; q++) {
      const element = p * sets + q;
      const block = setPairNumber(p, q, sets);
      for (let t = start[element]; t < start[element + 1]; t++) {
        const [low, high] = ket[t] <= bra[t] ? [ket[t], bra[t]] : [bra[t], ket[t]];
        entries.push({ key: low * size + high, block, sign: sign[t], adjoint: ket[t] > bra[t] });
      }
    }
  }
  return entries;
}
