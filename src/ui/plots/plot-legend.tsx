import { compact, fixed } from "../../view/format.ts";
import type { HeatPlot, LinePlot, PlotBody, Series } from "../../view/model.ts";
import { paletteGradient } from "../../view/palette.ts";
import { sampleAt } from "../../view/time-scale.ts";
import { Swatch } from "../methods/swatch.tsx";
import { RichText } from "./rich-text.tsx";
import { useCursorTime } from "./use-cursor.ts";

export interface PlotLegendProps {
  readonly body: PlotBody;
  /** Curves show their last value, not that at the time under the cursor. */
  readonly latest?: boolean;
  readonly onToggle: (series: string) => void;
}

/** Names, looks and present values of what a plot shows; a click hides or shows a curve. */
export function PlotLegend({ body, latest = false, onToggle }: PlotLegendProps) {
  switch (body.kind) {
    case "lines":
      return <CurveLegend plot={body} latest={latest} onToggle={onToggle} />;
    case "heat":
      return <HeatLegend plot={body} />;
    case "matrix":
      return (
        <div className="legend">
          <ColorBar color={body.color} />
        </div>
      );
  }
}

const NO_TIMES: readonly number[] = [];
/** More rows than this are not listed one by one. */
const MOST_ROWS = 8;

interface CurveLegendProps {
  readonly plot: LinePlot;
  readonly latest: boolean;
  readonly onToggle: (series: string) => void;
}

function CurveLegend({ plot, latest, onToggle }: CurveLegendProps) {
  const curves = plot.series.filter((series) => !series.dim);
  const cursor = useCursorTime(curves[0]?.times ?? NO_TIMES);
  const listed = curves[0]?.id.startsWith("row") ? curves.slice(0, MOST_ROWS) : curves;
  return (
    <ul className="legend">
      {listed.map((series) => (
        <li key={series.id}>
          <button
            type="button"
            className="legend-entry"
            aria-pressed={!series.hidden}
            title={series.hidden ? "Show this curve" : "Hide this curve"}
            onClick={() => onToggle(series.id)}
          >
            <Swatch methodStyle={{ ...series.ink, dash: series.dash }} />
            <span className="legend-name">
              <RichText markup={series.label} />
            </span>
            <span className="legend-value">
              <RichText markup={latest ? lastValue(series) : valueAt(series, cursor)} />
            </span>
          </button>
        </li>
      ))}
      {listed.length < curves.length && <li className="legend-rest">… {curves.length} in all</li>}
    </ul>
  );
}

function lastValue({ count, at }: Series): string {
  return count === 0 ? "–" : compact(at(count - 1));
}

function valueAt(series: Series, t: number): string {
  const sample = sampleAt(series.times, series.count, t);
  return sample < 0 ? "–" : compact(series.at(sample));
}

function HeatLegend({ plot }: { readonly plot: HeatPlot }) {
  const layer = plot.layers.find(({ dim }) => !dim);
  const cursor = useCursorTime(layer?.times ?? NO_TIMES);
  const show = plot.color.palette === "diverging" ? compact : (value: number) => fixed(value, 2);
  const sample = layer === undefined ? -1 : sampleAt(layer.times, layer.count, cursor);
  return (
    <div className="legend">
      {plot.rows.length <= MOST_ROWS && (
        <dl className="row-values">
          <div aria-hidden="true">
            <dt className="visually-hidden">time</dt>
            <dd>
              at <i>t</i> = {fixed(cursor, 1)}
            </dd>
          </div>
          {plot.rows.map((name, row) => (
            <div key={name}>
              <dt className="visually-hidden">{name}</dt>
              <dd>
                {sample < 0 || layer === undefined ? "–" : <RichText markup={show(layer.at(sample, row))} />}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <ColorBar color={plot.color} />
    </div>
  );
}

function ColorBar({ color }: { readonly color: HeatPlot["color"] }) {
  const [low, high] = color.range;
  return (
    <span className="color-bar">
      <RichText markup={compact(low)} />
      <span className="color-ramp" style={{ background: paletteGradient(color.palette) }} />
      <RichText markup={compact(high)} />
    </span>
  );
}
