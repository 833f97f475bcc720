import { memo, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTimeline } from "../../state/timeline.ts";
import type { Range } from "../../view/axis.ts";
import { buildPlot, rangeOf } from "../../view/build-plot.ts";
import { PLOTS, type PlotId } from "../../view/catalog.ts";
import { plotDefinition } from "../../view/definitions.ts";
import { describePlot } from "../../view/describe.ts";
import type { Theme } from "../../view/method-style.ts";
import {
  isComplete,
  learnedWindow,
  type PlotData,
  type PlotModel,
  type PlotOptions,
} from "../../view/model.ts";
import { Defined } from "../definitions/defined.tsx";
import { Icon } from "../icons.tsx";
import { liveQueue } from "./draw-queues.ts";
import { PlotControls } from "./plot-controls.tsx";
import { PlotLegend } from "./plot-legend.tsx";
import { PlotMenu } from "./plot-menu.tsx";
import { optionsOf, usePlotSettings } from "./plot-settings.ts";
import { PlotSurface } from "./plot-surface.tsx";
import { RichText } from "./rich-text.tsx";
import { useVisible } from "./use-visible.ts";

export interface PlotCardProps {
  readonly id: PlotId;
  readonly data: PlotData;
  /** Grows with every change of the results. */
  readonly version: number;
  readonly window: Range;
  readonly theme: Theme;
}

/** One plot with its title, switches, legend and menu. */
export const PlotCard = memo(function PlotCard({ id, data, version, window, theme }: PlotCardProps) {
  const spec = PLOTS[id];
  const card = useRef<HTMLElement>(null);
  const titleId = useId();
  const textId = useId();
  const options = usePlotSettings((settings) => optionsOf(settings.options, id));
  const change = usePlotSettings((settings) => settings.change);
  const toggleSeries = usePlotSettings((settings) => settings.toggleSeries);
  const visible = useVisible(card);
  const model = useModel(id, data, version, options, visible);
  const complete = isComplete(data.results);
  const learned = useMemo(() => learnedWindow(data.results), [data.results]);
  const onChange = useCallback((patch: Partial<PlotOptions>) => change(id, patch), [id, change]);
  const onToggle = useCallback((series: string) => toggleSeries(id, series), [id, toggleSeries]);

  return (
    <figure
      ref={card}
      className={`plot-card plot-${spec.kind}`}
      data-plot={id}
      aria-labelledby={titleId}
      aria-describedby={textId}
    >
      <figcaption className="plot-head">
        <h3 id={titleId} className="plot-title">
          <Defined id={plotDefinition(spec, options.quantity)}>
            <RichText markup={spec.title} />
          </Defined>
        </h3>
        <span className="plot-subtitle">
          <RichText markup={spec.subtitle} />
        </span>
        <PlotControls spec={spec} options={options} results={data.results} onChange={onChange} />
        <PlotLegend body={model.body} onToggle={onToggle} />
        <ResetZoom />
        <PlotMenu id={id} name={spec.name} />
      </figcaption>
      <PlotSurface
        id={id}
        name={spec.name}
        model={model}
        window={window}
        learned={learned}
        theme={theme}
        complete={complete && visible}
      />
      <p id={textId} className="visually-hidden">
        {complete ? describePlot(spec, model.body, window) : "Computing."}
      </p>
    </figure>
  );
});

/** Always laid out, so that zooming moves nothing. */
const ResetZoom = memo(function ResetZoom() {
  const zoomed = useTimeline((timeline) => timeline.zoom !== null);
  const reset = useTimeline((timeline) => timeline.resetZoom);
  return (
    <button
      type="button"
      className="button quiet icon-only reset-zoom"
      aria-label="Show the whole time window"
      title="Show the whole time window"
      data-zoomed={zoomed}
      onClick={reset}
    >
      <Icon name="retry" />
    </button>
  );
});

/**
 * The model of a plot, rebuilt in a task of its own whenever something it shows has changed; out of sight only once
 * the run is complete.
 */
function useModel(
  id: PlotId,
  data: PlotData,
  version: number,
  options: PlotOptions,
  visible: boolean,
): PlotModel {
  const { results, previous, imported } = data;
  const complete = isComplete(results);
  const cursor = useTimeline(({ hoverT, t }) => (PLOTS[id].kind === "matrix" ? (hoverT ?? t) : 0));
  const [model, setModel] = useState(() => buildPlot(id, data, options, null, cursor));
  const range = useRef<{ key: string; value: Range } | null>(null);

  // The results change in place: `version` says that they did.
  useEffect(() => {
    if (!(visible || complete) || version < 0) return;
    liveQueue.request(id, () => {
      const key = `${options.view} ${options.quantity} ${options.difference}`;
      const kept = range.current?.key === key ? range.current.value : null;
      const next = buildPlot(id, { results, previous, imported }, options, kept, cursor);
      const drawn =
        next.body.kind === "lines" ? next.body.series : next.body.kind === "heat" ? next.body.layers : [0];
      range.current = drawn.length > 0 ? { key, value: rangeOf(next) } : null;
      setModel(next);
    });
    return () => liveQueue.cancel(id);
  }, [id, results, previous, imported, version, options, visible, complete, cursor]);

  return model;
}
