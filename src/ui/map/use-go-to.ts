import { useCallback } from "react";
import { configAt } from "../../protocol/map.ts";
import { withQuench } from "../../state/config-edits.ts";
import { sameSystem } from "../../state/quench-map.ts";
import { pointAt } from "../../view/map-grid.ts";
import { useApp } from "../app-context.ts";

/** Moves the quench to a point of the map; a map of another system brings its system along. */
export function useGoTo(): (point: number) => void {
  const { configs, maps, messages } = useApp();
  return useCallback(
    (point) => {
      const { table } = maps.getState();
      if (table === null) return;
      const { u, v } = pointAt(table.axes, point);
      const refused = configs.edit((config) =>
        sameSystem(table.config, config)
          ? withQuench(config, { interaction: u, trap: v })
          : configAt(table.config, u, v),
      );
      if (refused !== null) messages.error("The quench cannot be moved there.", refused.message);
    },
    [configs, maps, messages],
  );
}
