import { addScaled } from "../linalg/vectors.ts";

/** Points of the polynomial that gives states between rows. */
const POINTS = 8;
/** Times this close to a row, in rows, are that row. */
const ON_ROW = 1e-6;

/**
 * out = the state at time `position`, in rows: of the row there, or of a polynomial through the rows around.
 *
 * @param readRow writes row number m
 * @param rows how many there are; there may be no end to them
 */
export function stateBetween(
  readRow: (m: number, out: Float64Array) => void,
  rows: number,
  position: number,
  out: Float64Array,
): void {
  const nearest = Math.round(position);
  if (Math.abs(position - nearest) < ON_ROW) {
    readRow(nearest, out);
    return;
  }
  const points = Math.min(POINTS, rows);
  const first = Math.min(Math.max(0, Math.floor(position) - Math.floor(points / 2) + 1), rows - points);
  const row = new Float64Array(out.length);
  out.fill(0);
  for (let k = 0; k < points; k++) {
    readRow(first + k, row);
    addScaled(row, lagrangeWeight(position - first, k, points), out);
  }
}

/** Weight of node k at x in the polynomial through the nodes 0 ... points - 1. */
function lagrangeWeight(x: number, k: number, points: number): number {
  let weight = 1;
  for (let j = 0; j < points; j++) if (j !== k) weight *= (x - j) / (k - j);
  return weight;
}
