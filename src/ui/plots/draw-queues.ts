import { DrawQueue } from "../../view/scheduler.ts";

/** Shortest time between two drawings of one plot while samples stream in, in ms. */
const LIVE_INTERVAL = 150;

/** Live drawing: one plot per task. */
export const liveQueue = new DrawQueue(
  { now: () => performance.now(), defer: (callback, delay) => setTimeout(callback, delay) },
  LIVE_INTERVAL,
);

/** How long nothing must change before plotly draws, in ms. */
const SETTLE_DELAY = 250;

/** Final drawing by plotly: one plot per idle period, once nothing has changed for a while. */
export const settledQueue = new DrawQueue(
  {
    now: () => performance.now(),
    defer: (callback, delay) => {
      setTimeout(() => whenIdle(callback), Math.max(delay, SETTLE_DELAY));
    },
  },
  0,
);

/** Resolves in a later task, when the page has nothing else to do. */
export function nextIdlePeriod(): Promise<void> {
  return new Promise((resolve) => whenIdle(() => resolve()));
}

function whenIdle(callback: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(callback, { timeout: 2000 });
  else setTimeout(callback, 0);
}
