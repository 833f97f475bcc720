/**
 * A float32 matrix in the memory of the kernels, in panels of 8 columns: element (row, column) lies at
 * base + (column >> 3) panelStep + row rowStep + 4 (column & 7) bytes. Columns beyond the last are 0.
 */
export interface Matrix {
  readonly base: number;
  readonly rowStep: number;
  readonly panelStep: number;
  readonly rows: number;
  readonly panels: number;
}

/** Columns of a panel, and bytes of one of its rows. */
export const PANEL = 8;
export const LINE = 4 * PANEL;

/** Rows that the kernels multiply at once: batches are padded to a multiple of them. */
export const BLOCK = 4;

export function panelsOf(columns: number): number {
  return Math.ceil(columns / PANEL);
}

/** Row after row and panel after panel without gaps. */
export function dense(base: number, rows: number, panels: number): Matrix {
  return { base, rowStep: LINE, panelStep: rows * LINE, rows, panels };
}

export function bytesOf(rows: number, panels: number): number {
  return rows * panels * LINE;
}
