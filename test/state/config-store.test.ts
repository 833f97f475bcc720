import { expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { defaultConfig } from "../../src/protocol/config.ts";
import {
  td2rdm,
  withMethod,
  withMethodAdded,
  withoutMethod,
  withQuench,
} from "../../src/state/config-edits.ts";
import { createConfigStore } from "../../src/state/config-store.ts";

function setUp() {
  const configs = createConfigStore(defaultConfig());
  const u = () => configs.getState().config.quench.interaction;
  const setU = (interaction: number) => configs.edit((config) => withQuench(config, { interaction }));
  return { configs, u, setU };
}

test("undo and redo walk through single edits", () => {
  const { configs, u, setU } = setUp();
  setU(2);
  setU(3);
  configs.undo();
  expect(u()).toBe(2);
  configs.undo();
  expect(u()).toBe(1);
  configs.undo();
  expect(u()).toBe(1);
  configs.redo();
  configs.redo();
  configs.redo();
  expect(u()).toBe(3);
});

test("a new edit forgets what could be redone", () => {
  const { configs, u, setU } = setUp();
  setU(2);
  configs.undo();
  setU(5);
  configs.redo();
  expect(u()).toBe(5);
});

test("a drag is one step", () => {
  const { configs, u, setU } = setUp();
  configs.beginGesture();
  for (const value of [1.5, 2, 2.5, 3]) setU(value);
  configs.endGesture();
  expect(u()).toBe(3);
  expect(configs.getState().past).toHaveLength(1);
  configs.undo();
  expect(u()).toBe(1);
});

test("a drag that returns to its start, and an edit that changes nothing, leave no step", () => {
  const { configs, setU } = setUp();
  configs.beginGesture();
  setU(2);
  setU(1);
  configs.endGesture();
  setU(1);
  expect(configs.getState().past).toHaveLength(0);
});

test("undo during a drag ends the drag first", () => {
  const { configs, u, setU } = setUp();
  configs.beginGesture();
  setU(4);
  configs.undo();
  expect(u()).toBe(1);
  expect(configs.getState().gesture).toBe(false);
  configs.redo();
  expect(u()).toBe(4);
});

test("a refused edit says why and changes nothing", () => {
  const { configs, setU } = setUp();
  const before = configs.getState();
  const refused = setU(1e6);
  expect(refused).toBeInstanceOf(InputError);
  expect(refused?.path).toBe("quench.interaction");
  expect(configs.getState()).toBe(before);
});

test("what cannot fit is refused with the number, and the last good config stays", () => {
  const { configs } = setUp();
  const refused = configs.edit((config) => ({
    ...config,
    lattice: { kind: "chain", sites: 40, boundary: "open" },
    electrons: { up: 20, down: 20 },
  }));
  expect(refused?.message).toMatch(/amplitudes needs/);
  expect(configs.getState().config).toEqual(defaultConfig());
});

test("methods keep their ids when others come, go or change", () => {
  const { configs } = setUp();
  const ids = () => configs.getState().methodIds;
  const [exact, meanField, closure] = ids();
  configs.edit((config) => withMethodAdded(config, td2rdm("mazziotti")));
  const added = ids()[3];
  expect(ids()).toEqual([exact, meanField, closure, added]);
  configs.edit((config) => withoutMethod(config, 1));
  expect(ids()).toEqual([exact, closure, added]);
  configs.edit((config) => withMethod(config, 1, td2rdm("nakatsuji-yasuda")));
  expect(ids()).toEqual([exact, closure, added]);
  expect(new Set([exact, meanField, closure, added]).size).toBe(4);
  configs.undo();
  configs.undo();
  expect(ids()).toEqual([exact, meanField, closure, added]);
});
