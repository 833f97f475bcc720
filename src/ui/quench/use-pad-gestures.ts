import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { withQuench } from "../../state/config-edits.ts";
import { useApp } from "../app-context.ts";
import { COARSE_STEP, FINE_STEP, round } from "../controls/slider.tsx";
import type { QuenchAxis } from "./quench-axes.tsx";

export interface PadPoint {
  readonly x: number;
  readonly y: number;
}

interface PadGestures {
  readonly horizontal: QuenchAxis;
  readonly vertical: QuenchAxis;
  readonly point: PadPoint;
  readonly setHover: (point: PadPoint | null) => void;
}

/** Pointer and keyboard handlers of the pad. Moves are applied once per frame, on a grid of 0.05. */
export function usePadGestures({ horizontal, vertical, point, setHover }: PadGestures) {
  const { configs } = useApp();
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const move = (target: PadPoint) => {
    configs.edit((config) =>
      withQuench(config, { [horizontal.key]: round(target.x), [vertical.key]: round(target.y) }),
    );
  };
  const locate = (event: PointerEvent<HTMLElement>) => pointAt(event, horizontal.max, vertical.max);
  const dragging = (event: PointerEvent<HTMLElement>) =>
    event.currentTarget.hasPointerCapture(event.pointerId);

  const plane = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      configs.beginGesture();
      const target = locate(event);
      setHover(target);
      move(target);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const target = locate(event);
      const follow = dragging(event);
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => {
        setHover(target);
        if (follow) move(target);
      });
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (!dragging(event)) return;
      cancelAnimationFrame(frame.current);
      move(locate(event));
      configs.endGesture();
    },
    onPointerCancel: configs.endGesture,
    onPointerLeave() {
      cancelAnimationFrame(frame.current);
      setHover(null);
    },
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = keyTarget(event, point, horizontal, vertical);
    if (target === null) return;
    event.preventDefault();
    configs.beginGesture();
    move(target);
  };
  return { plane, point: { onKeyDown, onKeyUp: configs.endGesture, onBlur: configs.endGesture } };
}

function pointAt(event: PointerEvent<HTMLElement>, xMax: number, yMax: number): PadPoint {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: snap((event.clientX - box.left) / box.width, xMax),
    y: snap(1 - (event.clientY - box.top) / box.height, yMax),
  };
}

function keyTarget(
  { key, shiftKey }: KeyboardEvent,
  { x, y }: PadPoint,
  horizontal: QuenchAxis,
  vertical: QuenchAxis,
): PadPoint | null {
  const direction = DIRECTIONS[key];
  if (direction === undefined) return null;
  const step = shiftKey ? COARSE_STEP : FINE_STEP;
  return {
    x: nudge(x, direction[0] * step, horizontal.max),
    y: nudge(y, direction[1] * step, vertical.max),
  };
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

function snap(fraction: number, max: number): number {
  return round(Math.round((Math.min(1, Math.max(0, fraction)) * max) / FINE_STEP) * FINE_STEP);
}

/** A step that stays on the pad, or moves a typed value that lies outside only towards it. */
function nudge(value: number, step: number, max: number): number {
  if (step === 0) return value;
  return step > 0 ? Math.max(value, Math.min(max, value + step)) : Math.min(value, Math.max(0, value + step));
}
