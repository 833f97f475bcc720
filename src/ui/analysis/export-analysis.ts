import { analysisFile } from "../../analysis/analysis-file.ts";
import { jsonText } from "../../protocol/json-text.ts";
import type { App } from "../../state/app.ts";
import {
  classCsv,
  classMapSvg,
  classScatterSvg,
  drawnPredictors,
  errorChoice,
} from "../../view/analysis-picture.ts";
import { analysisStatements } from "../../view/analysis-words.ts";
import { pictureName } from "../../view/map-export.ts";
import { scatterTitle } from "../../view/map-scatter.ts";
import { richToPlain } from "../../view/rich.ts";
import type { Action } from "../commands/action.ts";
import { saveFile } from "../commands/save.ts";
import { mapSubtitle, type Picture, pictureActions } from "../map/export-map.ts";
import { type ShownAnalysis, useAnalysisView } from "./analysis-view-store.ts";

const GROUP = "Analysis";

/** What the export menu offers of the analysis in view. */
export function analysisExportActions(app: App): Action[] {
  const { latest } = useAnalysisView.getState();
  if (latest === null) return [];
  return [
    {
      id: "export-analysis-json",
      group: GROUP,
      label: "Analysis",
      hint: "JSON",
      run: () => exportJson(app, latest),
    },
    {
      id: "export-analysis-csv",
      group: GROUP,
      label: "Classes of the points as CSV",
      run() {
        const csv = classCsv(latest.table, latest.analysis);
        saveFile("cumulant-explorer-classes.csv", new Blob([csv], { type: "text/csv" }));
      },
    },
    ...pictureActions(GROUP, picturesOf(latest), app.messages),
  ];
}

function exportJson({ maps, software }: App, { table, analysis }: ShownAnalysis): void {
  const summary = analysisStatements(analysis).map(({ verdict, text }) => ({
    verdict,
    text: richToPlain(text),
  }));
  const created = new Date().toISOString();
  const file = analysisFile(table, analysis, { software, created, map: maps.getState().file, summary });
  saveFile("cumulant-explorer-analysis.json", new Blob([...jsonText(file)], { type: "application/json" }));
}

/** The class map and the scatters, as they are on the page. */
function picturesOf({ table, analysis: { classes, settings } }: ShownAnalysis): Picture[] {
  const subtitle = mapSubtitle(table);
  const scatters = drawnPredictors(table).map((predictor) => {
    const choice = errorChoice(table, settings, predictor);
    return {
      id: `export-analysis-${predictor}`,
      label: `Classes, ${scatterTitle(choice)}`,
      name: pictureName(["classes", choice.y, choice.x]),
      draw: () => classScatterSvg(table, choice, classes, subtitle),
    };
  });
  const map = {
    id: "export-analysis-map",
    label: "Map of the classes",
    name: "classes",
    draw: () => classMapSvg(table, classes, subtitle),
  };
  return [map, ...scatters];
}
