import { useMemo } from "react";
import type { Classification } from "../../analysis/analyse.ts";
import { POINT_CLASSES } from "../../analysis/classes.ts";
import type { MapTable } from "../../protocol/map.ts";
import { CLASS_COLORS, CLASS_NAMES, classPixels } from "../../view/analysis-picture.ts";
import { pointAt } from "../../view/map-grid.ts";
import { cssColor } from "../../view/map-palette.ts";
import { formatNumber } from "../controls/number-text.ts";
import { Defined } from "../definitions/defined.tsx";
import { type HeatPicture, HeatPlane } from "../map/heat-map.tsx";

interface ClassMapCardProps extends Pick<Classification, "classes" | "counts"> {
  readonly table: MapTable;
}

/** Where a closure exists, over U and V, and how many points that are. */
export function ClassMapCard({ table, classes, counts }: ClassMapCardProps) {
  const picture = useMemo((): HeatPicture => classPicture(table, classes), [table, classes]);
  return (
    <figure className="map-card class-map" aria-label="Classes of the points" data-testid="class-map">
      <figcaption className="plot-title">
        <Defined id="closureClass">Where a closure exists</Defined>
      </figcaption>
      <div className="class-map-body">
        <HeatPlane table={table} picture={picture} />
        <dl className="class-counts">
          {POINT_CLASSES.map((name) => (
            <div key={name} data-class={name}>
              <dt>
                <i className="map-swatch" style={{ background: cssColor(CLASS_COLORS[name]) }} />{" "}
                {CLASS_NAMES[name]}
              </dt>
              <dd>{counts[name]}</dd>
            </div>
          ))}
          {counts.open > 0 && (
            <div data-class="open">
              <dt>
                <i className="map-swatch hatched" /> not judged
              </dt>
              <dd>{counts.open}</dd>
            </div>
          )}
          {counts.pending > 0 && (
            <div data-class="pending">
              <dt>not computed yet</dt>
              <dd>{counts.pending}</dd>
            </div>
          )}
        </dl>
      </div>
    </figure>
  );
}

function classPicture(table: MapTable, classes: Classification["classes"]): HeatPicture {
  return {
    name: "class",
    label: "Class over U and V",
    pixels: (pending) => classPixels(table, classes, pending),
    describe(point) {
      const { u, v } = pointAt(table.axes, point);
      const found = classes[point] ?? null;
      const absent = table.status[point] === "pending" ? "not computed yet" : "not judged";
      return `U = ${formatNumber(u)} J, V = ${formatNumber(v)} J, ${found === null ? absent : CLASS_NAMES[found]}`;
    },
  };
}
