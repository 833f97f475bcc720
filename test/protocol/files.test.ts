import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/protocol/files.ts";
import { smallConfig } from "../worker/fakes.ts";
import { exampleFile } from "./example.ts";

describe("parseFile", () => {
  it("tells a config from a trajectory", () => {
    expect(parseFile(JSON.stringify(smallConfig()))).toEqual({ kind: "config", config: smallConfig() });
    const file = exampleFile();
    expect(parseFile(JSON.stringify(file))).toEqual({ kind: "trajectory", trajectory: file });
  });

  it.each([
    ["", /^\$: found "", expected JSON/],
    ["{'a': 1}", /^\$: found .*, expected JSON/],
    ["[1]", /^\$: found \[1\], expected an object with a field schema/],
    ["null", /^\$: found null, expected an object/],
    [
      "{}",
      /^schema: found nothing, expected "cumulant-explorer\/config@1", .* or "cumulant-explorer\/map@1"/,
    ],
    ['{"schema": "cumulant-explorer/config@7"}', /^schema: found "cumulant-explorer\/config@7", expected/],
  ])("refuses %s", (text, message) => {
    expect(() => parseFile(text)).toThrow(message);
  });
});
