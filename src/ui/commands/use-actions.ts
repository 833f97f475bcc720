import { type MethodConfig } from "../../protocol/config.ts";
import { CLOSURE_NAME, methodLabel } from "../../protocol/labels.ts";
import { learned, td2rdm, withMethodAdded } from "../../state/config-edits.ts";
import { PRESETS } from "../../state/presets.ts";
import type { ThemeChoice } from "../../state/theme.ts";
import { useTimeline } from "../../state/timeline.ts";
import { useApp } from "../app-context.ts";
import { useShell } from "../shell-store.ts";
import { useTour } from "../tour/tour-store.ts";
import type { Action } from "./action.ts";
import { useExportActions } from "./export-actions.ts";
import { pickFiles } from "./pick-files.ts";

/** Every action of the program, for the command menu. */
export function useActions(): Action[] {
  return [
    ...useRunActions(),
    ...usePresetActions(),
    ...useMethodActions(),
    ...useExportGroup(),
    ...useViewActions(),
  ];
}

function useExportGroup(): Action[] {
  return useExportActions().map((action) => ({
    ...action,
    group: "Export",
    label: exportLabel(action.label),
  }));
}

function exportLabel(label: string): string {
  return label.startsWith("Copy") ? label : `Export ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}

function useRunActions(): Action[] {
  const { configs, controller, imports } = useApp();
  const toggle = useTimeline((state) => state.toggle);
  const group = "Run";
  return [
    { id: "run-again", group, label: "Run again", run: controller.rerun },
    { id: "cancel", group, label: "Cancel the run", run: controller.cancel },
    { id: "play", group, label: "Play or pause", hint: "Space", run: toggle },
    { id: "undo", group, label: "Undo", hint: "Ctrl Z", run: configs.undo },
    { id: "redo", group, label: "Redo", hint: "Ctrl Shift Z", run: configs.redo },
    {
      id: "import",
      group,
      label: "Import a file",
      hint: "config, trajectory, map or training",
      run: () => pickFiles(imports),
    },
  ];
}

function usePresetActions(): Action[] {
  const { configs } = useApp();
  return PRESETS.map(({ id, name, hint, config }) => ({
    id: `preset-${id}`,
    group: "Quenches",
    label: name,
    hint,
    run: () => configs.edit(config),
  }));
}

function useMethodActions(): Action[] {
  const { configs, messages } = useApp();
  const methods: MethodConfig[] = [
    { kind: "exact" },
    { kind: "mean-field" },
    learned("neural-ode"),
    learned("learned-closure"),
    learned("dmd"),
    learned("dmd", 1),
    ...(Object.keys(CLOSURE_NAME) as (keyof typeof CLOSURE_NAME)[]).map((closure) => td2rdm(closure)),
  ];
  return methods.map((method) => ({
    id: `add-${methodLabel(method)}`,
    group: "Methods",
    label: `Add ${methodLabel(method)}`,
    ...(method.kind === "td2rdm" ? { hint: CLOSURE_NAME[method.closure] } : {}),
    run: () => {
      const refused = configs.edit((config) => withMethodAdded(config, method));
      if (refused)
        messages.error(`${methodLabel(method)} cannot be added here.`, `Expected ${refused.expected}.`);
    },
  }));
}

function useViewActions(): Action[] {
  const { theme } = useApp();
  const show = useShell((state) => state.show);
  const startTour = useTour((tour) => tour.start);
  const choices: readonly ThemeChoice[] = ["system", "light", "dark"];
  return [
    ...choices.map((choice) => ({
      id: `theme-${choice}`,
      group: "View",
      label: `Theme: ${choice === "system" ? "as the system" : choice}`,
      run: () => theme.choose(choice),
    })),
    { id: "tour", group: "View", label: "Guided tour", hint: "two minutes", run: startTour },
    { id: "keys", group: "View", label: "Keys", hint: "?", run: () => show("keys") },
  ];
}
