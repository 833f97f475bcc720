import { useEffect, useState } from "react";

/** Counts up to `total`, one per task: heavy children mount one after the other instead of in one long task. */
export function useGradual(total: number): number {
  const [count, setCount] = useState(1);
  useEffect(() => {
    if (count >= total) return;
    const timer = setTimeout(() => setCount(count + 1), 0);
    return () => clearTimeout(timer);
  }, [count, total]);
  return count;
}
