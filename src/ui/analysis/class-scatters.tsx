import { useMemo } from "react";
import { type Classification } from "../../analysis/analyse.ts";
import { POINT_CLASSES } from "../../analysis/classes.ts";
import type { Predictor } from "../../analysis/measure.ts";
import type { AnalysisSettings } from "../../analysis/settings.ts";
import type { MapTable } from "../../protocol/map.ts";
import {
  CLASS_COLORS,
  CLASS_NAMES,
  classScatter,
  drawnPredictors,
  errorChoice,
  OPEN_COLOR,
} from "../../view/analysis-picture.ts";
import { cssColor } from "../../view/map-palette.ts";
import { scatterTitle } from "../../view/map-scatter.ts";
import { describeDot } from "../map/describe-point.ts";
import { useMapView } from "../map/map-view-store.ts";
import { ScatterPlot } from "../map/scatter-plot.tsx";
import { RichText } from "../plots/rich-text.tsx";

interface ClassScattersProps {
  readonly table: MapTable;
  readonly classes: Classification["classes"];
  readonly settings: AnalysisSettings;
}

/** The error of the chosen method against each predictor, with one cursor and one legend. */
export function ClassScatters({ table, classes, settings }: ClassScattersProps) {
  const predictors = drawnPredictors(table);
  return (
    <section className="analysis-scatters" aria-label="Scatter plots">
      {predictors.map((predictor) => (
        <ScatterFigure
          key={predictor}
          table={table}
          classes={classes}
          settings={settings}
          predictor={predictor}
        />
      ))}
      <div className="analysis-legend">
        <ul>
          {POINT_CLASSES.map((name) => (
            <li key={name}>
              <i className="map-swatch round" style={{ background: cssColor(CLASS_COLORS[name]) }} />{" "}
              {CLASS_NAMES[name]}
            </li>
          ))}
          {classes.some((each, point) => each === null && table.status[point] !== "pending") && (
            <li>
              <i className="map-swatch round" style={{ background: cssColor(OPEN_COLOR) }} /> not judged
            </li>
          )}
        </ul>
        <Readout table={table} classes={classes} settings={settings} />
      </div>
    </section>
  );
}

function ScatterFigure({
  table,
  classes,
  settings,
  predictor,
}: ClassScattersProps & { readonly predictor: Predictor }) {
  const choice = useMemo(() => errorChoice(table, settings, predictor), [table, settings, predictor]);
  const model = useMemo(() => classScatter(table, choice, classes), [table, choice, classes]);
  return (
    <figure className="map-card scatter-card" aria-label={scatterTitle(choice)} data-testid="class-scatter">
      <ScatterPlot table={table} choice={choice} model={model} />
    </figure>
  );
}

/** The point under the cursor, in any of the plots. */
function Readout({ table, classes, settings }: ClassScattersProps) {
  const cursor = useMapView((view) => view.cursor);
  if (cursor === null || cursor >= table.status.length) {
    return <span className="map-readout">Point at a dot or the map to read it.</span>;
  }
  const predictors = drawnPredictors(table);
  const quantities = [
    ...predictors,
    ...predictors.slice(0, 1).map((name) => errorChoice(table, settings, name).y),
  ];
  const found = classes[cursor] ?? null;
  return (
    <span className="map-readout" data-testid="analysis-readout">
      <RichText markup={describeDot(table, quantities, cursor)} />
      {found !== null && <strong> · {CLASS_NAMES[found]}</strong>}
    </span>
  );
}
