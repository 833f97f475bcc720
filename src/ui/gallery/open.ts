import type { App } from "../../state/app.ts";
import { type MapView, readFigureQuery, viewOf, withoutFigure } from "../../state/figures.ts";
import type { Preset } from "../../state/presets.ts";
import { quantityNames } from "../../view/map-fields.ts";
import { loadShippedMap } from "../hooks/use-quench-map.ts";
import { useMapView } from "../map/map-view-store.ts";

/** Takes a preset's config over, one undo step, and shows it. */
export function openPreset({ configs, pages, messages }: App, { name, config }: Preset): void {
  configs.edit(config);
  pages.go("dynamics");
  messages.info(`${name} is open. Undo brings the quench before back.`);
}

/** Shows the site's map with a view; of what it does not have it says so. */
export async function openFigure({ maps, pages, messages }: App, view: MapView): Promise<void> {
  const table = await loadShippedMap();
  pages.go("map");
  if (table === null) {
    messages.error("The map of this site could not be read.", "The page shows what it can; try again later.");
    return;
  }
  const { known, unknown } = viewOf(view, Object.keys(table.fields), quantityNames(table));
  const { choose, chooseScatter } = useMapView.getState();
  if (known.first !== undefined) choose("first", known.first);
  if (known.second !== undefined) choose("second", known.second);
  const { x, y, color } = known;
  chooseScatter({
    ...(x === undefined ? {} : { x }),
    ...(y === undefined ? {} : { y }),
    ...(color === undefined ? {} : { color }),
  });
  if (unknown.length > 0) {
    messages.error(
      "The link asks for fields that the map does not have.",
      `${unknown.join(", ")} ${unknown.length === 1 ? "is" : "are"} left out.`,
    );
  }
  if (maps.getState().phase === "running") {
    messages.info("The map being computed is paused, and kept among the maps.");
  }
  maps.showShipped(table);
}

/** Shows the view that the address asks for, once: from then on the page is the user's. */
export function openLinkedFigure(app: App): void {
  const { location, history } = window;
  const view = readFigureQuery(location.search);
  if (view === null) return;
  history.replaceState(null, "", `${location.pathname}${withoutFigure(location.search)}${location.hash}`);
  void openFigure(app, view);
}
