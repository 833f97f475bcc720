let last = 0;

/** A number for a result set, unique in this program. */
export function newResultId(): number {
  last += 1;
  return last;
}
