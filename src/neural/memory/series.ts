/** Rows of `size` reals at evenly spaced times, all trajectories one after the other: [trajectory][row][size]. */
export interface StateSeries {
  readonly states: Float64Array;
  readonly trajectories: number;
  /** Rows of each trajectory; the first is at the quench, t = 0. */
  readonly rows: number;
  readonly size: number;
  /** Time between rows, in 1/J. */
  readonly interval: number;
}
