import { memo, useEffect, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import type { ResultSet } from "../../protocol/results.ts";
import { useTimeline, visibleWindow } from "../../state/timeline.ts";
import { PLOT_IDS, PLOTS } from "../../view/catalog.ts";
import { Icon } from "../icons.tsx";
import { setExportData } from "./export-plot.ts";
import { PlotCard } from "./plot-card.tsx";
import { usePlotSettings } from "./plot-settings.ts";
import { useGradual } from "./use-gradual.ts";
import { useShowPlot } from "./use-show-plot.ts";
import { useTheme } from "./use-theme.ts";
import { useThrottled } from "./use-throttled.ts";
import "./plots.css";

export interface PlotStackProps {
  readonly results: ResultSet | null;
  /** The run before, dimmed until the new one replaces it. */
  readonly previous: ResultSet | null;
  /** Trajectories of files, drawn alongside. */
  readonly imported: readonly ResultSet[];
  /** Grows with every change of the results, which are mutable. */
  readonly version: number;
}

/** Streaming results reach the plots at most this often, in ms. */
const UPDATE_INTERVAL = 150;

/** All plots over the one time axis, and a picker for those not shown. */
export function PlotStack({ results, previous, imported, version }: PlotStackProps) {
  const shown = usePlotSettings((settings) => settings.shown);
  const window = useTimeline(useShallow(visibleWindow));
  const setWindow = useTimeline((timeline) => timeline.setWindow);
  const theme = useTheme();
  const mounted = useGradual(shown.length);
  const seen = useThrottled(version, UPDATE_INTERVAL);
  const end = results?.config.time.end;
  const sample = results?.config.time.sample;

  useEffect(() => {
    if (end !== undefined && sample !== undefined) setWindow(end, sample);
  }, [end, sample, setWindow]);
  const data = useMemo(() => ({ results, previous, imported }), [results, previous, imported]);
  useEffect(() => setExportData(data), [data]);

  return (
    <section className="plot-stack" aria-label="Plots">
      {shown.slice(0, mounted).map((id) => (
        <PlotCard key={id} id={id} data={data} version={seen} window={window} theme={theme} />
      ))}
      <PlotPicker />
    </section>
  );
}

const PlotPicker = memo(function PlotPicker() {
  const shown = usePlotSettings((settings) => settings.shown);
  const show = useShowPlot();
  const others = PLOT_IDS.filter((id) => !shown.includes(id));
  if (others.length === 0) return null;
  return (
    <div className="plot-picker">
      <span id="more-plots">More plots</span>
      <ul aria-labelledby="more-plots">
        {others.map((id) => (
          <li key={id}>
            <button type="button" className="button" onClick={() => show(id)}>
              <Icon name="plus" size={14} />
              {PLOTS[id].name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
});
