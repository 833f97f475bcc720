import { InputError } from "../base/errors.ts";
import { type Config, parseConfig } from "../protocol/config.ts";
import { checkMapConfig, evenAxis, geometricAxis, type MapAxes } from "../protocol/map.ts";
import { regimeConfig } from "./regime.ts";

export const RESOLUTIONS = [3, 8, 16, 32, 64, 128] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export type AxisName = "interaction" | "trap";

/** `chosen`: the methods of the Dynamics page; `regime`: those of `regimeConfig`, over logarithmic axes. */
export const MAP_PRESETS = ["chosen", "regime"] as const;
export type MapPreset = (typeof MAP_PRESETS)[number];

/** What is compared, first and last value of both axes, in J, and the number of values of each. */
export interface MapSettings {
  readonly preset: MapPreset;
  readonly interaction: readonly [number, number];
  readonly trap: readonly [number, number];
  readonly resolution: Resolution;
}

export const DEFAULT_SETTINGS: Readonly<Record<MapPreset, MapSettings>> = {
  chosen: { preset: "chosen", interaction: [0.5, 8], trap: [0.25, 4], resolution: 16 },
  regime: { preset: "regime", interaction: [0.25, 8], trap: [0.25, 4], resolution: 8 },
};

/** Trainings at every point take their time. */
const MOST_TRAINED = 32;

export function resolutionsOf(preset: MapPreset): readonly Resolution[] {
  return preset === "regime" ? RESOLUTIONS.filter((count) => count <= MOST_TRAINED) : RESOLUTIONS;
}

const LARGEST = 100;

/** Why an axis cannot have this range, or null. */
export function rangeRefusal(preset: MapPreset, from: number, to: number): InputError | null {
  for (const value of [from, to]) {
    if (Math.abs(value) > LARGEST)
      return new InputError("range", value, `a value between −${LARGEST} and ${LARGEST}`);
  }
  if (preset === "regime" && from <= 0)
    return new InputError("range", from, "a first value above 0: the axes of a regime map are logarithmic");
  return from < to ? null : new InputError("range", [from, to], "a first value below the last");
}

/** The config of the map of a config. */
export function mappedConfig(config: Config, { preset }: Pick<MapSettings, "preset">): Config {
  return preset === "regime" ? regimeConfig(config) : config;
}

/** Why the config cannot be mapped, or null. */
export function mapRefusal(config: Config, settings: Pick<MapSettings, "preset">): InputError | null {
  try {
    checkMapConfig(parseConfig(mappedConfig(config, settings)));
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

export function axesOf({ preset, interaction, trap, resolution }: MapSettings): MapAxes {
  const axis = preset === "regime" ? geometricAxis : evenAxis;
  return { interaction: axis(...interaction, resolution), trap: axis(...trap, resolution) };
}
