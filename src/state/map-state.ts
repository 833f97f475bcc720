import type { PointNews } from "../engine/map-backend.ts";
import type { MapTable } from "../protocol/map.ts";
import type { MapPace } from "./cost.ts";
import type { MapSettings } from "./map-settings.ts";

/** `shipped` is the map that comes with the site. */
export type MapPhase =
  | "empty"
  | "shipped"
  | "running"
  | "paused"
  | "cancelled"
  | "done"
  | "failed"
  | "imported";

export interface MapState {
  readonly settings: MapSettings;
  readonly phase: MapPhase;
  /** Changes in place while the map is computed; `version` then grows, at most once per frame. */
  readonly table: MapTable | null;
  readonly version: number;
  /** Estimated, null where there is no estimate. */
  readonly secondsLeft: number | null;
  /** Points that have been computed for a while, and how far they are. */
  readonly inside: readonly PointNews[];
  /** Why points failed, by their number; changes in place like the table. */
  readonly failures: ReadonlyMap<number, string>;
  /** Name of the file of an imported map. */
  readonly file: string | null;
  /** Why the map as a whole failed. */
  readonly error: string | null;
  /** Its id among the kept maps, null for a map that is not one of them. */
  readonly kept: string | null;
  /** Of the last map that was computed, null before there was one. */
  readonly pace: MapPace | null;
}
