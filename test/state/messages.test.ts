import { expect, test } from "vitest";
import { createMessageStore } from "../../src/state/messages.ts";

test("informations leave by themselves, errors stay until dismissed", () => {
  const timers: (() => void)[] = [];
  const messages = createMessageStore((_, callback) => void timers.push(callback));
  messages.info("Link copied");
  messages.error("The file was not opened.", "schema: found nothing");
  expect(messages.getState().map(({ kind }) => kind)).toEqual(["info", "error"]);
  for (const timer of timers) timer();
  expect(messages.getState().map(({ kind }) => kind)).toEqual(["error"]);
  messages.dismiss(messages.getState()[0]?.id ?? -1);
  expect(messages.getState()).toEqual([]);
});

test("only the newest few are kept", () => {
  const messages = createMessageStore(() => undefined);
  for (let n = 1; n <= 6; n++) messages.error(`problem ${n}`, "");
  expect(messages.getState().map(({ title }) => title)).toEqual(["problem 4", "problem 5", "problem 6"]);
});
