import * as fakeIndexedDb from "fake-indexeddb";
import { expect, test } from "vitest";
import { createMessageStore } from "../../src/state/messages.ts";
import { TrainingKeeper } from "../../src/state/training-keeper.ts";
import { type KeptTraining, openTrainingShelf, type TrainingShelf } from "../../src/state/training-shelf.ts";

/** As much of a training as the keeper looks at. */
function training(step: number): Omit<KeptTraining, "version"> {
  const snapshot = {
    meta: { optimiserSteps: step },
    arrays: { w: { shape: [2], data: Float64Array.of(step, 1) } },
  };
  return { job: {}, snapshot, end: null } as unknown as Omit<KeptTraining, "version">;
}

Object.assign(globalThis, fakeIndexedDb, { indexedDB: new fakeIndexedDb.IDBFactory() });

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test("what is kept in IndexedDB comes back in another visit, arrays and all", async () => {
  const messages = createMessageStore(() => undefined);
  const first = new TrainingKeeper(openTrainingShelf, messages, "1");
  expect(await first.restore()).toBeNull();
  first.keep(training(10));
  first.keep(training(20));
  first.keep(training(30));
  const second = new TrainingKeeper(openTrainingShelf, messages, "1");
  await expect.poll(async () => (await second.restore())?.snapshot.meta.optimiserSteps).toBe(30);
  const kept = await second.restore();
  expect(kept?.snapshot.arrays["w"]?.data).toEqual(Float64Array.of(30, 1));
  expect(messages.getState()).toEqual([]);
});

test("of what comes while a write is going on only the last is written", async () => {
  const written: number[] = [];
  const gate: { open: (() => void) | null } = { open: null };
  const shelf: TrainingShelf = {
    read: () => Promise.resolve(null),
    write: (kept) =>
      new Promise((resolve) => {
        written.push(kept.snapshot.meta.optimiserSteps);
        gate.open = resolve;
      }),
  };
  const keeper = new TrainingKeeper(
    () => Promise.resolve(shelf),
    createMessageStore(() => undefined),
    "1",
  );
  keeper.keep(training(1));
  await turn();
  keeper.keep(training(2));
  keeper.keep(training(3));
  gate.open?.();
  await turn();
  expect(written).toEqual([1, 3]);
});

test("where nothing can be kept, that is said once there is something to lose, and once", async () => {
  const messages = createMessageStore(() => undefined);
  const keeper = new TrainingKeeper(() => Promise.reject(new Error("no storage")), messages, "1");
  expect(await keeper.restore()).toBeNull();
  expect(messages.getState()).toEqual([]);
  keeper.keep(training(1));
  await turn();
  keeper.keep(training(2));
  await turn();
  expect(messages.getState()).toMatchObject([
    { kind: "error", detail: expect.stringContaining("no storage") },
  ]);
});

test("a shelf that is full is said once, and does not stop later writes", async () => {
  const messages = createMessageStore(() => undefined);
  let tries = 0;
  const shelf: TrainingShelf = {
    read: () => Promise.resolve(null),
    write: () => (++tries < 3 ? Promise.reject(new Error("quota")) : Promise.resolve()),
  };
  const keeper = new TrainingKeeper(() => Promise.resolve(shelf), messages, "1");
  for (let k = 1; k <= 3; k++) {
    keeper.keep(training(k));
    await turn();
  }
  expect(tries).toBe(3);
  expect(messages.getState()).toHaveLength(1);
});
