import { describe, expect, it } from "vitest";
import { compact, fixed, formatTime, powerOfTen, scientific } from "../../src/view/format.ts";
import { parseRich, richToHtml, richToPlain } from "../../src/view/rich.ts";

describe("numbers", () => {
  it("writes a true minus sign and no negative zero", () => {
    expect(fixed(-0.414, 2)).toBe("−0.41");
    expect(fixed(-0.001, 2)).toBe("0.00");
  });

  it("writes powers of ten with superscripts", () => {
    expect(scientific(-9e-8)).toBe("−9·10^{−8}");
    expect(scientific(6.4e-15)).toBe("6·10^{−15}");
    expect(scientific(9.6e-15)).toBe("1·10^{−14}");
    expect(scientific(12_345, 3)).toBe("1.23·10^{4}");
    expect(powerOfTen(0)).toBe("10^{0}");
    expect(scientific(0)).toBe("0");
  });

  it("keeps two or three significant digits at any magnitude", () => {
    const cases: [number, string][] = [
      [0, "0"],
      [0.454, "0.45"],
      [0.0432, "0.043"],
      [0.00432, "4·10^{−3}"],
      [1.234, "1.23"],
      [12.34, "12.3"],
      [1234, "1234"],
      [-3e6, "−3·10^{6}"],
    ];
    expect(cases.map(([value]) => compact(value))).toEqual(cases.map(([, text]) => text));
  });

  it("gives times as many decimals as the sampling step", () => {
    expect(formatTime(7.4, 0.1)).toBe("7.4");
    expect(formatTime(7.4, 0.05)).toBe("7.40");
    expect(formatTime(7, 1)).toBe("7.0");
  });
});

describe("rich text", () => {
  it("splits markup into styled segments", () => {
    expect(parseRich("**Strong.** *n*_{i} = 10^{−8}")).toEqual([
      { style: "bold", text: "Strong." },
      { style: "plain", text: " " },
      { style: "italic", text: "n" },
      { style: "sub", text: "i" },
      { style: "plain", text: " = 10" },
      { style: "sup", text: "−8" },
    ]);
    expect(parseRich("plain")).toEqual([{ style: "plain", text: "plain" }]);
  });

  it("becomes words and HTML; text is escaped", () => {
    expect(richToPlain("‖Δ_{12}‖ = 10^{−3}")).toBe("‖Δ12‖ = 10^−3");
    expect(richToHtml("*t* <b>&")).toBe("<i>t</i> &lt;b>&amp;");
  });
});
