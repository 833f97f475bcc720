import { useMemo } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { mapFieldDefinition } from "../../view/definitions.ts";
import { type Absence, absenceAt, mapFieldInfo, quantityOptions } from "../../view/map-fields.ts";
import { NOT_DIVERGED_COLOR, pointAt } from "../../view/map-grid.ts";
import { cssColor } from "../../view/map-palette.ts";
import { type MapScale, mapScale } from "../../view/map-scale.ts";
import { useMap } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { SelectField } from "../controls/select-field.tsx";
import { Defined } from "../definitions/defined.tsx";
import { RichText } from "../plots/rich-text.tsx";
import { ColorBar } from "./color-bar.tsx";
import { pointValue } from "./describe-point.ts";
import { HeatMap } from "./heat-map.tsx";
import { fieldOf, type Side, useMapView } from "./map-view-store.ts";

interface MapCardProps {
  readonly table: MapTable;
  readonly version: number;
  readonly side: Side;
}

/** A heat map with the choice of its field, its colour bar, and the values under the cursor. */
export function MapCard({ table, version, side }: MapCardProps) {
  const chosen = useMapView((view) => view.fields[side]);
  const choose = useMapView((view) => view.choose);
  const field = chosen in table.fields ? chosen : fieldOf(table, side);
  const scale = useScale(table, version, field);
  const definition = mapFieldDefinition(field);
  return (
    <figure className="map-card" aria-label={mapFieldInfo(field).label}>
      <SelectField
        label={side === "first" ? "First field" : "Second field"}
        value={field}
        options={quantityOptions(Object.keys(table.fields))}
        onChange={(name) => choose(side, name)}
      />
      <div className="map-body">
        <HeatMap table={table} version={version} field={field} scale={scale} />
        <ColorBar field={field} scale={scale} />
      </div>
      <figcaption className="map-caption">
        {definition !== null && <Defined id={definition}>Definition</Defined>}
        <Readout table={table} field={field} />
        <AbsenceLegend table={table} version={version} field={field} />
      </figcaption>
    </figure>
  );
}

function useScale(table: MapTable, version: number, field: string): MapScale {
  const palette = useMapView((view) => view.palette);
  return useMemo(() => {
    const values = version < 0 ? undefined : table.fields[field];
    return mapScale(field, values ?? new Float64Array(), palette);
  }, [table, version, field, palette]);
}

/** The values under the cursor. */
function Readout({ table, field }: { readonly table: MapTable; readonly field: string }) {
  const cursor = useMapView((view) => view.cursor);
  const failures = useMap((state) => state.failures);
  if (cursor === null || cursor >= table.status.length) {
    return <span className="map-readout">Point at the map to read it.</span>;
  }
  const { u, v } = pointAt(table.axes, cursor);
  const failure = table.status[cursor] === "failed" ? failures.get(cursor) : undefined;
  return (
    <span className="map-readout" data-testid="map-readout">
      <i>U</i> = {formatNumber(u)} <i>J</i> · <i>V</i> = {formatNumber(v)} <i>J</i> ·{" "}
      <strong>
        <RichText markup={pointValue(table, field, cursor)} />
      </strong>
      {failure !== undefined && <span className="map-failure" title={failure}>{` ${failure}`}</span>}
    </span>
  );
}

/** What cells without a colour of the bar mean, as far as there are any. */
function AbsenceLegend({ table, version, field }: Omit<MapCardProps, "side"> & { readonly field: string }) {
  const absences = useMemo(() => {
    const values = table.fields[field] ?? new Float64Array();
    const found = new Set<Absence>();
    if (version < 0) return found;
    values.forEach((value, point) => {
      if (Number.isNaN(value)) found.add(absenceAt(table, field, point));
    });
    return found;
  }, [table, version, field]);
  return (
    <span className="map-absences">
      {absences.has("notDiverged") && (
        <span>
          <i className="map-swatch" style={{ background: cssColor(NOT_DIVERGED_COLOR) }} /> never diverges
        </span>
      )}
      {absences.has("undefined") && (
        <span>
          <i className="map-swatch hatched" /> no value
        </span>
      )}
    </span>
  );
}
