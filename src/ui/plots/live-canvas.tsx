import { useLayoutEffect, useRef } from "react";
import type { PlotModel } from "../../view/model.ts";
import { paintPlot } from "../../view/paint.ts";
import type { FigureFrame } from "../../view/plotly-figure.ts";

interface LiveCanvasProps {
  readonly model: PlotModel;
  readonly frame: FigureFrame;
  readonly hidden: boolean;
}

/** Curves on a canvas, redrawn with every change. */
export function LiveCanvas({ model, frame, hidden }: LiveCanvasProps) {
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
