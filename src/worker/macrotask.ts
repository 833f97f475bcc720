/** Longest stretch of work between two macrotasks, ms. */
const WORK = 12;

/** Lets waiting events (a cancel message, a timer, a signal) run before the work goes on. */
export interface MacrotaskYielder {
  /** Whether the work since the last pause has lasted long enough for another. */
  due(): boolean;
  next(): Promise<void>;
  close(): void;
}

interface NodeGlobals {
  readonly setImmediate?: (callback: () => void) => unknown;
}

/**
 * Node has `setImmediate`; its MessagePort may deliver up to 1000 messages in one turn of the event loop,
 * which would starve timers and signals. Browsers have no `setImmediate`, and a MessageChannel avoids the
 * 4 ms clamp of nested `setTimeout`.
 */
export function createYielder(): MacrotaskYielder {
  const { pause, close } = createPause();
  let resumed = performance.now();
  return {
    due: () => performance.now() - resumed >= WORK,
    next: async () => {
      await pause();
      resumed = performance.now();
    },
    close,
  };
}

function createPause(): { pause: () => Promise<void>; close: () => void } {
  const { setImmediate } = globalThis as NodeGlobals;
  if (setImmediate !== undefined) {
    return { pause: () => new Promise((resolve) => void setImmediate(resolve)), close: () => undefined };
  }
  const channel = new MessageChannel();
  let resume: (() => void) | null = null;
  channel.port1.onmessage = () => resume?.();
  return {
    pause: () =>
      new Promise((resolve) => {
        resume = resolve;
        channel.port2.postMessage(null);
      }),
    close: () => channel.port1.close(),
  };
}

/** Runs steps to their end while the thread stays responsive; null when the signal stopped them. */
export async function drive<T>(
  steps: Generator<void, T>,
  yielder: MacrotaskYielder,
  signal: AbortSignal,
): Promise<T | null> {
  for (;;) {
    if (signal.aborted) return null;
    const step = steps.next();
    if (step.done === true) return step.value;
    if (yielder.due()) await yielder.next();
  }
}
