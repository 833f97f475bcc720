import { mapFieldInfo, mapFieldSymbol } from "../../view/map-fields.ts";
import { cssColor } from "../../view/map-palette.ts";
import type { MapScale } from "../../view/map-scale.ts";
import { RichText } from "../plots/rich-text.tsx";

/** The colours of a quantity from low to high, with round values. */
export function ColorBar({ field, scale }: { readonly field: string; readonly scale: MapScale }) {
  const background = `linear-gradient(to top, ${scale.palette.stops.map(cssColor).join(", ")})`;
  return (
    <div className="heat-bar" aria-hidden="true">
      <span className="heat-bar-title">
        <RichText markup={mapFieldSymbol(mapFieldInfo(field))} />
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
