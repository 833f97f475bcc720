import { describe, expect, it } from "vitest";
import { defaultMethod, type MethodConfig, type Td2rdmConfig } from "../../src/protocol/config.ts";
import {
  CUMULANT3_INK,
  importedStyle,
  methodStyle,
  methodStyles,
  shortLabel,
} from "../../src/view/method-style.ts";

const EXACT: MethodConfig = { kind: "exact" };
const MEAN_FIELD: MethodConfig = { kind: "mean-field" };
const DMD: MethodConfig = defaultMethod("dmd");
const NEURAL: MethodConfig = defaultMethod("neural-ode");

function td2rdm(
  closure: Td2rdmConfig["closure"] = "valdemoro",
  contractionConsistent = true,
  purification: Td2rdmConfig["purification"] = "none",
  dt = 0.02,
): MethodConfig {
  return { kind: "td2rdm", closure, contractionConsistent, purification, integrator: { kind: "rk4", dt } };
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe("methodStyles", () => {
  it("gives the four common TD2RDM variants four colours, none of them grey or the text colour", () => {
    const methods = [
      EXACT,
      MEAN_FIELD,
      td2rdm("valdemoro", false),
      td2rdm(),
      td2rdm("valdemoro", true, "energy-conserving"),
      td2rdm("nakatsuji-yasuda", true, "energy-conserving"),
    ];
    const styles = methodStyles(methods);
    expect(new Set(styles.map((style) => style.light)).size).toBe(6);
    expect(styles.every((style) => style.dash === "solid")).toBe(true);
  });

  it("gives learned methods colours of their own, and variants of one kind a dash", () => {
    const truncated: MethodConfig = { ...defaultMethod("dmd"), delays: 1 };
    const [first, neural, second] = methodStyles([DMD, NEURAL, truncated]);
    expect(neural.light).not.toBe(first.light);
    expect(second.light).toBe(first.light);
    expect([first.dash, neural.dash, second.dash]).toEqual(["solid", "solid", "dash"]);
    const [closure] = methodStyles([defaultMethod("learned-closure")]);
    expect(closure).toEqual({ ...neural, dash: "dash" });
    const four = methodStyles(
      (["valdemoro", "nakatsuji-yasuda", "mazziotti"] as const).map((closure) => td2rdm(closure)),
    );
    expect(four.map(({ light }) => light)).not.toContain(neural.light);
  });

  it("keeps a colour when other methods are added or removed", () => {
    const own = td2rdm("nakatsuji-yasuda");
    const alone = methodStyle([own], 0);
    expect(methodStyle([EXACT, MEAN_FIELD, td2rdm(), own], 3)).toEqual(alone);
    expect(methodStyle([EXACT, own, td2rdm("mazziotti")], 1)).toEqual(alone);
  });

  it("tells identical methods apart by dash, not by colour", () => {
    const [first, second] = methodStyles([td2rdm(), td2rdm("valdemoro", true, "none", 0.01)]);
    expect(second.light).toBe(first.light);
    expect([first.dash, second.dash]).toEqual(["solid", "dash"]);
  });

  it("never draws two methods of one config alike", () => {
    const closures = ["valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"] as const;
    const methods = closures.flatMap((closure) => [
      td2rdm(closure),
      td2rdm(closure, false),
      td2rdm(closure, true, "energy-conserving"),
    ]);
    const looks = methodStyles(methods).map((style) => `${style.light} ${style.dash}`);
    expect(new Set(looks).size).toBe(12);
  });

  it("contrasts at least 3:1 with the card in both themes", () => {
    const closures = ["valdemoro", "nakatsuji-yasuda", "nakatsuji-yasuda-smooth", "mazziotti"] as const;
    const inks = [
      ...methodStyles([EXACT, MEAN_FIELD, DMD, NEURAL, ...closures.map((closure) => td2rdm(closure))]),
      CUMULANT3_INK,
    ];
    for (const ink of inks) {
      expect(contrast(ink.light, "#ffffff")).toBeGreaterThan(3);
      expect(contrast(ink.dark, "#171a21")).toBeGreaterThan(3);
    }
  });

  it("draws imported runs in their method's colour with a dash per file", () => {
    const style = methodStyle([td2rdm()], 0);
    expect(importedStyle(style, 0)).toEqual({ ...style, dash: "dot" });
    expect(importedStyle(style, 1).dash).not.toBe("dot");
  });

  it("shortens labels for legends", () => {
    expect(shortLabel("TD2RDM NY · CC")).toBe("NY · CC");
    expect(shortLabel("Mean field")).toBe("Mean field");
  });
});
