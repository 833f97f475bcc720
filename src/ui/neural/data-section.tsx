import type { CSSProperties } from "react";
import { trainedMethod } from "../../state/training-settings.ts";
import { useApp, useConfig, useTraining } from "../app-context.ts";
import { NumberField } from "../controls/number-field.tsx";
import { ValuesField } from "./values-field.tsx";

/** Which exact data the model learns from, and how far it has to predict. */
export function DataSection() {
  return (
    <section className="panel-section" aria-labelledby="training-data-title">
      <h2 className="section-title" id="training-data-title">
        Data
      </h2>
      <Windows />
      <Quenches />
    </section>
  );
}

/** Step of the sliders, in 1/J. */
const STEP = 0.5;
/** Longest window of the slider; the field takes longer ones. */
const LONGEST = 40;

function Windows() {
  const { configs, training } = useApp();
  const config = useConfig((state) => state.config);
  const settings = useTraining((state) => state.settings);
  const { trainUntil } = trainedMethod(config, settings);
  const { end } = config.time;
  return (
    <>
      <WindowSlider
        name="Train until"
        value={trainUntil}
        max={end}
        onChange={(value) => training.change({ trainUntil: value })}
      />
      <WindowSlider
        name="Extrapolate until"
        value={end}
        max={LONGEST}
        onChange={(value) => configs.edit((old) => ({ ...old, time: { ...old.time, end: value } }))}
      />
    </>
  );
}

interface WindowSliderProps {
  readonly name: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: Parameters<typeof NumberField>[0]["onCommit"];
}

function WindowSlider({ name, value, max, onChange }: WindowSliderProps) {
  const fraction = Math.min(1, value / max);
  return (
    <div className="window-slider">
      <span className="field-label">{name}</span>
      <input
        className="slider"
        type="range"
        min={STEP}
        max={max}
        step={STEP}
        value={value}
        aria-label={name}
        aria-valuetext={`${value} / J`}
        style={{ "--fill": `${fraction * 100}%` } as CSSProperties}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <NumberField label={`${name}, value`} hideLabel value={value} unit="/ J" onCommit={onChange} />
    </div>
  );
}

/** Further quenches to learn from, and quenches that are only predicted. */
function Quenches() {
  const { training } = useApp();
  const config = useConfig((state) => state.config);
  const settings = useTraining((state) => state.settings);
  if (!("trap" in config.quench)) return null;
  return (
    <details className="training-details">
      <summary>Several quenches</summary>
      <ValuesField
        label="Learn from U / J as well"
        values={settings.furtherInteractions}
        onCommit={(furtherInteractions) => training.change({ furtherInteractions })}
      />
      <ValuesField
        label="Learn from V / J as well"
        values={settings.furtherTraps}
        onCommit={(furtherTraps) => training.change({ furtherTraps })}
      />
      <ValuesField
        label="Held out: predict V / J"
        values={settings.heldOutTraps}
        onCommit={(heldOutTraps) => training.change({ heldOutTraps })}
      />
      <p className="hint">Lists such as 0.5, 1.5, or ranges start:stop:count.</p>
    </details>
  );
}
