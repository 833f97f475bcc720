import { EXIT } from "./exit-status.ts";

/** Signals within this time of the first are its echo: npm passes on what the terminal sends to all, ms. */
const ECHO = 1000;

/**
 * Calls `stop` at Ctrl-C (SIGINT) or SIGTERM. A second signal, later, ends the process at once.
 * @returns what to call when it is no longer needed
 */
export function onInterrupt(stop: () => void): () => void {
  let first: number | null = null;
  const interrupt = (): void => {
    if (first !== null && performance.now() - first > ECHO) process.exit(EXIT.cancelled);
    first ??= performance.now();
    stop();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const name of signals) process.on(name, interrupt);
  return () => {
    for (const name of signals) process.off(name, interrupt);
  };
}
