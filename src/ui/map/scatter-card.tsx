import { useMemo } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { fixed } from "../../view/format.ts";
import { quantityNames, quantityOptions } from "../../view/map-fields.ts";
import { cssColor } from "../../view/map-palette.ts";
import {
  BY_STATUS,
  type ScatterModel,
  STATUS_COLORS,
  scatterModel,
  scatterTitle,
} from "../../view/map-scatter.ts";
import { SelectField } from "../controls/select-field.tsx";
import { Defined } from "../definitions/defined.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { useThrottled } from "../plots/use-throttled.ts";
import { ColorBar } from "./color-bar.tsx";
import { describeDot } from "./describe-point.ts";
import { scatterOf, useMapView } from "./map-view-store.ts";
import { ScatterPlot } from "./scatter-plot.tsx";

interface ScatterCardProps {
  readonly table: MapTable;
  readonly version: number;
}

/** Ranks are counted anew at most this often while a map fills in, in ms. */
const UPDATE_INTERVAL = 400;

/** One quantity of the map against another, with their correlation. */
export function ScatterCard({ table, version }: ScatterCardProps) {
  const chosen = useMapView((view) => view.scatter);
  const choose = useMapView((view) => view.chooseScatter);
  const palette = useMapView((view) => view.palette);
  const choice = useMemo(() => scatterOf(table, chosen), [table, chosen]);
  const seen = useThrottled(version, UPDATE_INTERVAL);
  // The table changes in place: `seen` says that it did.
  const model = useMemo(
    () => (seen < 0 ? null : scatterModel(table, choice, palette)),
    [table, seen, choice, palette],
  );
  const names = quantityOptions(quantityNames(table));
  if (model === null) return null;
  return (
    <figure className="map-card scatter-card" aria-label={scatterTitle(choice)} data-testid="scatter">
      <div className="scatter-choices">
        <SelectField label="Upwards" value={choice.y} options={names} onChange={(y) => choose({ y })} />
        <SelectField label="Across" value={choice.x} options={names} onChange={(x) => choose({ x })} />
        <SelectField
          label="Colour"
          value={choice.color}
          options={[{ value: BY_STATUS, label: "Status" }, ...names]}
          onChange={(color) => choose({ color })}
        />
      </div>
      <div className="map-body">
        <ScatterPlot table={table} choice={choice} model={model} />
        {model.color === null ? <StatusLegend /> : <ColorBar field={choice.color} scale={model.color} />}
      </div>
      <figcaption className="map-caption">
        <Coefficients model={model} />
        <DotReadout table={table} x={choice.x} y={choice.y} />
      </figcaption>
    </figure>
  );
}

function Coefficients({ model: { points, missing, pearson, spearman } }: { readonly model: ScatterModel }) {
  const left = missing === 0 ? "" : `; ${missing} without both values are left out`;
  return (
    <span className="map-coefficients" data-testid="coefficients">
      <Defined id="spearman">
        Spearman <i>ρ</i>
      </Defined>{" "}
      = <strong>{coefficient(spearman)}</strong>, Pearson = <strong>{coefficient(pearson)}</strong>,{" "}
      {points.length} points{left}.
    </span>
  );
}

function coefficient(value: number): string {
  return Number.isNaN(value) ? "undefined" : fixed(value, 3);
}

function DotReadout({ table, x, y }: { readonly table: MapTable; readonly x: string; readonly y: string }) {
  const cursor = useMapView((view) => view.cursor);
  return (
    <span className="map-readout">
      {cursor !== null && cursor < table.status.length && (
        <RichText markup={describeDot(table, [x, y], cursor)} />
      )}
    </span>
  );
}

function StatusLegend() {
  return (
    <ul className="scatter-legend">
      {(["done", "diverged", "failed"] as const).map((status) => (
        <li key={status}>
          <i className="map-swatch round" style={{ background: cssColor(STATUS_COLORS[status]) }} /> {status}
        </li>
      ))}
    </ul>
  );
}
