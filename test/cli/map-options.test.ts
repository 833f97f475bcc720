import { describe, expect, it } from "vitest";
import { parseRange, parseShard } from "../../src/cli/map-options.ts";

describe("parseRange", () => {
  it.each([
    ["0.25:4:16", Array.from({ length: 16 }, (_, k) => 0.25 * (k + 1))],
    ["0:1:11", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ["-1:1:3", [-1, 0, 1]],
    ["2:2:1", [2]],
    ["1e-3:0.1:2", [0.001, 0.1]],
    ["0.25:4:5:log", [0.25, 0.5, 1, 2, 4]],
    ["0.25:8:4:log", [0.25, 0.7937, 2.52, 8]],
    ["1:1.001:3:log", [1, 1.00049987506, 1.001]],
    ["2:2:1:log", [2]],
  ])("reads %s", (text, values) => {
    expect(parseRange("--u", text)).toEqual(values);
  });

  it.each([
    ["4", "start:stop:count"],
    ["0:1", "start:stop:count"],
    ["0:1:2:3", "start:stop:count"],
    ["1:2:3:log:4", "start:stop:count"],
    ["0:1:2:log", "a start above 0 for log"],
    ["a:1:2", "a start between -100 and 100"],
    [":1:2", "a start between -100 and 100"],
    ["0:Infinity:2", "a stop between -100 and 100"],
    ["0:200:2", "a stop between -100 and 100"],
    ["0:1:0", "a whole count between 1 and 1024"],
    ["0:1:2.5", "a whole count between 1 and 1024"],
    ["0:1:9999", "a whole count between 1 and 1024"],
    ["0:1:", "a whole count between 1 and 1024"],
    ["1:0:3", "a start below the stop"],
    ["1:1:3", "a start below the stop"],
    ["0:1:1", "start and stop equal when the count is 1"],
  ])("refuses %s, naming option, value and expectation", (text, message) => {
    expect(() => parseRange("--v", text)).toThrow(`--v: found "${text}", expected start:stop:count`);
    expect(() => parseRange("--v", text)).toThrow(message);
  });
});

describe("parseShard", () => {
  it("reads K/N", () => {
    expect(parseShard("2/4")).toEqual({ index: 2, count: 4 });
  });

  it.each(["0/4", "5/4", "1", "1/2/3", "a/b", "-1/2", "1.5/2", ""])("refuses %s", (text) => {
    expect(() => parseShard(text)).toThrow(`--shard: found "${text}", expected K/N`);
  });
});
