/**
 * The windows of a step fall into groups, a power of two whose number depends only on the request, never on the
 * threads. The gradients of the groups are summed in pairs, pairs of pairs and so on: a thread that computes
 * 2^k neighbouring groups sends one sum, and every number of threads gives the same bits.
 */
export interface Groups {
  readonly windows: number;
  readonly count: number;
}

/** Most groups for speed, so most threads; fewer where a group would have too few rows to be worth a sum. */
export const MOST_GROUPS = 8;
const LEAST_ROWS = 32;
/** Bytes of the tape of one group, beyond which there are more of them. */
const LARGEST = 1 << 26;

export function groupsOf(windows: number, evaluations: number, rowBytes: number): Groups {
  const allowed = Math.min(windows, MOST_GROUPS, Math.floor((windows * evaluations) / LEAST_ROWS));
  let count = 1;
  while (2 * count <= allowed) count *= 2;
  while (2 * count <= windows && windows * evaluations * rowBytes > count * LARGEST) count *= 2;
  return { windows, count };
}

/** The first window of a group; that of the group after the last is the number of windows. */
export function firstWindow({ windows, count }: Groups, group: number): number {
  return Math.floor((group * windows) / count);
}
