import { useEffect, useRef } from "react";
import type { MapTable } from "../../protocol/map.ts";
import type { MapField } from "../../state/quench-map.ts";
import { drawnPoints } from "../../view/map-grid.ts";
import { cssColor } from "../../view/map-palette.ts";
import { mapScale } from "../../view/map-scale.ts";
import { useMapView } from "../map/map-view-store.ts";

interface MapCanvasProps {
  readonly map: MapTable;
  /** Grows when the map has changed in place. */
  readonly version: number;
  readonly field: MapField;
  readonly xMax: number;
  readonly yMax: number;
}

const WIDTH = 512;
const HEIGHT = 448;

/** A map drawn as the nearest cells of its grid points; what the map does not cover or define stays empty. */
export function MapCanvas({ map, version, field, xMax, yMax }: MapCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const palette = useMapView((view) => view.palette);
  useEffect(() => {
    const context = ref.current?.getContext("2d");
    if (!context || version < 0) return;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    const { interaction, trap } = map.axes;
    const columns = cellEdges(interaction).map((edge) => Math.round((edge / xMax) * WIDTH));
    const rows = cellEdges(trap).map((edge) => Math.round((1 - edge / yMax) * HEIGHT));
    const values = map.fields[field] ?? new Float64Array();
    const { color } = mapScale(field, values, palette);
    const drawn = drawnPoints(map);
    for (const [i] of interaction.entries()) {
      for (const [j] of trap.entries()) {
        const [left = 0, right = 0] = columns.slice(i, i + 2);
        const [bottom = 0, top = 0] = rows.slice(j, j + 2);
        const value = values[drawn[i * trap.length + j] ?? -1] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        context.fillStyle = cssColor(color(value));
        context.fillRect(left, top, right - left, bottom - top);
      }
    }
  }, [map, version, field, palette, xMax, yMax]);
  return <canvas ref={ref} className="pad-map" width={WIDTH} height={HEIGHT} aria-hidden="true" />;
}

/** Borders half-way between neighbouring points, and as far outside the first and the last. */
function cellEdges(points: readonly number[]): number[] {
  const first = points[0] ?? 0;
  const last = points.at(-1) ?? 0;
  const middles = points.slice(1).map((point, index) => (point + (points[index] ?? point)) / 2);
  const head = middles[0] ?? first + 0.5;
  const tail = middles.at(-1) ?? last - 0.5;
  return [2 * first - head, ...middles, 2 * last - tail];
}
