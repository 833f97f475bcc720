import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Range } from "../../view/axis.ts";
import type { Theme } from "../../view/method-style.ts";
import type { PlotModel } from "../../view/model.ts";
import { type Figure, type FigureFrame, screenFigure } from "../../view/plotly-figure.ts";
import { settledQueue } from "./draw-queues.ts";
import { LiveCanvas } from "./live-canvas.tsx";
import { type PlotArea, plotArea } from "./plot-area.ts";
import { PlotAxes } from "./plot-axes.tsx";
import { PlotlyMount } from "./plotly-mount.tsx";
import { TimeOverlay } from "./time-overlay.tsx";
import { useSize } from "./use-size.ts";

export interface PlotSurfaceProps {
  readonly id: string;
  readonly name: string;
  readonly model: PlotModel;
  readonly window: Range;
  /** Times that a method learned from, shaded behind the curves. */
  readonly learned: Range | null;
  readonly theme: Theme;
  /** No more samples are coming: plotly may draw. */
  readonly complete: boolean;
}

/**
 * Axes, curves and cursor of one plot. A canvas follows every change at once (a millisecond a drawing); when nothing
 * has changed for a while, plotly draws the same picture and takes the canvas's place.
 */
export function PlotSurface({ id, name, model, window, learned, theme, complete }: PlotSurfaceProps) {
  const surface = useRef<HTMLDivElement>(null);
  const size = useSize(surface);
  const area = useMemo(() => plotArea(size, model.body.kind === "matrix"), [size, model.body.kind]);
  const frame = useMemo<FigureFrame>(
    () => ({ width: area.width, height: area.height, window, theme }),
    [area, window, theme],
  );
  const settled = useSettled(id, model, frame, complete && size.width > 0);
  return (
    <div ref={surface} className="plot-surface" data-settled={settled.drawn}>
      {size.width > 0 && (
        <>
          {learned !== null && model.body.kind === "lines" && (
            <LearnedWindow area={area} window={window} learned={learned} />
          )}
          <PlotAxes body={model.body} window={window} area={area} />
          <div
            className="plot-drawing"
            style={{ left: area.left, top: area.top, width: area.width, height: area.height }}
          >
            <div className="plot-layer" hidden={!settled.drawn}>
              <PlotlyMount figure={settled.figure} onDrawn={settled.onDrawn} />
            </div>
            <LiveCanvas model={model} frame={frame} hidden={settled.drawn} />
          </div>
          {model.body.kind === "matrix" ? null : <TimeOverlay name={name} area={area} window={window} />}
          {model.note !== null && <NoteOver area={area} text={model.note} />}
        </>
      )}
    </div>
  );
}

interface LearnedWindowProps {
  readonly area: PlotArea;
  readonly window: Range;
  readonly learned: Range;
}

/** The part of the time axis that learned methods have seen. */
function LearnedWindow({ area, window: [start, end], learned }: LearnedWindowProps) {
  const at = (t: number) =>
    area.left + (area.width * (Math.min(end, Math.max(start, t)) - start)) / (end - start);
  const [left, right] = [at(learned[0]), at(learned[1])];
  return (
    <div
      className="learned-window"
      style={{ left, width: right - left, top: area.top, height: area.height }}
      title="The training window: learned methods have seen it"
    />
  );
}

function NoteOver({ area, text }: { readonly area: PlotArea; readonly text: string }) {
  return (
    <p
      className="plot-note"
      style={{ left: area.left, width: area.width, top: area.top, height: area.height }}
    >
      <span>{text}</span>
    </p>
  );
}

interface Settled {
  readonly figure: Figure | null;
  /** Plotly shows the present state. */
  readonly drawn: boolean;
  readonly onDrawn: (figure: Figure) => void;
}

/** The figure for plotly, made once the plot has come to rest; outdated by the next change of anything. */
function useSettled(id: string, model: PlotModel, frame: FigureFrame, atRest: boolean): Settled {
  const picture = useMemo(() => ({ model, frame }), [model, frame]);
  const [made, setMade] = useState<{ figure: Figure; picture: object } | null>(null);
  const [drawn, setDrawn] = useState<Figure | null>(null);
  useEffect(() => {
    if (!atRest) return;
    settledQueue.request(id, () => setMade({ figure: screenFigure(model.body, frame), picture }));
    return () => settledQueue.cancel(id);
  }, [id, model, frame, picture, atRest]);
  const onDrawn = useCallback((figure: Figure) => setDrawn(figure), []);
  const figure = made?.picture === picture ? made.figure : null;
  return { figure, drawn: figure !== null && drawn === figure, onDrawn };
}
