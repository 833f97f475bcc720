import { create } from "zustand";
import type { MapTable } from "../../protocol/map.ts";
import { quantityNames } from "../../view/map-fields.ts";
import { SEQUENTIAL_NAMES, type SequentialName } from "../../view/map-palette.ts";
import { BY_STATUS, defaultScatter, type ScatterChoice } from "../../view/map-scatter.ts";

export type Side = "first" | "second";

interface MapView {
  /** The field each heat map shows, by name. */
  readonly fields: Readonly<Record<Side, string>>;
  /** What was chosen for the scatter; the rest is its default. */
  readonly scatter: Partial<ScatterChoice>;
  /** Colours of what is not r; remembered in this browser. */
  readonly palette: SequentialName;
  /** The point under the pointer or the keyboard, shared by maps and scatter; null where there is none. */
  readonly cursor: number | null;
  choose(side: Side, field: string): void;
  chooseScatter(choice: Partial<ScatterChoice>): void;
  choosePalette(palette: SequentialName): void;
  point(cursor: number | null): void;
}

const DEFAULTS: Readonly<Record<Side, string>> = { first: "pearson", second: "buildup" };
const PALETTE_KEY = "cumulant-explorer/map-colours";

export const useMapView = create<MapView>()((set, get) => ({
  fields: DEFAULTS,
  scatter: {},
  palette: storedPalette(),
  cursor: null,
  choose: (side, field) => set({ fields: { ...get().fields, [side]: field } }),
  chooseScatter: (choice) => set({ scatter: { ...get().scatter, ...choice } }),
  choosePalette(palette) {
    set({ palette });
    try {
      localStorage.setItem(PALETTE_KEY, palette);
    } catch {
      return; // Storage is switched off: the choice lasts as long as the page.
    }
  },
  point: (cursor) => {
    if (get().cursor !== cursor) set({ cursor });
  },
}));

function storedPalette(): SequentialName {
  try {
    const stored = localStorage.getItem(PALETTE_KEY);
    return SEQUENTIAL_NAMES.find((name) => name === stored) ?? "cividis";
  } catch {
    return "cividis";
  }
}

/** The field a side shows of a table, which may lack the chosen one. */
export function fieldOf(table: MapTable, side: Side): string {
  const chosen = useMapView.getState().fields[side];
  return chosen in table.fields ? chosen : DEFAULTS[side];
}

/** What the scatter of a table shows. */
export function scatterOf(table: MapTable, chosen: Partial<ScatterChoice>): ScatterChoice {
  const names = quantityNames(table);
  const defaults = defaultScatter(table);
  const pick = (key: keyof ScatterChoice) => {
    const name = chosen[key];
    return name !== undefined && (names.includes(name) || (key === "color" && name === BY_STATUS))
      ? name
      : defaults[key];
  };
  return { x: pick("x"), y: pick("y"), color: pick("color") };
}
