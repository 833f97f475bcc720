import { paced } from "../base/steps.ts";
import type { MethodEvent } from "./types.ts";

/** Longest stretch of work between two pauses, ms. */
const STRETCH = 8;

/** Tells when a time loop should pause. */
export class Pacer {
  private since = Date.now();

  /** Whether enough time has passed since the last pause; if so, the next stretch begins. */
  due(): boolean {
    if (Date.now() - this.since < STRETCH) return false;
    this.since = Date.now();
    return true;
  }
}

/** Runs the preparation of the initial state to its end, reporting that phase at every pause. */
export function prepare<T>(steps: Generator<void, T, void>): Generator<MethodEvent, T, void> {
  return paced(steps, () => ({ kind: "progress", phase: "ground-state", fraction: 0 }) as const);
}
