import { create } from "zustand";
import { DEFAULT_PLOTS, PLOT_IDS, type PlotId } from "../../view/catalog.ts";
import { DEFAULT_OPTIONS, type PlotOptions } from "../../view/model.ts";

/** Which plots are shown, and what the user chose about each. */
export interface PlotSettings {
  readonly shown: readonly PlotId[];
  readonly options: Partial<Readonly<Record<PlotId, PlotOptions>>>;
  show(id: PlotId): void;
  hide(id: PlotId): void;
  change(id: PlotId, patch: Partial<PlotOptions>): void;
  toggleSeries(id: PlotId, series: string): void;
}

export const usePlotSettings = create<PlotSettings>()((set) => ({
  shown: DEFAULT_PLOTS,
  options: {},
  show: (id) =>
    set(({ shown }) => ({ shown: PLOT_IDS.filter((plot) => plot === id || shown.includes(plot)) })),
  hide: (id) => set(({ shown }) => ({ shown: shown.filter((plot) => plot !== id) })),
  change: (id, patch) =>
    set(({ options }) => ({ options: { ...options, [id]: { ...optionsOf(options, id), ...patch } } })),
  toggleSeries: (id, series) =>
    set(({ options }) => {
      const { hidden } = optionsOf(options, id);
      const next = hidden.includes(series) ? hidden.filter((other) => other !== series) : [...hidden, series];
      return { options: { ...options, [id]: { ...optionsOf(options, id), hidden: next } } };
    }),
}));

export function optionsOf(options: PlotSettings["options"], id: PlotId): PlotOptions {
  return options[id] ?? DEFAULT_OPTIONS;
}
