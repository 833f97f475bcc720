import { create } from "zustand";
import type { Analysis } from "../../analysis/analyse.ts";
import { approximateLabels } from "../../analysis/measure.ts";
import { type AnalysisSettings, checkNumber, defaultSettings } from "../../analysis/settings.ts";
import { InputError } from "../../base/errors.ts";
import type { MapTable } from "../../protocol/map.ts";

/** What a coefficient in the table is: of the ranks, of the logarithm, or of the ranks with predictors held fixed. */
export type Shown = "spearman" | "pearson" | `given ${string}`;

/** An analysis and the map it is of. */
export interface ShownAnalysis {
  readonly table: MapTable;
  readonly analysis: Analysis;
}

interface AnalysisView {
  /** What was chosen; the rest is the default of the map. */
  readonly chosen: Partial<AnalysisSettings>;
  readonly shown: Shown;
  /** What is on the page, for the export menu; null where nothing is. */
  readonly latest: ShownAnalysis | null;
  choose(change: Partial<AnalysisSettings>): void;
  /** Sets a number; returns why it was refused, or null. */
  setNumber(name: NumberName, value: number): InputError | null;
  show(shown: Shown): void;
  keep(latest: ShownAnalysis | null): void;
  /** Forgets what was chosen. */
  reset(): void;
}

export type NumberName = Parameters<typeof checkNumber>[0];

export const useAnalysisView = create<AnalysisView>()((set, get) => ({
  chosen: {},
  shown: "spearman",
  latest: null,
  choose: (change) => set({ chosen: { ...get().chosen, ...change } }),
  setNumber(name, value) {
    try {
      checkNumber(name, value);
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    set({ chosen: { ...get().chosen, [name]: value } });
    return null;
  },
  show: (shown) => set({ shown }),
  keep: (latest) => set({ latest }),
  reset: () => set({ chosen: {} }),
}));

/** The settings of a table, which may lack the chosen methods. */
export function settingsOf(table: MapTable, chosen: Partial<AnalysisSettings>): AnalysisSettings {
  const labels = approximateLabels(table.config);
  const defaults = defaultSettings(table);
  const known = (names: readonly string[] | undefined) =>
    names?.every((label) => labels.includes(label)) === true;
  const { local, memory, method } = chosen;
  const roles = known(local) && known(memory) ? {} : { local: defaults.local, memory: defaults.memory };
  return {
    ...defaults,
    ...chosen,
    ...roles,
    method: method !== undefined && labels.includes(method) ? method : defaults.method,
  };
}
