import { useEffect, useState } from "react";

/** Longest piece of work between two pauses, in ms. */
const PIECE = 10;

/**
 * The result of a stepwise computation on the page's own thread, in pieces that leave it free; until a new one is done,
 * the one before it.
 * @param start a stable function, a new one for a new computation
 */
export function useSteps<T>(start: () => Generator<void, T, void>): { result: T | null; busy: boolean } {
  const [done, setDone] = useState<{ readonly of: typeof start; readonly result: T } | null>(null);
  useEffect(() => {
    const steps = start();
    let timer = 0;
    const work = () => {
      const until = performance.now() + PIECE;
      while (performance.now() < until) {
        const step = steps.next();
        if (step.done === true) return setDone({ of: start, result: step.value });
      }
      timer = window.setTimeout(work, 0);
    };
    timer = window.setTimeout(work, 0);
    return () => clearTimeout(timer);
  }, [start]);
  return { result: done?.result ?? null, busy: done?.of !== start };
}
