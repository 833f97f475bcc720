export type Rgb = readonly [number, number, number];

/** Nine evenly spaced colours of each map, perceptually uniform: lightness rises in equal steps. */
const SEQUENTIAL = {
  /** Nunez, Anderton, Renslow, PLoS ONE 13, e0199239 (2018): looks alike with and without colour vision deficiency. */
  cividis: [
    [0, 34, 78],
    [26, 56, 111],
    [67, 78, 108],
    [95, 101, 111],
    [124, 123, 120],
    [153, 147, 120],
    [185, 171, 112],
    [219, 198, 95],
    [254, 232, 56],
  ],
  /** Van der Walt and Smith (2015), as is magma. */
  viridis: [
    [68, 1, 84],
    [71, 45, 123],
    [59, 82, 139],
    [44, 114, 142],
    [33, 144, 140],
    [39, 173, 129],
    [93, 200, 99],
    [170, 220, 50],
    [253, 231, 37],
  ],
  magma: [
    [0, 0, 4],
    [29, 17, 71],
    [81, 18, 124],
    [130, 38, 129],
    [182, 54, 121],
    [230, 81, 100],
    [251, 136, 97],
    [254, 194, 135],
    [252, 253, 191],
  ],
} as const satisfies Readonly<Record<string, readonly Rgb[]>>;

export type SequentialName = keyof typeof SEQUENTIAL;

export const SEQUENTIAL_LABELS: Readonly<Record<SequentialName, string>> = {
  cividis: "Cividis (colour-blind safe)",
  viridis: "Viridis",
  magma: "Magma",
};
export const SEQUENTIAL_NAMES = Object.keys(SEQUENTIAL) as SequentialName[];

/** Orange, white, blue: r from -1 through 0 to 1 (blue is a correlated pair of norms, r = 1); safe without red or green cones. */
const DIVERGING: readonly Rgb[] = [
  [192, 92, 48],
  [226, 163, 133],
  [245, 244, 242],
  [122, 169, 214],
  [31, 102, 173],
];

/** Colours of a scale: evenly spaced stops from low to high, and a fine table of what lies between them. */
export interface Palette {
  readonly stops: readonly Rgb[];
  /** LEVELS colours of three bytes. */
  readonly table: Uint8Array;
}

/** Odd, so that the middle of a diverging map is one of them. */
export const LEVELS = 513;

export const PALETTES: Readonly<Record<SequentialName | "diverging", Palette>> = {
  cividis: palette(SEQUENTIAL.cividis),
  viridis: palette(SEQUENTIAL.viridis),
  magma: palette(SEQUENTIAL.magma),
  diverging: palette(DIVERGING),
};

/** Place in the table of a fraction of the scale, 0 ... 1. */
export function levelOf(fraction: number): number {
  return Math.round(fraction * (LEVELS - 1));
}

export function colorAt({ table }: Palette, level: number): Rgb {
  return [table[3 * level] ?? 0, table[3 * level + 1] ?? 0, table[3 * level + 2] ?? 0];
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

function palette(stops: readonly Rgb[]): Palette {
  const table = new Uint8Array(3 * LEVELS);
  for (let level = 0; level < LEVELS; level++) {
    const position = (level / (LEVELS - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(position));
    const low = stops[below] ?? [0, 0, 0];
    const high = stops[below + 1] ?? low;
    for (const channel of [0, 1, 2] as const) {
      table[3 * level + channel] = Math.round(
        low[channel] + (high[channel] - low[channel]) * (position - below),
      );
    }
  }
  return { stops, table };
}
