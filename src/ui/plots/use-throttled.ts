import { useEffect, useRef, useState } from "react";

/** A value that follows `value` at most every `interval` ms: at once after a pause, and never missing the last. */
export function useThrottled(value: number, interval: number): number {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef(0);

  useEffect(() => {
    newest.current = value;
    if (timer.current !== 0 || value === shown) return;
    const wait = changedAt.current + interval - performance.now();
    timer.current = window.setTimeout(
      () => {
        timer.current = 0;
        changedAt.current = performance.now();
        setShown(newest.current);
      },
      Math.max(0, wait),
    );
  }, [value, shown, interval]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = 0;
    },
    [],
  );

  return shown;
}
