import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { mapFieldDefinition } from "../../view/definitions.ts";
import { mapFieldInfo, mapFieldTitle } from "../../view/map-fields.ts";
import { cssColor } from "../../view/map-palette.ts";
import type { MapScale } from "../../view/map-scale.ts";
import {
  dotBeside,
  dotNear,
  type ScatterChoice,
  type ScatterModel,
  scatterTitle,
} from "../../view/map-scatter.ts";
import type { Theme } from "../../view/method-style.ts";
import { richToPlain } from "../../view/rich.ts";
import { Defined } from "../definitions/defined.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { type Size, useSize } from "../plots/use-size.ts";
import { useTheme } from "../plots/use-theme.ts";
import { describeDot } from "./describe-point.ts";
import { useMapView } from "./map-view-store.ts";
import { useGoTo } from "./use-go-to.ts";

interface ScatterPlotProps {
  readonly table: MapTable;
  readonly choice: ScatterChoice;
  readonly model: ScatterModel;
}

/** Dots at the edge stay whole: the canvas is larger than the plane by this, in pixels. */
const MARGIN = 6;
const RIM: Readonly<Record<Theme, string>> = { light: "#566070", dark: "#9aa5b4" };
/** How far from the pointer a dot is found, in pixels. */
const REACH = { mouse: 20, touch: 36 };

/** Axes and dots. The dot under the pointer or the arrow keys is the cursor of the maps too; a click or Enter goes there. */
export function ScatterPlot({ table, choice, model }: ScatterPlotProps) {
  const plane = useRef<HTMLDivElement>(null);
  const size = useSize(plane);
  const cursor = useMapView((view) => view.cursor);
  const handlers = useDots(model);
  const dot = cursor === null ? -1 : model.points.indexOf(cursor);
  return (
    <div className="heat scatter">
      <Ticks side="left" scale={model.y} quantity={choice.y} />
      {/* biome-ignore format: one attribute a line */}
      <div
        ref={plane}
        className="heat-plane"
        role="slider"
        tabIndex={0}
        aria-label={scatterTitle(choice)}
        aria-roledescription="scatter plot"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, model.points.length - 1)}
        aria-valuenow={Math.max(0, dot)}
        aria-valuetext={
          dot < 0 ? "no dot chosen" : richToPlain(describeDot(table, [choice.x, choice.y], cursor ?? 0))
        }
        data-testid="scatter-plane"
        {...handlers}
      >
        <Grid model={model} />
        <Dots model={model} size={size} />
        {dot >= 0 && (
          <span
            className="scatter-cursor"
            style={{
              left: percent(model.right[dot] ?? 0),
              bottom: percent(model.up[dot] ?? 0),
              background: cssColor(model.colors[dot] ?? [0, 0, 0]),
            }}
          />
        )}
      </div>
      <Ticks side="bottom" scale={model.x} quantity={choice.x} />
    </div>
  );
}

interface TicksProps {
  readonly side: "left" | "bottom";
  readonly scale: MapScale;
  readonly quantity: string;
}

function Ticks({ side, scale, quantity }: TicksProps) {
  const edge = side === "left" ? "bottom" : "left";
  const definition = mapFieldDefinition(quantity);
  const title = <RichText markup={mapFieldTitle(mapFieldInfo(quantity))} />;
  return (
    <div className={`heat-ticks ${side}`}>
      {scale.ticks.map(({ value, label }) => (
        <span key={value} style={{ [edge]: percent(scale.fraction(value)) }} aria-hidden="true">
          <RichText markup={label} />
        </span>
      ))}
      <b className="heat-axis">{definition === null ? title : <Defined id={definition}>{title}</Defined>}</b>
    </div>
  );
}

function Grid({ model: { x, y } }: { readonly model: ScatterModel }) {
  return (
    <>
      {x.ticks.map(({ value }) => (
        <span
          key={`x${value}`}
          className="scatter-grid across"
          style={{ left: percent(x.fraction(value)) }}
        />
      ))}
      {y.ticks.map(({ value }) => (
        <span key={`y${value}`} className="scatter-grid up" style={{ bottom: percent(y.fraction(value)) }} />
      ))}
    </>
  );
}

function Dots({ model, size: { width, height } }: { readonly model: ScatterModel; readonly size: Size }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const context = ref.current?.getContext("2d");
    if (!context) return;
    const ratio = devicePixelRatio;
    context.canvas.width = Math.round((width + 2 * MARGIN) * ratio);
    context.canvas.height = Math.round((height + 2 * MARGIN) * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.translate(MARGIN, MARGIN);
    context.strokeStyle = RIM[theme];
    paintDots(context, model, width, height);
  }, [model, width, height, theme]);
  return (
    <canvas
      ref={ref}
      className="scatter-dots"
      style={{ inset: -MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN }}
      aria-hidden="true"
    />
  );
}

/** Dots with a rim, so that none is lost on the card; small squares where there are many. */
function paintDots(
  context: CanvasRenderingContext2D,
  model: ScatterModel,
  width: number,
  height: number,
): void {
  const { points, right, up, colors } = model;
  const radius = points.length < 400 ? 4 : points.length < 3000 ? 2.5 : 1.5;
  context.globalAlpha = 0.85;
  context.lineWidth = 0.5;
  for (let k = 0; k < points.length; k++) {
    const x = (right[k] ?? 0) * width;
    const y = (1 - (up[k] ?? 0)) * height;
    context.fillStyle = cssColor(colors[k] ?? [0, 0, 0]);
    if (radius < 2) {
      context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      continue;
    }
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

function useDots(model: ScatterModel) {
  const goTo = useGoTo();
  const move = useMapView((view) => view.point);
  const dotUnder = (event: PointerEvent | MouseEvent, reach: number) => {
    const { left, bottom, width, height } = event.currentTarget.getBoundingClientRect();
    const place = { right: (event.clientX - left) / width, up: (bottom - event.clientY) / height };
    return dotNear(model, place, { width, height, reach });
  };
  const reachOf = (event: PointerEvent) => (event.pointerType === "touch" ? REACH.touch : REACH.mouse);
  return {
    onPointerMove: (event: PointerEvent) => move(dotUnder(event, reachOf(event))),
    onPointerLeave: (event: PointerEvent) => event.pointerType !== "touch" && move(null),
    onBlur: () => move(null),
    onClick(event: MouseEvent) {
      const dot = dotUnder(event, REACH.touch);
      if (dot === null) return;
      move(dot);
      goTo(dot);
    },
    onKeyDown(event: KeyboardEvent) {
      const { cursor } = useMapView.getState();
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
      if (step !== null) move(dotBeside(model, cursor, step));
      else if (event.key === "Enter" && cursor !== null) goTo(cursor);
      else return;
      event.preventDefault();
    },
  };
}

function percent(fraction: number): string {
  return `${100 * fraction}%`;
}
