import { EXIT } from "./exit-status.ts";

/** Signals within this time of the first are its echo: npm passes on what the terminal sends to all, ms. */
const ECHO = 1000;

/**
 * Calls `stop` at Ctrl-C (SIGINT) or SIGTERM, up to the end of the process: echoes still come while what is
 * there is being written. A second signal, later, ends the process at once.
 */
export function onInterrupt(stop: () => void): void {
  let first: number | null = null;
  const interrupt = (): void => {
    if (first !== null && performance.now() - first > ECHO) process.exit(EXIT.cancelled);
    first ??= performance.now();
    stop();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
}
