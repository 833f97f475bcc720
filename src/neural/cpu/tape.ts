import type { FieldShape } from "../types.ts";
import { BLOCK, LINE, type Matrix, panelsOf } from "./matrix.ts";
import type { KernelMemory } from "./memory.ts";

/**
 * One array of a tape: for each window (a start and what follows from it) one row per evaluation of the field,
 * the rows of a window one after the other, so that all windows of an evaluation are a matrix, and all
 * evaluations of some windows too.
 */
export interface TapeArray {
  readonly base: number;
  readonly panelStep: number;
  readonly panels: number;
  readonly windows: number;
  readonly evaluations: number;
}

/** What the evaluations of a step leave for their adjoint and for the gradient of the parameters. */
export interface Tape {
  readonly inputs: TapeArray;
  /** Cotangents of the field. */
  readonly cotangents: TapeArray;
  /** Per hidden layer: what it puts out. */
  readonly hidden: readonly TapeArray[];
  /** Per hidden layer: derivative of the activation; after the adjoint the cotangent of what enters it. */
  readonly slopes: readonly TapeArray[];
}

/** Windows in a batch of `windows`, filled up to whole blocks. */
export function paddedWindows(windows: number): number {
  return Math.ceil(windows / BLOCK) * BLOCK;
}

/** Bytes of a tape per row. */
export function tapeBytes({ size, hidden }: FieldShape): number {
  const panels = 2 * panelsOf(size) + hidden.reduce((sum, width) => sum + 2 * panelsOf(width), 0);
  return panels * LINE;
}

export function allocateTape(
  memory: KernelMemory,
  { size, hidden }: FieldShape,
  windows: number,
  evaluations: number,
): Tape {
  // A panel step of 32 (2 mod 4) bytes puts the panels of a row into different sets of the cache.
  const lines = windows * evaluations;
  const spread = lines + ((6 - (lines % 4)) % 4);
  const array = (width: number): TapeArray => {
    const panels = panelsOf(width);
    const base = memory.allocateLines(spread * panels);
    return { base, panelStep: spread * LINE, panels, windows, evaluations };
  };
  return {
    inputs: array(size),
    cotangents: array(size),
    hidden: hidden.map(array),
    slopes: hidden.map(array),
  };
}

/** One evaluation of all windows. */
export function evaluationOf(array: TapeArray, evaluation: number): Matrix {
  const { base, panelStep, panels, windows, evaluations } = array;
  return {
    base: base + evaluation * LINE,
    rowStep: evaluations * LINE,
    panelStep,
    rows: windows,
    panels,
  };
}

/** All evaluations of `count` windows from the `first`. */
export function windowsOf(array: TapeArray, first: number, count: number): Matrix {
  const { base, panelStep, panels, evaluations } = array;
  return {
    base: base + first * evaluations * LINE,
    rowStep: LINE,
    panelStep,
    rows: count * evaluations,
    panels,
  };
}
