import { sameSystem } from "../../state/quench-map.ts";
import { useApp, useConfig, useMap } from "../app-context.ts";
import { formatNumber } from "../controls/number-text.ts";
import "./map.css";
import { MapCard } from "./map-card.tsx";
import { MapControls } from "./map-controls.tsx";

/** Maps over interaction and trap: two fields side by side. */
export function MapPage() {
  const table = useMap((state) => state.table);
  const version = useMap((state) => state.version);
  return (
    <>
      <MapControls />
      <main className="results map-results" aria-label="Map" data-testid="map-page">
        <Here />
        {table === null ? (
          <div className="map-empty">
            <p>
              A map shows one number per quench over <i>U</i> and <i>V</i>: where the three-particle
              correlations build up, and where each method can be trusted.
            </p>
            <p className="hint">
              Choose the axes and press Start, or import a map. It fills in from coarse to fine.
            </p>
          </div>
        ) : (
          <div className="map-cards">
            <MapCard table={table} version={version} side="first" />
            <MapCard table={table} version={version} side="second" />
          </div>
        )}
      </main>
    </>
  );
}

/** Where the quench is now, and the way to its trajectories. */
function Here() {
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
