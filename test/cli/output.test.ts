import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkOutput, writeJson } from "../../src/cli/output.ts";
import { Folder } from "./spawn.ts";

describe("writeJson", () => {
  it("writes a whole file and leaves no other", () => {
    using folder = new Folder();
    const value = { list: Array.from({ length: 300_000 }, (_, i) => i / 7), text: "Δ₂" };
    writeJson(folder.at("a.json"), value);
    expect(JSON.parse(readFileSync(folder.at("a.json"), "utf8"))).toEqual(value);
    expect(folder.files).toEqual(["a.json"]);
  });

  it("leaves the old file alone when the new one cannot be made", () => {
    using folder = new Folder();
    folder.write("a.json", "old");
    const bad = {
      list: [1, 2, 3],
      get broken(): never {
        throw new Error("no value");
      },
    };
    expect(() => writeJson(folder.at("a.json"), bad)).toThrow("no value");
    expect(readFileSync(folder.at("a.json"), "utf8")).toBe("old");
    expect(folder.files).toEqual(["a.json"]);
  });
});

describe("writeJson on a file system that refuses", () => {
  it("says so, and leaves no file", () => {
    using folder = new Folder();
    expect(() => writeJson(folder.at("gone/a.json"), {})).toThrow(
      /^--out: found ".*a.json", expected a file that can be written \(ENOENT/,
    );
    expect(folder.files).toEqual([]);
  });
});

describe("checkOutput", () => {
  it("accepts a new or an old file in a folder", () => {
    using folder = new Folder();
    folder.write("old.json", "old");
    for (const name of ["old.json", "new.json"]) {
      expect(() => checkOutput(folder.at(name), folder.at("config.json"))).not.toThrow();
    }
  });

  it("refuses what is no ordinary file", () => {
    expect(() => checkOutput("/dev/null", "config.json")).toThrow(/an ordinary file/);
  });

  it.each([
    ["no/out.json", /existing folder/],
    [".", /a file, not a folder/],
    ["config.json", /another file than the input/],
  ])("refuses %s", (name, message) => {
    using folder = new Folder();
    folder.write("config.json", "{}");
    expect(() => checkOutput(folder.at(name), folder.at("config.json"))).toThrow(message);
  });
});
