import { useCallback, useId, useMemo, useRef, useState } from "react";
import type { MethodStyle } from "../../view/method-style.ts";
import { type DrawnStep, trainingPlot } from "../../view/training-plot.ts";
import { LiveCanvas } from "../plots/live-canvas.tsx";
import { plotArea } from "../plots/plot-area.ts";
import { PlotAxes } from "../plots/plot-axes.tsx";
import { PlotLegend } from "../plots/plot-legend.tsx";
import { useSize } from "../plots/use-size.ts";
import { useTheme } from "../plots/use-theme.ts";
import { useThrottled } from "../plots/use-throttled.ts";

export interface TrainingPlotCardProps {
  /** Grows in place; `version` says that it did. */
  readonly history: readonly DrawnStep[];
  readonly version: number;
  readonly totalSteps: number;
  readonly style: Pick<MethodStyle, "light" | "dark">;
}

/** The curve follows at most this often, in ms. */
const UPDATE_INTERVAL = 120;

/** Loss, gradient norm and learning rate of a training while it goes on. */
export function TrainingPlotCard({ history, version, totalSteps, style }: TrainingPlotCardProps) {
  const surface = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const size = useSize(surface);
  const theme = useTheme();
  const seen = useThrottled(version, UPDATE_INTERVAL);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const area = useMemo(() => plotArea(size, false), [size]);
  const window = useMemo(() => [0, Math.max(1, totalSteps)] as const, [totalSteps]);
  const frame = useMemo(
    () => ({ width: area.width, height: area.height, window, theme }),
    [area, window, theme],
  );
  // The history changes in place: `seen` says that it did.
  const body = useMemo(
    () => trainingPlot(seen < 0 ? [] : history, style, hidden),
    [history, style, hidden, seen],
  );
  const model = useMemo(() => ({ body, note: null }), [body]);
  const onToggle = useCallback(
    (id: string) =>
      setHidden((now) => (now.includes(id) ? now.filter((other) => other !== id) : [...now, id])),
    [],
  );
  const last = history.at(-1);
  return (
    <figure className="plot-card training-half" aria-labelledby={titleId}>
      <figcaption className="plot-head">
        <h3 id={titleId} className="plot-title">
          Training
        </h3>
        <span className="plot-subtitle">
          {last === undefined ? "no steps yet" : `step ${last.step} of ${totalSteps}`}
        </span>
        <PlotLegend body={body} latest onToggle={onToggle} />
      </figcaption>
      <div ref={surface} className="plot-surface">
        {size.width > 0 && (
          <>
            <PlotAxes body={body} window={window} area={area} />
            <div
              className="plot-drawing"
              style={{ left: area.left, top: area.top, width: area.width, height: area.height }}
            >
              <LiveCanvas model={model} frame={frame} hidden={false} />
            </div>
          </>
        )}
      </div>
    </figure>
  );
}
