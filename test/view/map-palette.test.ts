import { describe, expect, it } from "vitest";
import {
  colorAt,
  LEVELS,
  levelOf,
  PALETTES,
  type Rgb,
  SEQUENTIAL_NAMES,
} from "../../src/view/map-palette.ts";

/** CIE lightness L* of an sRGB colour, 0 ... 100. */
function lightness(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const y = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

describe("colour maps", () => {
  // They are uniform in CAM02-UCS, whose lightness differs a little from L* in the dark.
  it.each(SEQUENTIAL_NAMES)("%s gets lighter in equal steps", (name) => {
    const { stops } = PALETTES[name];
    const levels = stops.map(lightness);
    const step = ((levels.at(-1) ?? 0) - (levels[0] ?? 0)) / (levels.length - 1);
    expect(step).toBeGreaterThan(7);
    for (let k = 1; k < levels.length; k++) {
      expect(Math.abs((levels[k] ?? 0) - (levels[k - 1] ?? 0) - step)).toBeLessThan(0.3 * step);
    }
  });

  it("the diverging one is lightest in the middle and falls to both sides alike", () => {
    const levels = PALETTES.diverging.stops.map(lightness);
    const [low = 0, , middle = 0, , high = 0] = levels;
    expect(middle).toBeGreaterThan(95);
    expect(Math.abs(low - high)).toBeLessThan(10);
    expect(levels).toEqual([...levels.slice(0, 3).toSorted((a, b) => a - b), ...levels.slice(3)]);
  });

  it("have their stops in the table, ends and middle exactly", () => {
    for (const palette of Object.values(PALETTES)) {
      const { stops } = palette;
      expect(colorAt(palette, 0)).toEqual(stops[0]);
      expect(colorAt(palette, levelOf(0.5))).toEqual(stops[(stops.length - 1) / 2]);
      expect(colorAt(palette, levelOf(1))).toEqual(stops.at(-1));
      expect(palette.table).toHaveLength(3 * LEVELS);
    }
  });
});
