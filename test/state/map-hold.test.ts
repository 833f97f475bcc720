import { expect, test } from "vitest";
import { holdByLock, type MapHold } from "../../src/state/map-hold.ts";

/** The locks of one browser, as far as `ifAvailable` goes. */
function fakeLocks(): Pick<LockManager, "request"> {
  const held = new Set<string>();
  const request = async (
    name: string,
    { ifAvailable }: LockOptions,
    callback: (lock: Lock | null) => Promise<unknown>,
  ): Promise<unknown> => {
    if (ifAvailable !== true) throw new Error("only what is free is asked for");
    if (held.has(name)) return callback(null);
    held.add(name);
    try {
      return await callback({ name, mode: "exclusive" });
    } finally {
      held.delete(name);
    }
  };
  return { request: request as LockManager["request"] };
}

/** Work that lasts until it is told to end. */
function work() {
  let end: () => void = () => undefined;
  let begun = 0;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async (): Promise<void> => {
    begun += 1;
    await ended;
  };
  return { run, end: () => end(), begun: () => begun };
}

test("one tab at a time works on a map; others do on other maps", async () => {
  const locks = fakeLocks();
  const [first, second]: MapHold[] = [holdByLock(locks), holdByLock(locks)];
  const [here, there] = [work(), work()];
  const held = first("a", here.run);
  await Promise.resolve();
  expect(await second("a", there.run)).toBe(false);
  expect(there.begun()).toBe(0);
  there.end();
  expect(await second("b", there.run)).toBe(true);
  here.end();
  expect(await held).toBe(true);
  expect(await second("a", there.run)).toBe(true);
  expect([here.begun(), there.begun()]).toEqual([1, 2]);
});

test("the same tab waits for its own work on a map", async () => {
  const hold = holdByLock(fakeLocks());
  const [paused, resumed] = [work(), work()];
  const before = hold("a", paused.run);
  const after = hold("a", resumed.run);
  await Promise.resolve();
  await Promise.resolve();
  expect(resumed.begun()).toBe(0);
  paused.end();
  resumed.end();
  expect([await before, await after]).toEqual([true, true]);
  expect(resumed.begun()).toBe(1);
});

test("without locks everything is held", async () => {
  const hold = holdByLock(undefined);
  const one = work();
  one.end();
  expect(await hold("a", one.run)).toBe(true);
});
