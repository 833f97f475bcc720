/** Colour maps. A map takes x in [0, 1] to [r, g, b] in 0...255. */
export type PaletteName = "cividis" | "diverging";
type Rgb = readonly [number, number, number];

const LEVELS = 256;

/** Blue, white, orange: the stops of the diverging map, for signed quantities centred at 0. */
const DIVERGING: readonly Rgb[] = [
  [31, 102, 173],
  [243, 243, 241],
  [201, 115, 79],
];

/** Six stops of viridis (van der Walt and Smith), for lines that count sites or orbitals. */
const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84],
  [65, 68, 135],
  [42, 120, 142],
  [34, 168, 132],
  [122, 209, 81],
  [253, 231, 37],
];

/** Cividis (Nunez, Anderton and Renslow 2018) in the polynomial form of d3-scale-chromatic. */
function cividis(x: number): Rgb {
  return [
    -4.54 - x * (35.34 - x * (2381.73 - x * (6402.7 - x * (7024.72 - x * 2710.57)))),
    32.49 + x * (170.73 + x * (52.82 - x * (131.46 - x * (176.58 - x * 67.37)))),
    81.24 + x * (442.36 - x * (2482.43 - x * (6167.24 - x * (6614.94 - x * 2475.67)))),
  ];
}

function between(stops: readonly Rgb[], x: number): Rgb {
  const position = x * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(position));
  const [a, b] = [stops[index] ?? [0, 0, 0], stops[index + 1] ?? [0, 0, 0]];
  const share = position - index;
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

function table(map: (x: number) => Rgb): Uint8ClampedArray {
  const lut = new Uint8ClampedArray(3 * LEVELS);
  for (let level = 0; level < LEVELS; level++) lut.set(map(level / (LEVELS - 1)).map(Math.round), 3 * level);
  return lut;
}

/** 256 rgb triples per map. */
export const LUTS: Readonly<Record<PaletteName, Uint8ClampedArray>> = {
  cividis: table(cividis),
  diverging: table((x) => between(DIVERGING, x)),
};

/** Offset into a LUT of the colour of `value` on [low, high]; values beyond take the end colours. */
export function lutOffset(value: number, low: number, high: number): number {
  const x = (value - low) / (high - low);
  return 3 * Math.min(LEVELS - 1, Math.max(0, Math.round(x * (LEVELS - 1))));
}

/** `rgb(r, g, b)` of `value` on [low, high]. */
export function paletteColor(name: PaletteName, value: number, low: number, high: number): string {
  const lut = LUTS[name];
  const at = lutOffset(value, low, high);
  return `rgb(${lut[at]}, ${lut[at + 1]}, ${lut[at + 2]})`;
}

/** Stops of a map as plotly wants them: [[0, colour], ... [1, colour]]. */
export function paletteStops(name: PaletteName, count = 11): [number, string][] {
  return Array.from({ length: count }, (_, k) => {
    const x = k / (count - 1);
    return [x, paletteColor(name, x, 0, 1)];
  });
}

/** CSS gradient of a map, low end left. */
export function paletteGradient(name: PaletteName): string {
  return `linear-gradient(to right, ${paletteStops(name)
    .map(([, color]) => color)
    .join(", ")})`;
}

/** Inks of `count` lines that belong together in order (sites, orbitals), readable on each theme. */
export function sequenceInk(index: number, count: number): { light: string; dark: string } {
  const x = count > 1 ? index / (count - 1) : 0;
  const hex = (at: number): string =>
    `#${between(VIRIDIS, at)
      .map((channel) => Math.round(channel).toString(16).padStart(2, "0"))
      .join("")}`;
  return { light: hex(0.02 + 0.66 * x), dark: hex(0.36 + 0.62 * x) };
}
