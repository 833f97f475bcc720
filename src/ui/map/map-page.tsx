import { useEffect } from "react";
import { useStore } from "zustand";
import { sameSystem } from "../../state/quench-map.ts";
import { useApp, useConfig, useMap } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import { PHONE, useMediaQuery } from "../hooks/use-media-query.ts";
import { useShippedMap } from "../hooks/use-quench-map.ts";
import { useThrottled } from "../plots/use-throttled.ts";
import "./map.css";
import { MapCard } from "./map-card.tsx";
import { FoldedMapControls, MapControls, MapRunSection } from "./map-controls.tsx";
import { QuenchPlots } from "./quench-plots.tsx";
import { ScatterCard } from "./scatter-card.tsx";

/** Maps are painted at most this often while they fill in, in ms. */
const UPDATE_INTERVAL = 120;

/** Maps over interaction and trap: two fields side by side, their scatter, and the trajectories of the quench. */
export function MapPage() {
  const table = useMap((state) => state.table);
  const version = useThrottled(
    useMap((state) => state.version),
    UPDATE_INTERVAL,
  );
  const waiting = useFirstMap();
  const phone = useMediaQuery(PHONE);
  return (
    <>
      {!phone && <MapControls />}
      <main className="results map-results" aria-label="Map" data-testid="map-page">
        {phone && <MapRunSection />}
        <Here />
        {table !== null && (
          <div className="map-cards">
            <MapCard table={table} version={version} side="first" />
            <MapCard table={table} version={version} side="second" />
            <ScatterCard table={table} version={version} />
            <QuenchPlots />
          </div>
        )}
        {table === null && !waiting && <Empty />}
      </main>
      {phone && <FoldedMapControls />}
    </>
  );
}

/**
 * Where no map was kept, the page opens with the one of the site if that is of the present system.
 * @returns whether a first map may still come
 */
function useFirstMap(): boolean {
  const { maps, library } = useApp();
  const ready = useStore(library, (state) => state.ready);
  const phase = useMap((state) => state.phase);
  const shipped = useShippedMap();
  useEffect(() => {
    if (ready && phase === "empty" && shipped !== null && shipped !== undefined) maps.showShipped(shipped);
  }, [maps, ready, phase, shipped]);
  return !ready || shipped !== null;
}

function Empty() {
  return (
    <div className="map-empty">
      <p>
        A map shows one number per quench over <i>U</i> and <i>V</i>: where the three-particle correlations
        build up, and where each method can be trusted.
      </p>
      <p className="hint">
        Choose the axes and press Start, or open a map file. It fills in from coarse to fine.
      </p>
    </div>
  );
}

/** Where the quench is now, and the way to its trajectories. */
export function Here() {
  const { pages } = useApp();
  const config = useConfig((state) => state.config);
  const table = useMap((state) => state.table);
  const { quench } = config;
  const foreign = table !== null && !sameSystem(table.config, config);
  return (
    <p className="map-here" data-testid="map-here">
      <span>
        {foreign
          ? "This map is of another system; a click on a point takes that system over. "
          : "A click on a point moves the quench there. "}
        Now <i>U</i> = {formatNumber(quench.interaction)} <i>J</i>
        {"trap" in quench && (
          <>
            , <i>V</i> = {formatNumber(quench.trap)} <i>J</i>
          </>
        )}
        .
      </span>
      <button type="button" className="button" onClick={() => pages.go("dynamics")}>
        Show its trajectories
      </button>
    </p>
  );
}
