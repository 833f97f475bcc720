import { withOutput } from "../../state/config-edits.ts";
import { PLOTS, type PlotId } from "../../view/catalog.ts";
import { useApp } from "../app-context.ts";
import { usePlotSettings } from "./plot-settings.ts";

/** Shows a plot, and makes runs compute what it draws; says why where they cannot. */
export function useShowPlot(): (id: PlotId) => void {
  const { configs, messages } = useApp();
  const show = usePlotSettings((settings) => settings.show);
  return (id) => {
    const { output, name } = PLOTS[id];
    const refused = output === undefined ? null : configs.edit((config) => withOutput(config, output, true));
    if (refused === null) show(id);
    else messages.error(`${name} cannot be computed.`, refused.message);
  };
}

/** Hides a plot; runs no longer compute what only it draws. */
export function useHidePlot(): (id: PlotId) => void {
  const { configs } = useApp();
  const hide = usePlotSettings((settings) => settings.hide);
  return (id) => {
    const { output } = PLOTS[id];
    if (output !== undefined) configs.edit((config) => withOutput(config, output, false));
    hide(id);
  };
}
