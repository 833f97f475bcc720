import { memo } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { PlotId } from "../../view/catalog.ts";
import { Icon } from "../icons.tsx";
import { exportPlot } from "./export-plot.ts";
import { useHidePlot } from "./use-show-plot.ts";
import { useTheme } from "./use-theme.ts";

export interface PlotMenuProps {
  readonly id: PlotId;
  readonly name: string;
}

/** Export and hide, for one plot. */
export const PlotMenu = memo(function PlotMenu({ id, name }: PlotMenuProps) {
  const hide = useHidePlot();
  const theme = useTheme();
  return (
    <MenuTrigger>
      <Button className="button quiet icon-only plot-menu" aria-label={`${name}: export, hide`}>
        <Icon name="more" />
      </Button>
      <Popover placement="bottom end" className="plot-popover">
        <Menu className="plot-menu-list" aria-label={name}>
          <MenuItem className="plot-menu-item" onAction={() => void exportPlot(id, "svg")}>
            Save as SVG
          </MenuItem>
          <MenuItem className="plot-menu-item" onAction={() => void exportPlot(id, "png")}>
            Save as PNG
          </MenuItem>
          {theme === "dark" && (
            <MenuItem className="plot-menu-item" onAction={() => void exportPlot(id, "png", "dark")}>
              Save as PNG, dark
            </MenuItem>
          )}
          <MenuItem className="plot-menu-item" onAction={() => hide(id)}>
            Hide this plot
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
});
