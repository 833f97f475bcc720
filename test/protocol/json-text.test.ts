import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "../../src/protocol/json-text.ts";

describe("jsonText", () => {
  it("is JSON.stringify in pieces", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect([...jsonText(value)].join("")).toBe(JSON.stringify(value));
      }),
    );
  });

  it("never makes a long piece of a long list, and leaves out what is undefined", () => {
    const value = { list: Array.from({ length: 50_000 }, (_, i) => i / 7), absent: undefined };
    const pieces = [...jsonText(value)];
    expect(pieces.join("")).toBe(JSON.stringify(value));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(250_000);
  });
});
