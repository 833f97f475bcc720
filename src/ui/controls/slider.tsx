import type { CSSProperties, KeyboardEvent, ReactNode } from "react";
import type { InputError } from "../../base/errors.ts";
import { useApp } from "../app-context.ts";
import "./controls.css";
import { NumberField } from "./number-field.tsx";
import { formatNumber } from "./number-text.ts";

export interface SliderProps {
  /** Accessible name, such as "Interaction U". */
  readonly name: string;
  /** What is set in front of the slider, such as an italic U. */
  readonly symbol: ReactNode;
  readonly value: number;
  readonly max: number;
  readonly unit: string;
  readonly onChange: (value: number) => InputError | null;
}

/** Steps of the arrow keys, in units of the value: fine, and with Shift. */
export const FINE_STEP = 0.05;
export const COARSE_STEP = 0.5;

/** A range from 0 to `max` with a field next to it that takes any value; a drag or a held key is one gesture. */
export function Slider({ name, symbol, value, max, unit, onChange }: SliderProps) {
  const { configs } = useApp();
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const next = keyTarget(event, value, max);
    if (next === null) return;
    event.preventDefault();
    configs.beginGesture();
    onChange(next);
  };
  const fraction = Math.min(1, Math.max(0, value / max));
  return (
    <div className="slider-row">
      <span className="slider-symbol" aria-hidden="true">
        {symbol}
      </span>
      <input
        className="slider"
        type="range"
        min={0}
        max={max}
        step={FINE_STEP}
        value={value}
        aria-label={name}
        aria-valuetext={`${formatNumber(value)} ${unit}`}
        style={{ "--fill": `${fraction * 100}%` } as CSSProperties}
        onPointerDown={configs.beginGesture}
        onPointerUp={configs.endGesture}
        onPointerCancel={configs.endGesture}
        onKeyDown={onKeyDown}
        onKeyUp={configs.endGesture}
        onBlur={configs.endGesture}
        onChange={(event) => onChange(round(event.target.valueAsNumber))}
      />
      <NumberField label={`${name}, value`} hideLabel value={value} unit={unit} onCommit={onChange} />
    </div>
  );
}

function keyTarget(event: KeyboardEvent, value: number, max: number): number | null {
  const step = event.shiftKey ? COARSE_STEP : FINE_STEP;
  switch (event.key) {
    case "ArrowRight":
    case "ArrowUp":
      return round(Math.max(value, Math.min(max, value + step)));
    case "ArrowLeft":
    case "ArrowDown":
      return round(Math.min(value, Math.max(0, value - step)));
    case "PageUp":
      return round(Math.max(value, Math.min(max, value + COARSE_STEP)));
    case "PageDown":
      return round(Math.min(value, Math.max(0, value - COARSE_STEP)));
    case "Home":
      return 0;
    case "End":
      return max;
    default:
      return null;
  }
}

/** Sliders and the pad set two decimals; typed values keep all of theirs. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
