import { expect, test } from "vitest";
import { defaultConfig } from "../../src/protocol/config.ts";
import { withQuench } from "../../src/state/config-edits.ts";
import { createConfigStore } from "../../src/state/config-store.ts";
import { type Page, readLink, syncLink } from "../../src/state/link-sync.ts";
import { createMessageStore } from "../../src/state/messages.ts";

/** As much of a window as the link needs. */
function fakePage(hash: string): Page & { visit(hash: string): void } {
  const listeners = new Set<() => void>();
  const location = { hash, pathname: "/app/", search: "" };
  return {
    location,
    history: {
      replaceState: (_data, _title, url) => {
        location.hash = url.startsWith("#") ? url : "";
      },
    },
    addEventListener: (_type, listener) => listeners.add(listener),
    removeEventListener: (_type, listener) => listeners.delete(listener),
    visit(next) {
      location.hash = next;
      for (const listener of listeners) listener();
    },
  };
}

function setUp(hash = "") {
  const page = fakePage(hash);
  const messages = createMessageStore(() => undefined);
  const configs = createConfigStore(defaultConfig());
  const stop = syncLink(configs, messages, page);
  const setU = (interaction: number) => configs.edit((config) => withQuench(config, { interaction }));
  const u = () => configs.getState().config.quench.interaction;
  return { page, messages, configs, stop, setU, u };
}

test("the address follows the config, but not every step of a drag", () => {
  const { page, configs, setU } = setUp();
  setU(2);
  expect(page.location.hash).toBe("#v1&U=2");
  configs.beginGesture();
  setU(3);
  expect(page.location.hash).toBe("#v1&U=2");
  configs.endGesture();
  expect(page.location.hash).toBe("#v1&U=3");
  configs.undo();
  configs.undo();
  expect(page.location.hash).toBe("");
});

test("a link pasted into the address bar is read, and can be undone", () => {
  const { page, configs, u } = setUp();
  page.visit("#v1&U=5");
  expect(u()).toBe(5);
  configs.undo();
  expect(u()).toBe(1);
});

test("a bad link changes nothing and says so", () => {
  const { page, messages, u } = setUp();
  page.visit("#v1&U=many");
  expect(u()).toBe(1);
  expect(messages.getState()).toMatchObject([
    { kind: "error", detail: expect.stringContaining("quench.interaction") },
  ]);
});

test("at the start a bad link leaves the default", () => {
  const messages = createMessageStore(() => undefined);
  expect(readLink("#nonsense", messages, "The default is shown.")).toBeNull();
  expect(messages.getState()[0]?.title).toContain("The default is shown.");
  expect(readLink("", messages, "")).toBeNull();
  expect(messages.getState()).toHaveLength(1);
});

test("after it is stopped, nothing follows any more", () => {
  const { page, stop, setU, u } = setUp();
  stop();
  setU(2);
  expect(page.location.hash).toBe("");
  page.visit("#v1&U=5");
  expect(u()).toBe(2);
});
