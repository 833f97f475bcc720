import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CONFIG_SCHEMA, defaultConfig } from "../../src/protocol/config.ts";
import { createConfigStore } from "../../src/state/config-store.ts";
import { createImportStore } from "../../src/state/import-store.ts";
import { createMessageStore } from "../../src/state/messages.ts";
import { createPageStore } from "../../src/state/pages.ts";

function setUp() {
  const configs = createConfigStore(defaultConfig());
  const messages = createMessageStore(() => undefined);
  const maps: string[] = [];
  const trainings: string[] = [];
  const pages = createPageStore({
    location: { search: "?page=gallery", hash: "", pathname: "/" },
    history: { replaceState: () => undefined },
  });
  const imports = createImportStore(configs, messages, pages, {
    map: (_, name) => maps.push(name),
    training: (_, name) => trainings.push(name),
  });
  const open = (content: unknown, name = "file.json") =>
    imports.open({
      name,
      text: () => Promise.resolve(typeof content === "string" ? content : JSON.stringify(content)),
      arrayBuffer: () => Promise.resolve(new ArrayBuffer(8)),
    });
  return { configs, messages, pages, imports, maps, trainings, open };
}

test("a config replaces the present one, and undo brings it back", async () => {
  const { configs, messages, open } = setUp();
  await open({ schema: CONFIG_SCHEMA, quench: { protocol: "trap-release", interaction: 4, trap: 2 } });
  expect(configs.getState().config.quench).toMatchObject({ interaction: 4, trap: 2 });
  expect(messages.getState()).toMatchObject([{ kind: "info" }]);
  configs.undo();
  expect(configs.getState().config).toEqual(defaultConfig());
});

test("a file leads to a page that shows it, a config only from pages that do not", async () => {
  const { pages, open } = setUp();
  await open("not json");
  expect(pages.getState()).toBe("gallery");
  await open({ schema: CONFIG_SCHEMA });
  expect(pages.getState()).toBe("dynamics");
  await open(readFileSync("public/maps/default.json", "utf8"));
  expect(pages.getState()).toBe("map");
  await open({ schema: CONFIG_SCHEMA });
  expect(pages.getState()).toBe("map");
});

test.each<[unknown, RegExp]>([
  ["not json", /JSON/],
  [{ schema: "something/else@1" }, /schema.*something\/else@1.*expected/],
  [{ schema: CONFIG_SCHEMA, electrons: { up: 7, down: 3 } }, /electrons\.up.*7.*Pauli/],
  [{ schema: "cumulant-explorer/trajectory@1" }, /expected/],
])("a bad file %# is refused in words and changes nothing", async (content, words) => {
  const { configs, messages, imports, open } = setUp();
  const before = configs.getState();
  await open(content, "bad.json");
  expect(configs.getState()).toBe(before);
  expect(imports.getState()).toEqual([]);
  expect(messages.getState()).toHaveLength(1);
  expect(messages.getState()[0]).toMatchObject({ kind: "error", title: expect.stringContaining("bad.json") });
  expect(messages.getState()[0]?.detail).toMatch(words);
});

test("a map is handed on, a bad one is refused", async () => {
  const { maps, messages, open } = setUp();
  await open(readFileSync("public/maps/default.json", "utf8"), "map.json");
  expect(maps).toEqual(["map.json"]);
  expect(messages.getState()).toEqual([]);
  await open({ schema: "cumulant-explorer/map@1" });
  expect(maps).toHaveLength(1);
  expect(messages.getState()[0]?.kind).toBe("error");
});
