import { memo, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useTimeline, visibleWindow } from "../../state/timeline.ts";
import type { PlotId } from "../../view/catalog.ts";
import { useApp, useRun } from "../app-context.ts";
import { setExportData } from "../plots/export-plot.ts";
import { PlotCard } from "../plots/plot-card.tsx";
import { usePlotSettings } from "../plots/plot-settings.ts";
import { useTheme } from "../plots/use-theme.ts";
import { useThrottled } from "../plots/use-throttled.ts";
import "../plots/plots.css";

/** What a map is about: the cumulants, and the errors. */
const QUENCH_PLOTS: readonly PlotId[] = ["cumulants", "error"];
const UPDATE_INTERVAL = 150;

/** The trajectories of the quench, next to its map. */
export const QuenchPlots = memo(function QuenchPlots() {
  const shown = usePlotSettings((settings) => settings.shown);
  const results = useRun((state) => state.shown);
  const previous = useRun((state) => state.previous);
  const version = useThrottled(
    useRun((state) => state.version),
    UPDATE_INTERVAL,
  );
  const imported = useStore(useApp().imports);
  const window = useTimeline(useShallow(visibleWindow));
  const setWindow = useTimeline((timeline) => timeline.setWindow);
  const theme = useTheme();
  const data = useMemo(() => ({ results, previous, imported }), [results, previous, imported]);
  useEffect(() => setExportData(data), [data]);
  const time = results?.config.time;
  useEffect(() => {
    if (time !== undefined) setWindow(time.end, time.sample);
  }, [time, setWindow]);
  return (
    <section className="plot-stack map-plots" aria-label="Trajectories of the quench">
      {QUENCH_PLOTS.filter((id) => shown.includes(id)).map((id) => (
        <PlotCard key={id} id={id} data={data} version={version} window={window} theme={theme} />
      ))}
    </section>
  );
});
