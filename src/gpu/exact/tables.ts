import { assert } from "../../base/errors.ts";
import type { FockSpace } from "../../physics/fock-space.ts";
import { hoppingTable, potentialEnergies, type SparseRows } from "../../physics/hopping.ts";
import {
  pairTransitions,
  singleTransitions,
  sitePairs,
  type TransitionTable,
} from "../../physics/transitions.ts";

/** Ranks that fit a packed table entry (shaders/common/packed.wgsl). */
const MAX_RANKS = 1 << 15;

/** The tables of one Fock space as the kernels of shaders/exact read them. */
export interface ExactTables {
  /**
   * Occupations and hops: bit strings of the up, then of the down basis; offsets of the up hops (up + 1),
   * of the down hops (down + 1); the hops. Offsets count words from the start.
   */
  readonly basis: Uint32Array<ArrayBuffer>;
  /** Trap weight of the occupied sites of every up, then every down state. */
  readonly trapWeights: Float32Array<ArrayBuffer>;
  /** Magnitude of every hop, in units of energy. */
  readonly hopping: number;
  /** Transition tables of up singles, up pairs and down singles: offsets (sets^2 + 1), then entries. */
  readonly transitions: Uint32Array<ArrayBuffer>;
  /** Starts of the second and third table in `transitions`. */
  readonly upPairs: number;
  readonly downSingles: number;
  /** Sites i1 < i2 of every pair, in the order of the pair table. */
  readonly pairs: Uint32Array<ArrayBuffer>;
}

/**
 * Packs the tables of a Fock space.
 * @param oneBody one-body matrix (sites x sites) of a unit trap, whose off-diagonal elements have one magnitude
 */
export function packTables(space: FockSpace, oneBody: Float64Array): ExactTables {
  assert(Math.max(space.up.size, space.down.size) <= MAX_RANKS, "the basis of one spin is too large to pack");
  const hops = [space.up, space.down].map((basis) => hoppingTable(basis, oneBody));
  const tables = [singleTransitions(space.up), pairTransitions(space.up), singleTransitions(space.down)];
  const transitions: number[] = [];
  const starts = tables.map((table) => {
    const start = transitions.length;
    transitions.push(...packTransitions(table, start));
    return start;
  });
  return {
    basis: packBasis(space, hops),
    trapWeights: Float32Array.of(
      ...potentialEnergies(space.up, oneBody),
      ...potentialEnergies(space.down, oneBody),
    ),
    hopping: commonMagnitude(hops),
    transitions: Uint32Array.from(transitions),
    upPairs: starts[1],
    downSingles: starts[2],
    pairs: Uint32Array.from(sitePairs(space.sites).flat()),
  };
}

function packBasis({ up, down }: FockSpace, hops: readonly SparseRows[]): Uint32Array<ArrayBuffer> {
  const words = [...up.states, ...down.states];
  let offset = 2 * (up.size + down.size + 1);
  for (const { start } of hops) {
    for (const entry of start) words.push(offset + entry);
    offset += start[start.length - 1];
  }
  for (const { column, value } of hops) {
    column.forEach((source, p) => void words.push(packEntry(source, 0, value[p])));
  }
  return Uint32Array.from(words);
}

function packTransitions({ start, ket, bra, sign }: TransitionTable, at: number): number[] {
  const words = Array.from(start, (entry) => at + start.length + entry);
  sign.forEach((value, t) => void words.push(packEntry(ket[t], bra[t], value)));
  return words;
}

function packEntry(ket: number, bra: number, sign: number): number {
  return (ket | (bra << 15) | (sign < 0 ? 1 << 31 : 0)) >>> 0;
}

function commonMagnitude(hops: readonly SparseRows[]): number {
  const values = hops.flatMap(({ value }) => Array.from(value, Math.abs));
  const magnitude = values[0] ?? 0;
  assert(
    values.every((value) => value === magnitude),
    "hops of different magnitude cannot be packed",
  );
  return magnitude;
}
