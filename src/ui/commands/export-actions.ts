import { jsonText } from "../../protocol/json-text.ts";
import { buildTrajectory } from "../../protocol/trajectory.ts";
import type { App } from "../../state/app.ts";
import { useAnalysisView } from "../analysis/analysis-view-store.ts";
import { analysisExportActions } from "../analysis/export-analysis.ts";
import { useApp, useMap, useRun, useTraining } from "../app-context.ts";
import { mapExportActions } from "../map/export-map.ts";
import { useMapView } from "../map/map-view-store.ts";
import { trainingExportActions } from "../neural/export-training.ts";
import { exportablePlots, exportPlot } from "../plots/export-plot.ts";
import { usePlotSettings } from "../plots/plot-settings.ts";
import type { Action } from "./action.ts";
import { saveFile } from "./save.ts";
import { useShare } from "./use-share.ts";

/** Everything the export menu offers. */
export function useExportActions(): Action[] {
  const app = useApp();
  const share = useShare();
  const complete = useRun(
    (state) => state.shown !== null && state.phase !== "running" && !state.shown.preview,
  );
  usePlotSettings((settings) => settings.shown);
  useMap((state) => state.table);
  useTraining((state) => state.snapshot === null);
  useAnalysisView((view) => view.latest);
  useMapView((view) => view.fields);
  useMapView((view) => view.scatter);
  return [
    {
      id: "export-trajectory",
      group: "Data",
      label: "Trajectory",
      hint: complete ? "JSON" : "when the run has ended",
      disabled: !complete,
      run: () => exportTrajectory(app),
    },
    { id: "export-config", group: "Data", label: "Config", hint: "JSON", run: () => exportConfig(app) },
    { id: "export-link", group: "Data", label: "Copy link", hint: "permalink", run: share },
    ...mapExportActions(app),
    ...analysisExportActions(app),
    ...trainingExportActions(app),
    ...plotActions(app),
  ];
}

function exportConfig({ configs }: App): void {
  saveFile("cumulant-explorer-config.json", `${JSON.stringify(configs.getState().config, null, 2)}\n`);
}

function exportTrajectory({ runs, software }: App): void {
  const { shown } = runs.getState();
  if (shown === null) return;
  const pieces = jsonText(buildTrajectory(shown, software));
  saveFile("cumulant-explorer-trajectory.json", new Blob([...pieces], { type: "application/json" }));
}

function plotActions({ messages }: App): Action[] {
  return exportablePlots().flatMap(({ id, name }) =>
    (["svg", "png"] as const).map((format) => ({
      id: `export-${id}-${format}`,
      group: "Plots",
      label: `${name} as ${format.toUpperCase()}`,
      run: () => {
        exportPlot(id, format).catch((error: unknown) =>
          messages.error(`${name} was not exported.`, error instanceof Error ? error.message : String(error)),
        );
      },
    })),
  );
}
