import { useEffect } from "react";
import type { ResultSet } from "../../protocol/results.ts";
import { SPEEDS, useTimeline } from "../../state/timeline.ts";
import { formatTime } from "../../view/format.ts";
import { runProgress } from "../../view/run-progress.ts";
import { useThrottled } from "../plots/use-throttled.ts";
import { LatticeView } from "./lattice-view.tsx";
import { TransportIcon } from "./transport-icon.tsx";
import "./transport.css";

export interface TransportBarProps {
  /** What the plots show. */
  readonly results: ResultSet | null;
  /** The newest run, which may have nothing to show yet: its progress is told. */
  readonly active: ResultSet | null;
  /** Grows with every change of the results, which are mutable. */
  readonly version: number;
  readonly onCancel: () => void;
}

/** Progress and lattice change at most this often while a run streams, in ms. */
const UPDATE_INTERVAL = 200;

/** Moves the playhead of every plot, shows the lattice there, and the progress of the run. */
export function TransportBar({ results, active, version, onCancel }: TransportBarProps) {
  const seen = useThrottled(version, UPDATE_INTERVAL);
  usePlayback();
  return (
    <section className="transport" aria-label="Time and progress">
      <PlayButtons />
      <TimeSlider />
      <SpeedSelect />
      <div className="lattice-slot">
        {results !== null && <LatticeView results={results} version={seen} />}
      </div>
      <Progress results={active} version={seen} onCancel={onCancel} />
    </section>
  );
}

/** Advances the playhead with every frame while it plays. */
function usePlayback(): void {
  const playing = useTimeline((timeline) => timeline.playing);
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      useTimeline.getState().advance(Math.max(0, now - last) / 1000);
      last = now;
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);
}

function PlayButtons() {
  const playing = useTimeline((timeline) => timeline.playing);
  const toggle = useTimeline((timeline) => timeline.toggle);
  const stepBy = useTimeline((timeline) => timeline.stepBy);
  return (
    <div className="play-buttons">
      <button
        type="button"
        className="button icon-only"
        aria-label={playing ? "Pause" : "Play"}
        title={playing ? "Pause (Space)" : "Play (Space)"}
        onClick={toggle}
      >
        <TransportIcon name={playing ? "pause" : "play"} />
      </button>
      <button
        type="button"
        className="button quiet icon-only step-button"
        aria-label="One sample back"
        onClick={() => stepBy(-1)}
      >
        <TransportIcon name="back" />
      </button>
      <button
        type="button"
        className="button quiet icon-only step-button"
        aria-label="One sample on"
        onClick={() => stepBy(1)}
      >
        <TransportIcon name="forward" />
      </button>
    </div>
  );
}

function TimeSlider() {
  const t = useTimeline((timeline) => timeline.t);
  const end = useTimeline((timeline) => timeline.end);
  const step = useTimeline((timeline) => timeline.step);
  const setTime = useTimeline((timeline) => timeline.setTime);
  const text = formatTime(t, step);
  return (
    <>
      <output className="time-readout" style={{ minWidth: `${formatTime(end, step).length + 4}ch` }}>
        <i>t</i> = {text}
      </output>
      <input
        type="range"
        className="slider time-slider"
        aria-label="Time in 1/J"
        aria-valuetext={`t = ${text}`}
        min={0}
        max={end}
        step={step}
        value={t}
        style={{ "--fill": `${(100 * t) / end}%` } as React.CSSProperties}
        onChange={({ target }) => setTime(Number(target.value))}
      />
    </>
  );
}

function SpeedSelect() {
  const speed = useTimeline((timeline) => timeline.speed);
  const setSpeed = useTimeline((timeline) => timeline.setSpeed);
  return (
    <select
      className="speed-select"
      aria-label="Speed"
      value={speed}
      onChange={({ target }) => {
        const chosen = SPEEDS.find((option) => option === Number(target.value));
        if (chosen !== undefined) setSpeed(chosen);
      }}
    >
      {SPEEDS.map((option) => (
        <option key={option} value={option}>
          {option}×
        </option>
      ))}
    </select>
  );
}

function Progress({ results, version, onCancel }: Omit<TransportBarProps, "active">) {
  // The results change in place: `version` says that they did.
  const progress = runProgress(version < 0 ? null : results);
  return (
    <div className="progress" data-running={progress.running} data-testid="progress">
      <span
        className="progress-track"
        role="progressbar"
        aria-label="Run"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * progress.fraction)}
        aria-valuetext={progress.text}
      >
        <span className="progress-fill" style={{ transform: `scaleX(${progress.fraction})` }} />
      </span>
      <span className="progress-text">{progress.text}</span>
      <button type="button" className="button cancel-button" disabled={!progress.running} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
