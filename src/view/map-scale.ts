import {
  axisFraction,
  decadeRange,
  type Extent,
  linearTicks,
  logTicks,
  niceRange,
  type Range,
  type Tick,
} from "./axis.ts";
import { type MapFieldInfo, mapFieldInfo } from "./map-fields.ts";
import { colorAt, levelOf, PALETTES, type Palette, type Rgb, type SequentialName } from "./map-palette.ts";

/** Places, ticks and colours of one field of a map. */
export interface MapScale {
  readonly kind: "linear" | "log";
  readonly range: Range;
  readonly ticks: readonly Tick[];
  readonly palette: Palette;
  /** Place of a value on the scale, 0 ... 1; values beyond lie at its ends. */
  fraction(value: number): number;
  color(value: number): Rgb;
}

const TICKS = 5;
/** A logarithmic scale ends so many decades below its top; errors beyond are those of rounding. */
const DECADES = 6;

/** r is shown from -1 to 1, errors by decades, the rest over the values there are. */
export function mapScale(
  field: string,
  values: Float64Array,
  sequential: SequentialName = "cividis",
): MapScale {
  const info = mapFieldInfo(field);
  const extent = extentOf(info, values);
  const range = rangeOf(info, extent);
  const kind = info.scale === "log" ? "log" : "linear";
  const palette = PALETTES[info.scale === "diverging" ? "diverging" : sequential];
  const axis = { label: "", scale: kind, range } as const;
  const fraction = (value: number) => Math.min(1, Math.max(0, axisFraction(axis, value)));
  return {
    kind,
    range,
    palette,
    ticks: kind === "log" ? decadeTicks(range, extent.low) : linearTicks(range, TICKS),
    fraction,
    color: (value) => colorAt(palette, levelOf(fraction(value))),
  };
}

function extentOf({ scale }: MapFieldInfo, values: Float64Array): Extent {
  const extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const value of values) {
    if (Number.isNaN(value) || (scale === "log" && value <= 0)) continue;
    if (value < extent.low) extent.low = value;
    if (value > extent.high) extent.high = value;
  }
  return extent;
}

function rangeOf({ scale }: MapFieldInfo, extent: Extent): Range {
  switch (scale) {
    case "diverging":
      return [-1, 1];
    case "log": {
      const [low, high] = decadeRange(extent);
      return [Math.max(low, 10 ** (Math.ceil(Math.log10(high) - 1e-9) - DECADES)), high];
    }
    case "fromZero":
      return niceRange({ ...extent, low: Math.min(0, extent.low) });
    case "linear":
      return niceRange(extent);
  }
}

/** Powers of ten; the lowest says that it stands for smaller values too where there are any. */
function decadeTicks(range: Range, lowest: number): readonly Tick[] {
  const ticks = logTicks(range, TICKS + 1);
  const [low] = range;
  return ticks.map((tick) =>
    lowest < 0.99 * low && tick.value < 1.01 * low ? { ...tick, label: `≤ ${tick.label}` } : tick,
  );
}
