import { memo } from "react";
import type { ResultSet } from "../../protocol/results.ts";
import type { PlotSpec } from "../../view/catalog.ts";
import { shortLabel } from "../../view/method-style.ts";
import type { PlotOptions } from "../../view/model.ts";
import { chosenMethod, exactMethod } from "../../view/tracks.ts";
import { Segmented } from "../controls/segmented.tsx";

export interface PlotControlsProps {
  readonly spec: PlotSpec;
  readonly options: PlotOptions;
  readonly results: ResultSet | null;
  readonly onChange: (patch: Partial<PlotOptions>) => void;
}

const VIEWS = [
  { value: "heat", label: "Map", name: "Heatmap over rows and time" },
  { value: "lines", label: "Lines", name: "One line per row" },
] as const;

/** Switches of one plot: quantity, map or lines, and which method is shown. */
export const PlotControls = memo(function PlotControls({
  spec,
  options,
  results,
  onChange,
}: PlotControlsProps) {
  if (spec.kind === "curves") {
    if (spec.quantities.length < 2) return null;
    const names = spec.quantities.map(({ name }, index) => ({ value: String(index), label: name, name }));
    return (
      <Segmented
        label="Quantity"
        value={String(options.quantity)}
        options={names}
        onChange={(value) => onChange({ quantity: Number(value) })}
      />
    );
  }
  return (
    <>
      {results !== null && <MethodSelect options={options} results={results} onChange={onChange} />}
      {spec.kind === "rows" && (
        <Segmented
          label="View"
          value={options.view}
          options={VIEWS}
          onChange={(view) => onChange({ view })}
        />
      )}
    </>
  );
});

type MethodSelectProps = Pick<PlotControlsProps, "options" | "onChange"> & { readonly results: ResultSet };

function MethodSelect({ options, results, onChange }: MethodSelectProps) {
  const shown = chosenMethod(results, options.method);
  const exact = exactMethod(results);
  const others = results.methods.filter((method) => method !== exact);
  const value =
    shown === undefined ? "" : `${options.difference && shown !== exact ? "-" : ""}${shown.index}`;
  return (
    <select
      className="method-select"
      aria-label="Method shown"
      value={value}
      onChange={({ target }) =>
        onChange({ method: Math.abs(Number(target.value)), difference: target.value.startsWith("-") })
      }
    >
      {results.methods.map((method) => (
        <option key={method.label} value={method.index}>
          {shortLabel(method.label)}
        </option>
      ))}
      {exact !== undefined &&
        others.map((method) => (
          <option key={method.label} value={`-${method.index}`}>
            {shortLabel(method.label)} − exact
          </option>
        ))}
    </select>
  );
}
