/** Longest stretch of work between two pauses, ms. */
const STRETCH = 8;

/**
 * Runs a stepwise computation to its end, pausing only when enough time has passed since the last pause.
 *
 * @param event what to hand out at a pause, from what the computation yielded last
 */
export function* paced<S, E, T>(steps: Generator<S, T, void>, event: (step: S) => E): Generator<E, T, void> {
  let since = Date.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (Date.now() - since < STRETCH) continue;
    yield event(step.value);
    since = Date.now();
  }
}
