import { InputError } from "../base/errors.ts";
import type { Config } from "../protocol/config.ts";
import { checkMapConfig, evenAxis, type MapAxes } from "../protocol/map.ts";

export const RESOLUTIONS = [8, 16, 32, 64, 128] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export type AxisName = "interaction" | "trap";

/** First and last value of both axes, in J, and the number of values of each. */
export interface MapSettings {
  readonly interaction: readonly [number, number];
  readonly trap: readonly [number, number];
  readonly resolution: Resolution;
}

export const DEFAULT_SETTINGS: MapSettings = { interaction: [0.5, 8], trap: [0.25, 4], resolution: 16 };

const LARGEST = 100;

/** Why an axis cannot have this range, or null. */
export function rangeRefusal(from: number, to: number): InputError | null {
  for (const value of [from, to]) {
    if (Math.abs(value) > LARGEST)
      return new InputError("range", value, `a value between −${LARGEST} and ${LARGEST}`);
  }
  return from < to ? null : new InputError("range", [from, to], "a first value below the last");
}

/** Why the config cannot be mapped, or null. */
export function mapRefusal(config: Config): InputError | null {
  try {
    checkMapConfig(config);
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

export function axesOf({ interaction, trap, resolution }: MapSettings): MapAxes {
  return { interaction: evenAxis(...interaction, resolution), trap: evenAxis(...trap, resolution) };
}
