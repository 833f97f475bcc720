/** Lets waiting events (a cancel message, a timer, a signal) run before the work goes on. */
export interface MacrotaskYielder {
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
  const { setImmediate } = globalThis as NodeGlobals;
  if (setImmediate !== undefined) {
    return { next: () => new Promise((resolve) => void setImmediate(resolve)), close: () => undefined };
  }
  const channel = new MessageChannel();
  let resume: (() => void) | null = null;
  channel.port1.onmessage = () => resume?.();
  return {
    next: () =>
      new Promise((resolve) => {
        resume = resolve;
        channel.port2.postMessage(null);
      }),
    close: () => channel.port1.close(),
  };
}
