import { useMemo } from "react";
import type { MapTable } from "../../protocol/map.ts";
import { mapFieldInfo, mapFieldTitle } from "../../view/map-fields.ts";
import { pointAt, UNDEFINED_COLOR } from "../../view/map-grid.ts";
import { cssColor, type MapScale, mapScale } from "../../view/map-scale.ts";
import { useMap } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { SelectField } from "../controls/select-field.tsx";
import { RichText } from "../plots/rich-text.tsx";
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
  return (
    <figure className="map-card" aria-label={mapFieldInfo(field).label}>
      <SelectField
        label={side === "first" ? "First field" : "Second field"}
        value={field}
        options={Object.keys(table.fields).map((name) => ({ value: name, label: mapFieldInfo(name).label }))}
        onChange={(name) => choose(side, name)}
      />
      <div className="map-body">
        <HeatMap table={table} version={version} field={field} scale={scale} />
        <ColorBar field={field} scale={scale} />
      </div>
      <Readout table={table} field={field} />
    </figure>
  );
}

function useScale(table: MapTable, version: number, field: string): MapScale {
  return useMemo(() => {
    const values = version < 0 ? undefined : table.fields[field];
    return mapScale(field, values ?? new Float64Array());
  }, [table, version, field]);
}

function ColorBar({ field, scale }: { readonly field: string; readonly scale: MapScale }) {
  const background = `linear-gradient(to top, ${scale.stops.map(cssColor).join(", ")})`;
  return (
    <div className="heat-bar" aria-hidden="true">
      <span className="heat-bar-title">
        <RichText markup={mapFieldTitle(mapFieldInfo(field))} />
      </span>
      <span className="heat-bar-strip" style={{ background }} />
      {scale.ticks.map(({ value, label }) => (
        <span key={value} className="heat-bar-tick" style={{ bottom: `${100 * scale.fraction(value)}%` }}>
          <RichText markup={label} />
        </span>
      ))}
    </div>
  );
}

/** The values under the cursor, or what grey means. */
function Readout({ table, field }: { readonly table: MapTable; readonly field: string }) {
  const cursor = useMapView((view) => view.cursor);
  const failures = useMap((state) => state.failures);
  if (cursor === null || cursor >= table.status.length) {
    return (
      <figcaption className="map-readout">
        <span className="map-undefined" style={{ background: cssColor(UNDEFINED_COLOR) }} /> no value
      </figcaption>
    );
  }
  const { u, v } = pointAt(table.axes, cursor);
  const failure = table.status[cursor] === "failed" ? failures.get(cursor) : undefined;
  return (
    <figcaption className="map-readout" data-testid="map-readout">
      <i>U</i> = {formatNumber(u)} <i>J</i> · <i>V</i> = {formatNumber(v)} <i>J</i> ·{" "}
      <strong>
        <RichText markup={pointValue(table, field, cursor)} />
      </strong>
      {failure !== undefined && <span className="map-failure" title={failure}>{` ${failure}`}</span>}
    </figcaption>
  );
}
