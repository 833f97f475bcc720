import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { useTimeline, visibleWindow } from "../../state/timeline.ts";
import type { Range } from "../../view/axis.ts";
import { pixelToTime, type TimeScale, timeToPixel } from "../../view/time-scale.ts";
import type { PlotArea } from "./plot-area.ts";

/** A drag shorter than this is a click, in pixels. */
const CLICK = 5;
/** Clicks closer than this are one double click, which leaves the playhead where it was, in ms. */
const DOUBLE_CLICK = 600;

export interface TimeOverlayProps {
  readonly name: string;
  readonly area: PlotArea;
  readonly window: Range;
}

/**
 * Playhead, hover cursor and zoom selection over a plot area. They follow the timeline by moving three boxes, without
 * rendering or redrawing anything. Mouse: drag zooms, click sets the playhead, double click shows everything again;
 * a finger scrubs. To the keyboard and to screen readers it is a slider over time.
 */
export function TimeOverlay({ name, area, window }: TimeOverlayProps) {
  const overlay = useRef<HTMLDivElement>(null);
  const playhead = useRef<HTMLSpanElement>(null);
  const hover = useRef<HTMLSpanElement>(null);
  const selection = useRef<HTMLSpanElement>(null);
  const pressedAt = useRef<number | null>(null);
  const clicked = useRef({ at: Number.NEGATIVE_INFINITY, before: 0 });
  const scale: TimeScale = { window, left: 0, width: area.width };

  useEffect(() => {
    const place = () => {
      const state = useTimeline.getState();
      const shown: TimeScale = { window: visibleWindow(state), left: 0, width: area.width };
      moveTo(playhead.current, state.t, shown);
      announce(overlay.current, state.t, state.end);
      moveTo(hover.current, state.hoverT, shown);
    };
    place();
    return useTimeline.subscribe(place);
  }, [area.width]);

  const pixelOf = (event: PointerEvent<HTMLDivElement>): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const timeline = useTimeline.getState();
    const pixel = pixelOf(event);
    timeline.setHover(pixelToTime(scale, pixel));
    if (pressedAt.current === null) return;
    if (event.pointerType === "touch") timeline.setTime(pixelToTime(scale, pixel));
    else showSelection(selection.current, pressedAt.current, pixel, area.width);
  };

  const click = (t: number) => {
    const timeline = useTimeline.getState();
    const now = performance.now();
    if (now - clicked.current.at > DOUBLE_CLICK) clicked.current = { at: now, before: timeline.t };
    timeline.setTime(t);
  };

  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const from = pressedAt.current;
    pressedAt.current = null;
    if (selection.current) selection.current.hidden = true;
    if (from === null) return;
    const timeline = useTimeline.getState();
    const to = pixelOf(event);
    if (event.pointerType === "touch") timeline.setHover(null);
    if (Math.abs(to - from) < CLICK || event.pointerType === "touch") click(pixelToTime(scale, to));
    else timeline.zoomTo(pixelToTime(scale, from), pixelToTime(scale, to));
  };

  return (
    <div
      ref={overlay}
      className="time-overlay"
      role="slider"
      tabIndex={0}
      aria-label={`Time in ${name}`}
      aria-valuemin={0}
      aria-valuenow={0}
      onKeyDown={onKeyDown}
      style={{ left: area.left, top: area.top, width: area.width, height: area.height }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressedAt.current = pixelOf(event);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        pressedAt.current = null;
        useTimeline.getState().setHover(null);
      }}
      onPointerLeave={() => useTimeline.getState().setHover(null)}
      onDoubleClick={() => {
        useTimeline.getState().setTime(clicked.current.before);
        useTimeline.getState().resetZoom();
      }}
    >
      <span ref={selection} className="zoom-selection" hidden />
      <span ref={hover} className="hover-line" hidden />
      <span ref={playhead} className="playhead" hidden />
    </div>
  );
}

function announce(slider: HTMLDivElement | null, t: number, end: number): void {
  const value = t.toFixed(1);
  if (slider === null || slider.ariaValueText === `t = ${value}`) return;
  slider.ariaValueNow = value;
  slider.ariaValueText = `t = ${value}`;
  slider.ariaValueMax = String(end);
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  const timeline = useTimeline.getState();
  const step = STEPS[event.key];
  if (step !== undefined) timeline.stepBy(step * (event.shiftKey ? 10 : 1));
  else if (event.key === "Home") timeline.setTime(0);
  else if (event.key === "End") timeline.setTime(timeline.end);
  else if (event.key === "Escape") timeline.resetZoom();
  else return;
  event.preventDefault();
}

function moveTo(line: HTMLSpanElement | null, t: number | null, scale: TimeScale): void {
  if (line === null) return;
  const [start, end] = scale.window;
  line.hidden = t === null || t < start || t > end;
  if (t !== null) line.style.transform = `translateX(${timeToPixel(scale, t)}px)`;
}

function showSelection(box: HTMLSpanElement | null, from: number, to: number, width: number): void {
  if (box === null) return;
  const left = Math.max(0, Math.min(from, to));
  const right = Math.min(width, Math.max(from, to));
  box.hidden = right - left < CLICK;
  box.style.left = `${left}px`;
  box.style.width = `${right - left}px`;
}
