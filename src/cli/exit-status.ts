/** Exit status of the headless commands. */
export const EXIT = {
  done: 0,
  /** Bad input: nothing was written. */
  badInput: 1,
  /** A run diverged or failed: what is good was written. */
  diverged: 2,
  /** Interrupted: what was there was written, marked cancelled. */
  cancelled: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
