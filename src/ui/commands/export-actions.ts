import { useApp } from "../app-context.ts";
import { useShare } from "./use-share.ts";
import type { Action } from "./action.ts";
import { saveFile } from "./save.ts";

/** Everything the export menu offers. */
export function useExportActions(): Action[] {
  const { configs } = useApp();
  const share = useShare();
  const config = () => `${JSON.stringify(configs.getState().config, null, 2)}\n`;
  return [
    {
      id: "export-config",
      group: "Data",
      label: "Config",
      hint: "JSON",
      run: () => saveFile("cumulant-explorer-config.json", config()),
    },
    { id: "export-link", group: "Data", label: "Copy link", hint: "permalink", run: share },
  ];
}
