import { jsonText } from "../../protocol/json-text.ts";
import type { App } from "../../state/app.ts";
import { trainingFileJson, trainingFileNpz } from "../../state/training-export.ts";
import type { Action } from "../commands/action.ts";
import { saveFile } from "../commands/save.ts";

/** What the export menu offers of a training. */
export function trainingExportActions({ training }: App): Action[] {
  const { snapshot } = training.getState();
  if (snapshot === null) return [];
  const group = "Training";
  return [
    {
      id: "export-training-json",
      group,
      label: "Weights and training record",
      hint: "JSON",
      run: () =>
        saveFile(
          "cumulant-explorer-training.json",
          new Blob([...jsonText(trainingFileJson(snapshot))], { type: "application/json" }),
        ),
    },
    {
      id: "export-training-npz",
      group,
      label: "Weights and training record for NumPy",
      hint: ".npz",
      run: () =>
        saveFile(
          "cumulant-explorer-training.npz",
          new Blob([trainingFileNpz(snapshot)], { type: "application/octet-stream" }),
        ),
    },
  ];
}
