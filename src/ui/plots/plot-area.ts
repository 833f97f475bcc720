import { marginsFor } from "../../view/time-scale.ts";
import type { Size } from "./use-size.ts";

/** The rectangle inside the axes, in pixels of the plot surface. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Matrices are square; everything else fills the surface between the margins. */
export function plotArea(size: Size, square: boolean): PlotArea {
  const margins = marginsFor(size.width);
  const width = Math.max(1, size.width - margins.left - margins.right);
  const height = Math.max(1, size.height - margins.top - margins.bottom);
  const side = Math.min(width, height);
  return {
    left: margins.left,
    top: margins.top,
    width: square ? side : width,
    height: square ? side : height,
  };
}
