import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Range } from "../../view/axis.ts";
import type { Theme } from "../../view/method-style.ts";
import type { PlotModel } from "../../view/model.ts";
import { paintPlot } from "../../view/paint.ts";
import { type Figure, type FigureFrame, screenFigure } from "../../view/plotly-figure.ts";
import { settledQueue } from "./draw-queues.ts";
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
  readonly theme: Theme;
  /** No more samples are coming: plotly may draw. */
  readonly complete: boolean;
}

/**
 * Axes, curves and cursor of one plot. A canvas follows every change at once (a millisecond a drawing); when nothing
 * has changed for a while, plotly draws the same picture and takes the canvas's place.
 */
export function PlotSurface({ id, name, model, window, theme, complete }: PlotSurfaceProps) {
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

interface LiveCanvasProps {
  readonly model: PlotModel;
  readonly frame: FigureFrame;
  readonly hidden: boolean;
}

function LiveCanvas({ model, frame, hidden }: LiveCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const ratio = devicePixelRatio;
    fit(context.canvas, Math.round(frame.width * ratio), Math.round(frame.height * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintPlot(context, model.body, frame);
  }, [model, frame]);
  return <canvas ref={canvas} className="plot-layer" hidden={hidden} aria-hidden="true" />;
}

/** Resizing a canvas allocates it anew, so only when needed. */
function fit(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
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
