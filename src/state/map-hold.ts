/** Does what only one tab may do with a kept map at a time; resolves to whether no other one is at it. */
export type MapHold = (id: string, work: () => Promise<void>) => Promise<boolean>;

/** Where nobody else can be. */
export const holdAlone: MapHold = async (_, work) => {
  await work();
  return true;
};

/**
 * By the Web Locks of the browser, which end with the tab; without them, as in insecure contexts, tabs do not know of
 * each other. Work on the same map by this tab waits for the work before it.
 */
export function holdByLock(locks: Pick<LockManager, "request"> | undefined): MapHold {
  if (locks === undefined) return holdAlone;
  const own = new Map<string, Promise<boolean>>();
  return (id, work) => {
    const ask = () =>
      locks.request(`cumulant-explorer map ${id}`, { ifAvailable: true }, async (lock) => {
        if (lock !== null) await work();
        return lock !== null;
      });
    const held = (own.get(id) ?? Promise.resolve()).then(ask, ask);
    own.set(id, held);
    return held;
  };
}
