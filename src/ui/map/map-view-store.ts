import { create } from "zustand";
import type { MapTable } from "../../protocol/map.ts";

export type Side = "first" | "second";

interface MapView {
  /** The field each heat map shows, by name. */
  readonly fields: Readonly<Record<Side, string>>;
  /** The point under the pointer or the keyboard, shared by both heat maps; null where there is none. */
  readonly cursor: number | null;
  choose(side: Side, field: string): void;
  point(cursor: number | null): void;
}

const DEFAULTS: Readonly<Record<Side, string>> = { first: "pearson", second: "buildup" };

export const useMapView = create<MapView>()((set, get) => ({
  fields: DEFAULTS,
  cursor: null,
  choose: (side, field) => set({ fields: { ...get().fields, [side]: field } }),
  point: (cursor) => {
    if (get().cursor !== cursor) set({ cursor });
  },
}));

/** The field a side shows of a table, which may lack the chosen one. */
export function fieldOf(table: MapTable, side: Side): string {
  const chosen = useMapView.getState().fields[side];
  return chosen in table.fields ? chosen : DEFAULTS[side];
}
